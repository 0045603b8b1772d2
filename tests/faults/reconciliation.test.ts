/** The process that compares a shop with Shopify is killed in the middle: another carries the run on. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Bed } from "./bed/bed.ts";
import { whatIsWrong } from "./bed/comparison.ts";
import { until } from "./bed/process-group.ts";

/** More than two pages. */
const ORDERS = 130;

let bed: Bed;

beforeEach(async () => {
  bed = await Bed.open();
});

afterEach(() => bed.close(), 60_000);

type Run = { state: string; compared: number; differing: number };

const run = async (): Promise<Run | undefined> =>
  (
    await bed.query<Run>(
      "SELECT state, compared, differing FROM reconciliations WHERE kind = 'orders' ORDER BY run_id DESC LIMIT 1",
    )
  )[0];

test("kill -9 in the middle of a comparison: what is left is repaired, and nothing twice", async () => {
  await bed.startStore(["--empty"], { DEV_STORE_ADMIN_API_MS: "40" });
  const first = await bed.startApp();
  await bed.install();
  for (let customer = 7_001; customer <= 7_010; customer += 1)
    await bed.control("PUT", `/control/customers/${customer}`, {});
  await bed.drained(first);
  await bed.control("POST", "/control/deliveries", { loss: 1 });
  for (let at = 0; at < ORDERS; at += 1) {
    await bed.control("POST", "/control/orders", {
      customer: { id: 7_001 + (at % 10) },
      line_items: [{ title: "Thing", quantity: 1, price: "10.00" }],
    });
  }
  await bed.control("POST", "/control/deliveries", {});
  // As the button of the Deliveries page does.
  await bed.query(
    `INSERT INTO reconciliations (shop_id, kind, trigger, from_at, cursor)
     SELECT shop_id, 'orders', 'by-hand', now() - interval '1 day', floor(extract(epoch FROM now() - interval '1 day') * 1000)::bigint::text
     FROM shops`,
  );
  await until("the first page", async () => ((await run())?.compared ?? 0) >= 50, {
    msMax: 60_000,
    tail: first.tail,
  });
  first.signal("SIGKILL");
  await first.ended;
  const app = await bed.startApp();
  expect(await run()).toMatchObject({ state: "running" });
  // Its lease is a minute: nobody waits for that here.
  await bed.query("UPDATE reconciliations SET next_try_at = now()");
  await until("the end", async () => (await run())?.state === "done", {
    msMax: 60_000,
    tail: app.tail,
  });
  expect(await run()).toMatchObject({ differing: ORDERS });
  expect(await whatIsWrong(bed)).toEqual([]);
}, 240_000);
