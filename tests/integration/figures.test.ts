/** The figures of Home, counted from what a shop was really told, and kept by the day. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { repeatRate, TREND_WEEKS } from "../../app/domain/figures/shop-figures.ts";
import { DAY } from "../../app/domain/shared/instant.ts";
import { takeDailyFigures, takeFigures } from "../../app/use-cases/take-figures.ts";
import { freshFigures } from "../../app/web/fresh-figures.server.ts";
import { START, startTestApp, type TestApp } from "../support/app.ts";
import { mergePayload, orderPayload, type OrderDraft } from "../support/payloads.ts";

const [ANN, BEN, CAY] = [11, 12, 13];
const daysAgo = (days: number): string => new Date(START - days * DAY).toISOString();

let on: TestApp;
let shop: string;
let shopId: string;
let shops = 0;

beforeAll(async () => {
  on = await startTestApp();
});

beforeEach(async () => {
  shop = `figures-${(shops += 1)}.myshopify.com`;
  on.clock.now = START;
  shopId = await on.installed(shop);
});

async function told(...drafts: OrderDraft[]): Promise<void> {
  for (const draft of drafts) await on.deliver("orders/create", orderPayload(draft), { shop });
  await on.drained();
}

const taken = () => takeFigures(on.app.ports, shopId);

describe("a shop with a little history", () => {
  beforeEach(async () => {
    await told(
      { id: 1, customer: ANN, goods: "150.00", placedAt: daysAgo(200) },
      { id: 2, customer: ANN, goods: "100.00", placedAt: daysAgo(10) },
      { id: 3, customer: BEN, goods: "50.00", placedAt: daysAgo(40) },
    );
  });

  test("counts members, who came back, what is held, and what was earned lately", async () => {
    const { figures } = await taken();
    expect(figures).toMatchObject({
      members: 2,
      buyers: 2,
      repeatBuyers: 1,
      pointsOutstanding: 300,
      pointsEarnedLately: 100,
    });
  });

  test("a test order makes nobody a buyer who came back", async () => {
    await told({ id: 4, customer: BEN, goods: "70.00", placedAt: daysAgo(5), test: true });
    expect((await taken()).figures).toMatchObject({ buyers: 2, repeatBuyers: 1 });
  });

  test("customers who became one are one, who came back", async () => {
    await on.deliver("customers/merge", mergePayload(BEN, CAY), { shop });
    await told({ id: 5, customer: CAY, goods: "10.00", placedAt: daysAgo(3) });
    expect((await taken()).figures).toMatchObject({ members: 2, buyers: 2, repeatBuyers: 2 });
  });

  test("the weeks lead to the figures: each tells what was known of its end", async () => {
    const { figures } = await taken();
    const { weeks } = figures;
    expect(weeks).toHaveLength(TREND_WEEKS);
    expect(weeks.at(0)).toMatchObject({ members: 1, buyers: 1, repeatBuyers: 0 });
    expect(weeks.at(-1)).toMatchObject({ members: 2, repeatBuyers: 1, pointsOutstanding: 300 });
    expect(weeks.map(({ pointsOutstanding }) => pointsOutstanding)).toEqual([
      ...Array<number>(7).fill(150),
      ...Array<number>(4).fill(200),
      300,
      300,
    ]);
    expect(weeks.slice(1).map(({ earned }) => earned)).toEqual([
      0, 0, 0, 0, 0, 0, 50, 0, 0, 0, 100, 0,
    ]);
    expect(weeks.map((week) => repeatRate(week)).at(-1)).toBe(0.5);
  });

  test("a debt doesn't lessen what others hold", async () => {
    await told({ id: 6, customer: CAY, goods: "80.00", placedAt: daysAgo(1) });
    await on.superuser.query(
      "UPDATE members SET balance = -20 WHERE shop_id = $1 AND customer_id = $2",
      [shopId, CAY],
    );
    expect((await taken()).figures.pointsOutstanding).toBe(300);
  });
});

test("a shop without orders has figures too", async () => {
  const { figures } = await taken();
  expect(figures).toMatchObject({ members: 0, buyers: 0, pointsOutstanding: 0 });
  expect(figures.weeks.map((week) => repeatRate(week))).toEqual(Array(TREND_WEEKS).fill(null));
});

test("each day of the shop's zone keeps its last figures; the night's job counts what a day lacks", async () => {
  const days = async (): Promise<string[]> => {
    const { rows } = await on.superuser.query<{ day: string }>(
      "SELECT day::text FROM shop_figures WHERE shop_id = $1 ORDER BY day",
      [shopId],
    );
    return rows.map((row) => row.day);
  };
  await taken();
  await taken();
  expect(await days()).toEqual(["2026-04-01"]);
  await takeDailyFigures(on.app.ports);
  expect(await days()).toEqual(["2026-04-01"]);
  // 23:30 in UTC is the next day in London's summer.
  on.clock.now = Date.parse("2026-04-01T23:30:00Z");
  await takeDailyFigures(on.app.ports);
  expect(await days()).toEqual(["2026-04-01", "2026-04-02"]);
});

describe("a page", () => {
  test("is told fresh figures where counting is quick, those kept while they are young, of an empty shop always fresh ones", async () => {
    const figuresOf = freshFigures(on.app);
    const first = await figuresOf(shopId);
    expect(first).toMatchObject({ counting: false, stored: { figures: { members: 0 } } });
    await told({ id: 1, customer: ANN, goods: "10.00", placedAt: daysAgo(1) });
    expect((await figuresOf(shopId)).stored?.figures.members).toBe(1);
    await told({ id: 2, customer: ANN + 1, goods: "10.00", placedAt: daysAgo(1) });
    expect((await figuresOf(shopId)).stored?.figures.members).toBe(1);
    on.clock.now += 10_000;
    expect((await figuresOf(shopId)).stored?.figures.members).toBe(2);
  });

  test("doesn't wait for a slow count: it shows what is kept and says that more comes", async () => {
    await taken();
    on.clock.now += 10_000;
    const blocker = await on.superuser.connect();
    await blocker.query("BEGIN; LOCK TABLE entries IN ACCESS EXCLUSIVE MODE");
    try {
      const figuresOf = freshFigures(on.app);
      const begun = performance.now();
      const shown = await figuresOf(shopId);
      expect(performance.now() - begun).toBeLessThan(1_000);
      expect(shown).toMatchObject({ counting: true, stored: { takenAt: START } });
      await blocker.query("ROLLBACK");
      await expect.poll(async () => (await figuresOf(shopId)).stored?.takenAt).toBe(on.clock.now);
    } finally {
      blocker.release();
    }
  });
});
