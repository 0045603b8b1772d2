/** A member's page: the balance as a sum, a history by pages, and every line's arithmetic. */
import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DAY } from "../../app/domain/shared/instant.ts";
import type { HistoryRow, MemberPage } from "../../app/domain/settlement/member-history.ts";
import { adjustPoints } from "../../app/use-cases/adjust-points.ts";
import { explainHistory } from "../../app/use-cases/explain-history.ts";
import {
  HISTORY_PAGE,
  readMemberPage,
  type MemberQuery,
} from "../../app/use-cases/read-member-page.ts";
import { undoAdjustment } from "../../app/use-cases/undo-adjustment.ts";
import { START, startTestApp, type TestApp } from "../support/app.ts";
import {
  lineIdOf,
  mergePayload,
  orderPayload,
  refundPayload,
  type OrderDraft,
} from "../support/payloads.ts";

const [ANN, BEN] = ["11", "12"];
const MAYA = { id: "901", name: "Maya Lind" };

let app: TestApp;
let shop: string;
let shopId: string;
let shops = 0;

beforeAll(async () => {
  app = await startTestApp();
  app.app.ports.products = { titlesOf: async () => new Map([["7001", "Oak bowl"]]) };
});

beforeEach(async () => {
  shops += 1;
  shop = `pages-${shops}.myshopify.com`;
  shopId = await app.installed(shop);
  app.clock.now = START;
});

async function deliver(topic: string, body: unknown): Promise<void> {
  await app.deliver(topic, body, { shop });
  await app.drained();
}
const order = (draft: OrderDraft): Promise<void> =>
  deliver("orders/create", orderPayload({ customer: Number(ANN), ...draft }));
const EVERYTHING: MemberQuery = { cursor: null, part: null };

async function pageOf(customer = ANN, query = EVERYTHING): Promise<MemberPage> {
  const page = await readMemberPage(app.app.ports, shopId, customer, query);
  if (!page) throw new Error(`customer ${customer} is not known`);
  return page;
}
const rowsOf = async (customer = ANN, query = EVERYTHING): Promise<HistoryRow[]> =>
  (await pageOf(customer, query)).history.rows;

/** The order's story, as its first line opens to. */
async function storyOf(line: HistoryRow | undefined) {
  const source = line?.source === "order" ? "order" : "entry";
  const asked = { source, id: line?.id ?? "" } as const;
  const explanation = await explainHistory(app.app.ports, shopId, ANN, asked);
  if (explanation?.kind !== "order")
    throw new Error(`it opens to ${explanation?.kind ?? "nothing"}`);
  return explanation;
}
const adjust = (points: number) =>
  adjustPoints(app.app.ports, shopId, {
    staff: MAYA,
    form: {
      customerId: ANN,
      id: randomUUID(),
      points,
      reason: "goodwill",
      note: null,
      confirmed: [],
    },
  });

describe("the balance", () => {
  test("is the sum of its parts, each entry in exactly one", async () => {
    await app.proxy("membership", { customer: ANN, method: "POST", shop });
    await order({ id: 1, lines: [{ price: "20.00", quantity: 5 }] });
    const lines = [{ lineId: lineIdOf(1), quantity: 1 }];
    const at = "2026-03-05T10:00:00Z";
    await deliver("refunds/create", refundPayload({ id: 501, orderId: 1, at, lines }));
    await adjust(7);
    const { parts, balance, shown } = await pageOf();
    expect(parts).toEqual([
      { part: "orders", entries: 1, points: 100 },
      { part: "taken-back", entries: 1, points: -20 },
      { part: "joining", entries: 1, points: 100 },
      { part: "adjustments", entries: 1, points: 7 },
    ]);
    expect(parts.reduce((sum, { points }) => sum + points, 0)).toBe(balance);
    expect(shown).toMatchObject({ available: 187, lifetimeEarned: 187 });
  });

  test("says how the member was enrolled, and what keeps the tier", async () => {
    await order({ id: 1, goods: "180.00" });
    await order({ id: 2, goods: "60.00", placedAt: "2026-03-20T10:00:00Z" });
    const { enrolledBy, fall, orders, shown } = await pageOf();
    expect(enrolledBy).toEqual({ kind: "order", id: "1", name: "#1" });
    expect({ orders, tier: shown.tier.id }).toEqual({ orders: 2, tier: "silver" });
    // The first order leaves the window a year after it was placed: 60 of 200 are left then.
    const at = Date.parse("2027-03-02T10:00:00Z");
    expect(fall).toEqual({ to: "Bronze", at, neededMinor: 14_000 });
  });

  test("of a customer known by an order that counts nowhere is nothing, and there is no member", async () => {
    await order({ id: 1, goods: "10.00", test: true });
    const page = await pageOf();
    expect(page).toMatchObject({ balance: 0, parts: [], enrolledBy: null, fall: null });
    expect(page.history.rows).toMatchObject([{ source: "order", nothing: { standing: "test" } }]);
  });

  test("of a number that nobody here has is not a page", async () => {
    expect(await readMemberPage(app.app.ports, shopId, "99", EVERYTHING)).toBeNull();
  });
});

