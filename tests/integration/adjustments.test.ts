/** Points by hand: who may get them, what is asked first, and that twice is once. */
import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Consequence } from "../../app/domain/members/adjustment.ts";
import type { AdjustmentForm } from "../../app/domain/members/adjustment-form.ts";
import { DAY } from "../../app/domain/shared/instant.ts";
import { adjustPoints } from "../../app/use-cases/adjust-points.ts";
import { changeSettings } from "../../app/use-cases/change-settings.ts";
import { readTeamLog } from "../../app/use-cases/read-team-log.ts";
import { undoAdjustment } from "../../app/use-cases/undo-adjustment.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { fullRefund, mergePayload, orderPayload, refundPayload } from "../support/payloads.ts";

const [ANN, BEN] = ["11", "12"];
const MAYA = { id: "901", name: "Maya Lind" };
const OTTO = { id: "902", name: "Otto Brandt" };
const ASKED = { reason: "goodwill", note: null, confirmed: [] } as const;

let app: TestApp;
let shop: string;
let shopId: string;
let shops = 0;

beforeAll(async () => {
  app = await startTestApp();
});

beforeEach(async () => {
  shops += 1;
  shop = `adjusting-${shops}.myshopify.com`;
  shopId = await app.installed(shop);
  await order(1, ANN, "77.00");
});

async function deliver(topic: string, body: unknown): Promise<void> {
  await app.deliver(topic, body, { shop });
  await app.drained();
}
const order = (id: number, customer: string, goods: string): Promise<void> =>
  deliver("orders/create", orderPayload({ id, customer: Number(customer), goods }));
const merge = (deleted: string, kept: string): Promise<void> =>
  deliver("customers/merge", mergePayload(Number(deleted), Number(kept)));

type Ask = Partial<AdjustmentForm> & { points: number };
const adjust = ({ customerId = ANN, id = randomUUID(), ...ask }: Ask, staff = MAYA) =>
  adjustPoints(app.app.ports, shopId, { staff, form: { ...ASKED, ...ask, customerId, id } });
const undo = (key: string, customerId = ANN, confirmed: Consequence[] = []) =>
  undoAdjustment(app.app.ports, shopId, { staff: OTTO, form: { customerId, key, confirmed } });
const available = async (customer = ANN): Promise<number> =>
  (await app.member(customer, shop)).points.available;
const log = async () => (await readTeamLog(app.app.ports, shopId, { cursor: null })).entries;
const proved = { firstBreak: null, unsettled: 0 };

/** The key of an adjustment that must have been made. */
async function made(ask: Ask): Promise<string> {
  const outcome = await adjust(ask);
  if (outcome.kind !== "adjusted") throw new Error(`it was answered with ${outcome.kind}`);
  return outcome.key;
}

describe("an adjustment", () => {
  test("changes the balance, stands in the log with who did it, and the ledger is proved", async () => {
    const outcome = await adjust({ points: 50, note: "  Parcel came late " });
    expect(outcome).toMatchObject({ kind: "adjusted", points: 50, balance: 127 });
    expect(await available()).toBe(127);
    expect(await log()).toMatchObject([
      {
        ...{ staff: MAYA, what: "adjustment", subject: "customer:11" },
        detail: { points: 50, reason: "goodwill", before: 77, after: 127, confirmed: [] },
      },
    ]);
    expect(await app.prove(shop)).toMatchObject(proved);
  });

  test("keeps its reason and note beside the action: neither entry nor log nor shopper has them", async () => {
    await adjust({ points: 50, reason: "other", note: "Cousin of the owner" });
    const { rows } = await app.superuser.query<{ detail: unknown }>(
      "SELECT detail FROM actions WHERE shop_id = $1 AND kind = 'adjustment'",
      [shopId],
    );
    const at = app.clock.now;
    expect(rows.map(({ detail }) => detail)).toEqual([
      { reason: "other", note: "Cousin of the owner", staff: MAYA, madeAt: at, undoes: null },
    ]);
    const elsewhere = await app.superuser.query<{ text: string }>(
      `SELECT row_to_json(e)::text AS text FROM entries e WHERE shop_id = $1
       UNION ALL SELECT row_to_json(l)::text FROM team_log l WHERE shop_id = $1`,
      [shopId],
    );
    const shown = await app.proxy("activity", { customer: ANN, shop });
    expect(shown.text).toContain("Adjusted by the shop");
    for (const text of [...elsewhere.rows.map((row) => row.text), shown.text]) {
      expect(text).not.toContain("Cousin");
    }
  });

  test.each([
    ["nothing", { points: 0 }, "points-zero"],
    ["half a point", { points: 0.5 }, "points-not-whole"],
    ["more than anyone means", { points: 10_000_001 }, "points-too-many"],
    ["no reason of the list", { points: 5, reason: "because" }, "reason-missing"],
    ["another reason without a word", { points: 5, reason: "other", note: " " }, "note-missing"],
    ["a note without end", { points: 5, note: "x".repeat(501) }, "note-too-long"],
  ])("of %s is refused by the field", async (_, ask, fault) => {
    expect(await adjust(ask)).toEqual({ kind: "invalid", faults: [fault] });
    expect(await available()).toBe(77);
  });

  test("makes nobody a member: only an order or joining does", async () => {
    expect(await adjust({ points: 50, customerId: "99" })).toEqual({ kind: "not-a-member" });
    expect(await app.prove(shop)).toMatchObject({ ...proved, members: 1 });
  });

  test("of someone who has left is kept with their balance", async () => {
    await app.proxy("membership", { customer: ANN, method: "DELETE", shop });
    expect(await adjust({ points: -7 })).toMatchObject({ kind: "adjusted", balance: 70 });
    expect(await app.prove(shop)).toMatchObject(proved);
  });

  test("is no activity: what was to expire still does, at the same instant", async () => {
    const { expiring } = (await app.member(ANN, shop)).points;
    app.clock.now += 30 * DAY;
    await adjust({ points: 50 });
    expect((await app.member(ANN, shop)).points.expiring).toEqual([
      { points: 127, at: expiring[0]?.at },
    ]);
    app.clock.now -= 30 * DAY;
  });
});

