/** Settings: read with defaults, changed as one person saw them, and what follows from a change. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS, THEME_LOOK } from "../../app/domain/settings/shop-settings.ts";
import { changeSettings, type SettingsWish } from "../../app/use-cases/change-settings.ts";
import { readPrivacy } from "../../app/use-cases/read-privacy.ts";
import { readSettings } from "../../app/use-cases/read-settings.ts";
import { readTeamLog } from "../../app/use-cases/read-team-log.ts";
import { startTestApp, type TestApp } from "../support/app.ts";

const ADA = { id: "7", name: "Ada" };
const GRACE = { id: "8", name: "Grace" };

let app: TestApp;
let shopId: string;
let otherId: string;
let shops = 0;

beforeAll(async () => {
  app = await startTestApp();
});

beforeEach(async () => {
  shops += 1;
  shopId = await app.installed(`settings-${shops}.myshopify.com`);
  otherId = await app.installed(`settings-other-${shops}.myshopify.com`);
});

const read = (id = shopId) => readSettings(app.app.ports, id);
const change = (wish: SettingsWish) => changeSettings(app.app.ports, shopId, wish);
const log = async (id = shopId) => (await readTeamLog(app.app.ports, id, { cursor: null })).entries;

async function store(settings: unknown): Promise<void> {
  const values = [JSON.stringify(settings), shopId];
  await app.superuser.query("UPDATE shops SET settings = $1 WHERE shop_id = $2", values);
}

async function keepName(customerId: number): Promise<void> {
  await app.superuser.query(
    "INSERT INTO customer_names (shop_id, customer_id, sealed, key_id) VALUES ($1, $2, 'x', 'k')",
    [shopId, customerId],
  );
}

describe("read", () => {
  test("a shop that chose nothing has the defaults", async () => {
    expect(await read()).toEqual(DEFAULT_SETTINGS);
  });

  test.each([
    { why: "a value that no longer fits", stored: { adminLanguage: "tlh" } },
    { why: "a colour that isn't one", stored: { look: { accent: "red;}" } } },
    { why: "a field of a later version", stored: { hologram: true } },
    { why: "no object at all", stored: [] },
  ])("$why is read as the default, never an error", async ({ stored }) => {
    await store(stored);
    expect(await read()).toEqual(DEFAULT_SETTINGS);
  });
});

describe("change", () => {
  test("what changed, from what to what and by whom, stands in the log", async () => {
    await change({
      staff: ADA,
      was: { adjustmentLimitPoints: 1_000 },
      to: { adjustmentLimitPoints: 50 },
    });
    expect((await read()).adjustmentLimitPoints).toBe(50);
    expect(await log()).toMatchObject([
      {
        staff: ADA,
        what: "settings-changed",
        detail: { field: "adjustmentLimitPoints", from: 1_000, to: 50 },
      },
    ]);
  });

  test("nothing changed: nothing is written down", async () => {
    const same = { adjustmentLimitPoints: 1_000 };
    expect(await change({ staff: ADA, was: same, to: same })).toMatchObject({ fields: [] });
    expect(await log()).toEqual([]);
  });

  test("two people, two fields: both count", async () => {
    await change({ staff: ADA, was: { adminLanguage: "auto" }, to: { adminLanguage: "zh-CN" } });
    const was = { adjustmentLimitPoints: 1_000 };
    await change({ staff: GRACE, was, to: { adjustmentLimitPoints: 5 } });
    expect(await read()).toMatchObject({ adminLanguage: "zh-CN", adjustmentLimitPoints: 5 });
  });

  test("two people, one field: the second is told, and nothing of the first is lost", async () => {
    const was = { adjustmentLimitPoints: 1_000 };
    await change({ staff: ADA, was, to: { adjustmentLimitPoints: 70 } });
    const second = await change({ staff: GRACE, was, to: { adjustmentLimitPoints: 5 } });
    expect(second).toMatchObject({ kind: "overtaken", fields: ["adjustmentLimitPoints"] });
    expect((await read()).adjustmentLimitPoints).toBe(70);
    expect((await log()).length).toBe(1);
  });

  test("at the very same time exactly one of them wins", async () => {
    const was = { adjustmentLimitPoints: 1_000 };
    const outcomes = await Promise.all(
      [10, 20, 30, 40].map((limit) =>
        change({ staff: ADA, was, to: { adjustmentLimitPoints: limit } }),
      ),
    );
    expect(outcomes.filter(({ kind }) => kind === "changed").length).toBe(1);
    expect((await log()).length).toBe(1);
  });

  test("another look marks the program as out of date on the storefront", async () => {
    await app.superuser.query(
      "UPDATE dirty_marks SET marked_at = NULL WHERE shop_id = $1 AND kind = 'program'",
      [shopId],
    );
    const look = { ...THEME_LOOK, accent: "#1a6b4a" };
    await change({ staff: ADA, was: { look: THEME_LOOK }, to: { look } });
    const { rows } = await app.superuser.query(
      "SELECT 1 FROM dirty_marks WHERE shop_id = $1 AND kind = 'program' AND marked_at IS NOT NULL",
      [shopId],
    );
    expect(rows.length).toBe(1);
  });

  test("no longer keeping names empties them at once, with their count in the log", async () => {
    await change({ staff: ADA, was: { keepNames: false }, to: { keepNames: true } });
    await keepName(1);
    await keepName(2);
    expect((await readPrivacy(app.app.ports, shopId, null)).namesKept).toBe(2);
    await change({ staff: GRACE, was: { keepNames: true }, to: { keepNames: false } });
    expect((await readPrivacy(app.app.ports, shopId, null)).namesKept).toBe(0);
    expect(await log()).toMatchObject([
      { what: "names-forgotten", staff: GRACE, detail: { customers: 2 } },
      { what: "names-kept", staff: ADA },
    ]);
  });

  test("another shop's settings, names and log stay as they were", async () => {
    await change({ staff: ADA, was: { keepNames: false }, to: { keepNames: true } });
    await keepName(1);
    expect(await read(otherId)).toEqual(DEFAULT_SETTINGS);
    expect(await log(otherId)).toEqual([]);
    expect((await readPrivacy(app.app.ports, otherId, null)).namesKept).toBe(0);
  });
});

test("requests by law are listed newest first, with when they are due", async () => {
  const shop = `settings-${shops}.myshopify.com`;
  await app.deliver("customers/data_request", { customer: { id: 41 } }, { shop, webhookId: "one" });
  await app.drained();
  await app.deliver("customers/data_request", { customer: { id: 42 } }, { shop, webhookId: "two" });
  await app.drained();
  const { requests, next } = await readPrivacy(app.app.ports, shopId, null);
  expect([requests.map(({ webhookId }) => webhookId), next]).toEqual([["two", "one"], null]);
  for (const { requestedAt, dueAt } of requests)
    expect(dueAt - requestedAt).toBe(30 * 24 * 3_600_000);
});