describe("the history", () => {
  test("has the orders that earned nothing too, each with the reason", async () => {
    const placed = (day: number): string => `2026-03-0${day}T10:00:00Z`;
    await order({ id: 1, goods: "10.00", placedAt: placed(1), status: "pending" });
    await order({ id: 2, goods: "10.00", placedAt: placed(2), test: true });
    await order({ id: 3, goods: "10.00", placedAt: placed(3), cancelledAt: placed(4) });
    await order({ id: 4, goods: "0.99", placedAt: placed(4) });
    await order({ id: 5, goods: "10.00", placedAt: placed(5), status: "voided" });
    await order({ id: 6, goods: "10.00", placedAt: placed(6) });
    const told = (await rowsOf()).map(({ order: of, points, nothing }) => ({
      ...{ name: of?.name, points, why: nothing?.standing, goods: nothing?.goodsMinor },
    }));
    expect(told).toEqual([
      { name: "#6", points: 10, why: undefined, goods: undefined },
      { name: "#5", points: 0, why: "voided", goods: 1_000 },
      { name: "#4", points: 0, why: "earned", goods: 99 },
      { name: "#3", points: 0, why: "cancelled", goods: 1_000 },
      { name: "#2", points: 0, why: "test", goods: 1_000 },
      { name: "#1", points: 0, why: "pending", goods: 1_000 },
    ]);
    const nothing = await rowsOf(ANN, { cursor: null, part: "nothing" });
    expect(nothing.map((row) => row.order?.name)).toEqual(["#5", "#4", "#3", "#2", "#1"]);
  });

  test("pages through everything once, newest first, also where instants coincide", async () => {
    await app.proxy("membership", { customer: ANN, method: "POST", shop });
    for (let id = 1; id <= HISTORY_PAGE + 8; id += 1) {
      const draft = { id, customer: Number(ANN), goods: id % 3 === 0 ? "0.50" : "2.00" };
      const placedAt = `2026-03-${String(1 + (id % 4)).padStart(2, "0")}T10:00:00Z`;
      await app.deliver("orders/create", orderPayload({ ...draft, placedAt }), { shop });
    }
    await app.drained();
    const seen: HistoryRow[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const { history } = await pageOf(ANN, { cursor, part: null });
      seen.push(...history.rows);
      cursor = history.nextCursor;
      pages += 1;
    } while (cursor !== null);
    expect(pages).toBe(2);
    expect(new Set(seen.map((row) => `${row.source} ${row.id}`)).size).toBe(HISTORY_PAGE + 9);
    expect(seen.map(({ at }) => at)).toEqual(seen.map(({ at }) => at).sort((a, b) => b - a));
  });

  test.each(["x", "1.2", "1.4.5", "1.3.x", "99999999999999999.3.1"])(
    "a cursor of %s is refused",
    async (cursor) => {
      await expect(pageOf(ANN, { cursor, part: null })).rejects.toThrow(/not a cursor/);
    },
  );

  test("of a part alone has the entries of that part", async () => {
    await order({ id: 1, goods: "10.00" });
    await adjust(5);
    expect(await rowsOf(ANN, { cursor: null, part: "adjustments" })).toMatchObject([
      { kind: "adjustment", points: 5, detail: { reason: "goodwill", staff: MAYA } },
    ]);
    expect(await rowsOf(ANN, { cursor: null, part: "expired" })).toEqual([]);
  });

  test("links an adjustment and its undoing both ways", async () => {
    await order({ id: 1, goods: "10.00" });
    const made = await adjust(5);
    if (made.kind !== "adjusted") throw new Error(made.kind);
    const form = { customerId: ANN, key: made.key, confirmed: [] };
    await undoAdjustment(app.app.ports, shopId, { staff: MAYA, form });
    const [undoing, adjustment] = await rowsOf();
    expect(undoing).toMatchObject({ points: -5, detail: { undoes: made.key }, undoneBy: null });
    expect(adjustment).toMatchObject({ points: 5, undoneBy: undoing?.cause });
    for (const [row, other] of [
      [undoing, { points: 5, detail: { reason: "goodwill" } }],
      [adjustment, { points: -5, detail: { undoes: made.key } }],
    ] as const) {
      const line = { source: "entry", id: row?.id ?? "" } as const;
      expect(await explainHistory(app.app.ports, shopId, ANN, line)).toMatchObject({ other });
    }
  });

  test("of a merged customer is one: what came from the other says so", async () => {
    await order({ id: 1, goods: "10.00" });
    await order({ id: 2, customer: Number(BEN), goods: "30.00", placedAt: "2026-03-03T10:00:00Z" });
    await deliver("customers/merge", mergePayload(Number(BEN), Number(ANN)));
    const page = await pageOf(BEN);
    expect(page).toMatchObject({ customerId: ANN, balance: 40 });
    expect(page.mergedFrom).toMatchObject([{ customerId: BEN, points: 30 }]);
    expect(page.history.rows.map((row) => row.order)).toEqual([
      { id: "2", name: "#2", customerId: BEN },
      { id: "1", name: "#1", customerId: ANN },
    ]);
  });
});