describe("sent twice", () => {
  test("the same form is one adjustment, whoever of two is faster", async () => {
    const id = randomUUID();
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => adjust({ points: 50, id })));
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual([
      ...["adjusted", "repeated", "repeated", "repeated"],
    ]);
    expect(outcomes.every((each) => "balance" in each && each.balance === 127)).toBe(true);
    expect(await log()).toHaveLength(1);
    expect(await app.prove(shop)).toMatchObject(proved);
  });

  test("a form that asks for something else by then is a conflict, and nothing happens", async () => {
    const id = randomUUID();
    await adjust({ points: 50, id });
    for (const other of [{ points: 51 }, { points: 50, reason: "promotion" }]) {
      expect(await adjust({ ...other, id })).toEqual({ kind: "conflict" });
    }
    expect(await available()).toBe(127);
  });

  test("two different ones at once both count, and so do orders beside them", async () => {
    await Promise.all([
      ...[10, 20, 30].map((points) => adjust({ points })),
      order(2, ANN, "100.00"),
    ]);
    expect(await available()).toBe(77 + 60 + 100);
    expect(await app.prove(shop)).toMatchObject(proved);
  });

  test("after a merge it is still found by the other id", async () => {
    const id = randomUUID();
    await adjust({ points: 50, id });
    await order(2, BEN, "10.00");
    await merge(ANN, BEN);
    expect(await adjust({ points: 50, id, customerId: BEN })).toMatchObject({ kind: "repeated" });
    expect(await adjust({ points: 50, id, customerId: ANN })).toMatchObject({ kind: "repeated" });
    expect(await available(BEN)).toBe(137);
  });
});

describe("above the limit", () => {
  test("it is asked again with the figures; confirmed, it is made", async () => {
    const ask = { points: 1_001, id: randomUUID() };
    const first = await adjust(ask);
    expect(first).toMatchObject({
      kind: "confirm",
      warning: { consequences: ["above-limit"], before: 77, after: 1_078, worthMinor: 1_112 },
    });
    expect(await available()).toBe(77);
    expect(await adjust({ ...ask, confirmed: ["above-limit"] })).toMatchObject({
      kind: "adjusted",
      balance: 1_078,
    });
    expect(await log()).toMatchObject([{ detail: { confirmed: ["above-limit"] } }]);
  });

  test("the limit is the shop's own, and holds downwards too", async () => {
    await changeSettings(app.app.ports, shopId, {
      staff: MAYA,
      was: { adjustmentLimitPoints: 1_000 },
      to: { adjustmentLimitPoints: 20 },
    });
    expect(await adjust({ points: 20 })).toMatchObject({ kind: "adjusted" });
    for (const points of [21, -21]) {
      expect(await adjust({ points })).toMatchObject({
        warning: { consequences: ["above-limit"], limit: 20 },
      });
    }
  });

  test("many small ones by one person in a day are asked about as well", async () => {
    for (let n = 0; n < 10; n += 1) await made({ points: n % 2 === 0 ? 1_000 : -1_000 });
    expect(await adjust({ points: 1 })).toMatchObject({
      kind: "confirm",
      warning: { consequences: ["above-day-limit"], today: 10_000, dayLimit: 10_000 },
    });
    expect(await adjust({ points: 1 }, OTTO)).toMatchObject({ kind: "adjusted" });
  });

  test("a debit below nothing is asked about, and is then a debt that later earnings fill", async () => {
    const ask = { points: -100, id: randomUUID() };
    expect(await adjust(ask)).toMatchObject({
      warning: { consequences: ["below-zero"], before: 77, after: -23 },
    });
    expect(await adjust({ ...ask, confirmed: ["above-limit"] })).toMatchObject({ kind: "confirm" });
    await adjust({ ...ask, confirmed: ["below-zero"] });
    expect(await available()).toBe(-23);
    await order(2, ANN, "30.00");
    expect(await available()).toBe(7);
    expect(await app.prove(shop)).toMatchObject(proved);
  });
});

