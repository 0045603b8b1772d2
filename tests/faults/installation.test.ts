/** An installation that was cut off between the token and its end is ended by the next visit. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Bed } from "./bed/bed.ts";
import { until } from "./bed/process-group.ts";

let bed: Bed;

beforeEach(async () => {
  bed = await Bed.open();
});

afterEach(() => bed.close(), 60_000);

const shops = (): Promise<{ state: string; sessions: number }[]> =>
  bed.query(
    "SELECT state, (SELECT count(*)::int FROM sessions) AS sessions FROM shops WHERE state IS NOT NULL",
  );

test("the Admin API fails while a shop installs the app: the next visit installs it, and what waited is worked on", async () => {
  await bed.startStore();
  const app = await bed.startApp();
  await bed.control("PUT", "/control/customers/7001", { email: "7001@example.com" });
  await bed.control("POST", "/control/orders", {
    customer: { id: 7_001 },
    created_at: "2026-02-01T10:00:00Z",
    line_items: [{ title: "Thing", quantity: 1, price: "40.00" }],
  });
  await bed.control("POST", "/control/faults", { fail: 1_000 });
  await expect(bed.install()).rejects.toThrow(/The admin answered 5\d\d/);
  // Its token is kept, so Shopify's library asks for no other and tells of no other installation.
  expect(await shops()).toEqual([{ state: "not-installed", sessions: 1 }]);

  await bed.control("POST", "/control/faults", { fail: 0 });
  await bed.install();
  expect(await shops()).toEqual([{ state: "installed", sessions: 1 }]);
  await bed.drained(app);
  await until("its points", async () => (await bed.member("7001")).points.available === 40, {
    msMax: 10_000,
  });
}, 120_000);
