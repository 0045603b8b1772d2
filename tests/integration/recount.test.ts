/** A rule that changes for everybody in a large shop: made due in batches, while the shop goes on. */
import { beforeAll, describe, expect, test } from "vitest";
import { settleDue } from "../../app/jobs/timed-work.server.ts";
import { chooseEarnFrom } from "../../app/use-cases/choose-earn-from.ts";
import { readEarnFrom } from "../../app/use-cases/read-earn-from.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { orderPayload } from "../support/payloads.ts";

const SHOP = "large.myshopify.com";
const OTHER = "beside.myshopify.com";
const ANN = 11;
/** More than one batch, and not a whole number of them. */
const OTHERS = 11_000;
/** Of the last batch. */
const HELD_MEMBER = 10_900;

let app: TestApp;
let shopId: string;

beforeAll(async () => {
  app = await startTestApp();
  shopId = await app.installed(SHOP, { earnFrom: "installation" });
  await app.installed(OTHER, { earnFrom: "all" });
  await bought({ id: 1, goods: "150.00", placedAt: "2026-01-01T10:00:00Z" });
  await app.superuser.query(
    `INSERT INTO members (shop_id, member_id, customer_id, rev, balance, standing, checkpoint, settled_at)
     SELECT shop_id, i, 100000 + i, 1, 0, '{"enrolledAt":null,"joined":false,"balance":0,"pending":0,"lifetimeEarned":0,
         "tierSince":null,"tierUntil":null,"tierId":"bronze","spendMinor":0,"nextExpiryAt":null,"nextChangeAt":null}',
       '{"lastFactAt":null,"left":false,"orders":0,"expiresAt":null}', settled_at
     FROM members, generate_series(1, ${OTHERS}) i WHERE shop_id = $1 AND customer_id = ${ANN}`,
    [shopId],
  );
});

async function bought(order: { id: number; goods: string; placedAt: string }): Promise<void> {
  await app.deliver("orders/create", orderPayload({ ...order, customer: ANN }), { shop: SHOP });
  await app.drained();
}

const due = async (): Promise<number> => (await readEarnFrom(app.app.ports, shopId)).membersDue;

describe("a choice for past orders in a large shop", () => {
  test("orders are settled while somebody's row holds the recount up, and nobody passes for broken", async () => {
    const holding = await app.superuser.connect();
    await holding.query("BEGIN");
    await holding.query("SELECT FROM members WHERE shop_id = $1 AND member_id = $2 FOR UPDATE", [
      shopId,
      HELD_MEMBER,
    ]);
    const chosen = chooseEarnFrom(app.app.ports, shopId, { choice: "all", staff: null });
    try {
      await expect.poll(due).toBeGreaterThan(OTHERS);
      await bought({ id: 2, goods: "10.00", placedAt: "2026-04-01T12:00:00Z" });
      expect(await app.causes(SHOP)).toEqual({ "11 order:1": 150, "11 order:2": 10 });
      const proof = await app.prove(SHOP);
      expect(proof.firstBreak).toBeNull();
      expect(proof.unsettled).toBeGreaterThanOrEqual(OTHERS);
    } finally {
      await holding.query("ROLLBACK");
      holding.release();
    }
    expect(await chosen).toEqual({ kind: "chosen", choice: "all" });
    await settleDue(app.app.timed);
    expect(await due()).toBe(0);
    expect(await app.prove(SHOP)).toMatchObject({ firstBreak: null, unsettled: 0 });
  });

  test("a choice made again meanwhile begins anew", async () => {
    await app.superuser.query("UPDATE shops SET due_after = 10999 WHERE shop_id = $1", [shopId]);
    await chooseEarnFrom(app.app.ports, shopId, { choice: "none", staff: null });
    await settleDue(app.app.timed);
    expect(await due()).toBe(0);
    expect(await app.causes(SHOP)).toEqual({ "11 order:2": 10 });
    expect(await app.prove(SHOP)).toMatchObject({ firstBreak: null, unsettled: 0 });
  });
});

test("a shop whose members can't be settled holds up no other", async () => {
  await app.superuser.query("UPDATE members SET due_at = now() - interval '9 years'");
  await app.superuser.query(
    "UPDATE members SET checkpoint = '7' WHERE shop_id = $1 AND customer_id = $2",
    [shopId, ANN],
  );
  await app.deliver("orders/create", orderPayload({ id: 9, customer: ANN }), { shop: OTHER });
  await app.drained();
  const otherId = await app.shopIdOf(OTHER);
  await app.superuser.query("UPDATE members SET due_at = '2020-01-01' WHERE shop_id = $1", [
    otherId,
  ]);
  await settleDue(app.app.timed);
  const waiting = await app.superuser.query(
    "SELECT 1 FROM members WHERE shop_id = $1 AND due_at = '2020-01-01'",
    [otherId],
  );
  expect(waiting.rowCount).toBe(0);
});