describe("a line opens to its arithmetic", () => {
  test("from the price of each line to whole points, with titles and the tier's reason", async () => {
    await order({ id: 1, goods: "220.00", placedAt: "2026-03-01T10:00:00Z" });
    await order({
      id: 2,
      lines: [
        { price: "12.35", quantity: 3, discount: "1.05" },
        { price: "25.00", giftCard: true },
      ],
    });
    const { story, titles } = await storyOf((await rowsOf())[0]);
    expect(titles).toEqual({ "7001": "Oak bowl" });
    expect(story).toMatchObject({ name: "#2", spendBeforeMinor: 22_000, ordersBefore: 1 });
    const [link] = story.chain;
    expect(link?.told).toMatchObject({
      lines: [
        {
          ...{ quantity: 3, kept: 3, goodsMinor: 3_600, keptMinor: 3_600 },
          parts: { priceMinor: 1_235, discountMinor: 105, includedTaxMinor: 0 },
        },
      ],
      giftCards: [{ quantity: 1, priceMinor: 2_500 }],
      ...{ goodsMinor: 3_600, ratePercent: 125, exact: "45", points: 45, version: 1 },
      tier: { id: "silver", thresholdMinor: 20_000 },
    });
  });

  test("what changed it later is told by the refund and the lines that it took", async () => {
    await order({ id: 1, lines: [{ price: "20.00", quantity: 5 }] });
    const lines = [{ lineId: lineIdOf(1), quantity: 2 }];
    const at = "2026-03-05T10:00:00Z";
    await deliver("refunds/create", refundPayload({ id: 501, orderId: 1, at, lines }));
    const { story } = await storyOf((await rowsOf())[0]);
    expect(story.target).toBe(60);
    expect(story.chain).toMatchObject([
      { n: 0, points: 100, before: 0, target: 100, refunds: [], lines: [] },
      {
        ...{ n: 1, points: -40, before: 100, target: 60, reason: "refund-or-removal" },
        refunds: [{ id: "501", createdAt: Date.parse(at) }],
        lines: [{ before: 5, after: 3 }],
      },
    ]);
  });

  test("an older order that became known later is told as the reason for another tier", async () => {
    await order({ id: 2, goods: "100.00", placedAt: "2026-03-02T10:00:00Z" });
    await order({ id: 1, goods: "250.00", placedAt: "2026-03-01T10:00:00Z" });
    const [raised] = await rowsOf();
    expect(raised).toMatchObject({ points: 25, reason: "tier-known-later" });
    const { story } = await storyOf(raised);
    expect(story.chain[1]).toMatchObject({ tierBefore: "bronze", told: { ratePercent: 125 } });
  });

  test("an order without an entry is explained by what is known of it", async () => {
    await order({ id: 1, goods: "40.50", status: "pending" });
    const { story, entryId } = await storyOf((await rowsOf())[0]);
    expect({ entryId, chain: story.chain, target: story.target }).toEqual({
      ...{ entryId: null, chain: [], target: 0 },
    });
    expect(story.now).toMatchObject({ standing: "pending", points: 40, exact: "40.5" });
  });

  test("an expiry tells the last activity and the midnight", async () => {
    await order({ id: 1, goods: "40.00" });
    app.clock.now += 400 * DAY;
    const [expiry] = await rowsOf();
    const line = { source: "entry", id: expiry?.id ?? "" } as const;
    expect(await explainHistory(app.app.ports, shopId, ANN, line)).toMatchObject({
      kind: "expiry",
      story: {
        lastActivityAt: Date.parse("2026-03-02T10:00:00Z"),
        at: Date.parse("2027-03-03T00:00:00Z"),
        months: 12,
      },
      postings: [{ points: -40, before: 0, target: -40 }],
    });
  });

  test("a line of somebody else's is not opened, nor is another shop's", async () => {
    await order({ id: 1, goods: "10.00" });
    await order({ id: 2, goods: "10.00", customer: Number(BEN) });
    const [line] = await rowsOf();
    const asked = { source: "entry", id: line?.id ?? "" } as const;
    expect(await explainHistory(app.app.ports, shopId, BEN, asked)).toBeNull();
    expect(
      await explainHistory(app.app.ports, shopId, BEN, { source: "order", id: "1" }),
    ).toBeNull();
    const other = await app.installed("elsewhere.myshopify.com");
    expect(await explainHistory(app.app.ports, other, ANN, asked)).toBeNull();
    expect(await readMemberPage(app.app.ports, other, ANN, EVERYTHING)).toBeNull();
  });
});