describe("undone", () => {
  test("it is as though it had never been, by an entry of its own that the log names", async () => {
    const key = await made({ points: 50 });
    expect(await undo(key)).toMatchObject({ kind: "undone", points: -50, balance: 77 });
    expect(await available()).toBe(77);
    expect((await log())[0]).toMatchObject({
      ...{ staff: OTTO, what: "adjustment-undone", subject: "customer:11" },
      detail: { undoes: key, points: -50, before: 127, after: 77 },
    });
    expect((await app.member(ANN, shop)).points.lifetimeEarned).toBe(77);
    expect(await app.prove(shop)).toMatchObject(proved);
  });

  test("only once, however often and by however many it is asked for", async () => {
    const key = await made({ points: 50 });
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => undo(key)));
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual([
      ...["repeated", "repeated", "repeated", "undone"],
    ]);
    expect(await available()).toBe(77);
    expect(await log()).toHaveLength(2);
  });

  test("once, also by the other id after a merge, and by both at once", async () => {
    const key = await made({ points: 50 });
    await order(2, BEN, "10.00");
    await merge(ANN, BEN);
    const outcomes = await Promise.all([undo(key, ANN), undo(key, BEN)]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["repeated", "undone"]);
    expect(await available(BEN)).toBe(87);
    expect(await app.prove(shop)).toMatchObject(proved);
  });

  test("an undone one stays undone when the customers are merged afterwards", async () => {
    const key = await made({ points: 50 });
    await undo(key);
    await order(2, BEN, "10.00");
    await merge(ANN, BEN);
    expect(await undo(key, BEN)).toMatchObject({ kind: "repeated" });
    expect(await available(BEN)).toBe(87);
  });

  test("nothing is taken twice where the points have expired meanwhile", async () => {
    const key = await made({ points: 50 });
    const started = app.clock.now;
    app.clock.now += 400 * DAY;
    expect(await available()).toBe(0);
    expect(await undo(key)).toMatchObject({ kind: "undone", points: -50, balance: 0 });
    expect(await available()).toBe(0);
    expect(await app.prove(shop)).toMatchObject(proved);
    app.clock.now = started;
  });

  test("is asked about where the points are gone: the balance would fall below nothing", async () => {
    const key = await made({ points: 50 });
    await deliver(
      "refunds/create",
      refundPayload(fullRefund(1, 501, new Date(app.clock.now).toISOString())),
    );
    await made({ points: -30 });
    expect(await undo(key)).toEqual({ kind: "confirm", points: -50, before: 20, after: -30 });
    expect(await undo(key, ANN, ["below-zero"])).toMatchObject({ kind: "undone", balance: -30 });
  });

  test.each(["adjustment:undo:1", "join:11", `adjustment:${randomUUID()}`, "order:1"])(
    "%s can't be: it is no adjustment of theirs",
    async (key) => {
      expect(await undo(key)).toEqual({ kind: "not-found" });
    },
  );

  test("someone else's adjustment can't be undone by one's own number", async () => {
    const key = await made({ points: 50 });
    await order(2, BEN, "10.00");
    expect(await undo(key, BEN)).toEqual({ kind: "not-found" });
  });

  test("it is told of to shoppers when it was undone", async () => {
    const key = await made({ points: 50 });
    const started = app.clock.now;
    app.clock.now += 2 * DAY;
    await undo(key);
    const { text } = await app.proxy("activity", { customer: ANN, shop });
    const { entries } = JSON.parse(text) as { entries: { points: number; at: string }[] };
    const [taken] = entries.filter(({ points }) => points === -50);
    expect(Date.parse(taken?.at ?? "")).toBeGreaterThan(started + DAY);
    app.clock.now = started;
  });
});
