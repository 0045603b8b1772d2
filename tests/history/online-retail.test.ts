import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { loadDataset } from "../../dev-store/history/load-dataset.ts";

const dir = join(
  process.env.DATASETS_DIR ?? join(import.meta.dirname, "../../../shared/data"),
  "online-retail",
);
const file = join(dir, "orders.jsonl.gz");
const isThere = existsSync(file);

interface Invoice {
  order: string;
  user: string | null;
  items: { id: string; quantity: number; price: number }[];
}

const NOT_GOODS = /^(post|dot|c2|d|m|s|b|amazonfee|bank charges|cruk)$/i;

/** The same figures from the raw file by other means: counters per customer and item, no orders. */
function tally(invoices: Invoice[]) {
  const left = new Map<string, number>();
  const customers = new Set<string>();
  const sum = {
    orders: 0,
    guests: 0,
    lines: 0,
    goodsMinor: 0,
    unitsSold: 0,
    unitsBack: 0,
    unitsOpen: 0,
  };
  for (const { user, items } of invoices) {
    sum.lines += items.length;
    const priced = items.some((item) => item.quantity > 0 && item.price > 0);
    const charged = items.filter(
      (item) => item.quantity > 0 && item.price >= 0 && (item.price > 0 || user !== null || priced),
    );
    const sold = charged.filter((item) => !NOT_GOODS.test(item.id) || item.id === "M");
    if (sold.length > 0) {
      sum.orders++;
      if (user === null) sum.guests++;
      else customers.add(user);
    }
    for (const { id, quantity, price } of sold) {
      sum.goodsMinor += Math.round(price * 100) * quantity;
      sum.unitsSold += quantity;
      left.set(`${user} ${id}`, (left.get(`${user} ${id}`) ?? 0) + quantity);
    }
    for (const { id, quantity, price } of items) {
      if (quantity > 0 || NOT_GOODS.test(id) || user === null || price < 0) continue;
      const found = Math.min(-quantity, left.get(`${user} ${id}`) ?? 0);
      left.set(`${user} ${id}`, (left.get(`${user} ${id}`) ?? 0) - found);
      sum.unitsBack += found;
      sum.unitsOpen += -quantity - found;
    }
  }
  return { ...sum, customers: customers.size };
}

describe.skipIf(!isThere)(`Online Retail in ${dir}${isThere ? "" : " (absent: skipped)"}`, () => {
  test("25,900 real invoices become orders and refunds whose totals agree with a count of another kind", async () => {
    const raw = gunzipSync(readFileSync(file)).toString("utf8").trimEnd().split("\n");
    const expected = tally(raw.map((text) => JSON.parse(text) as Invoice));
    const { events, report, invoices } = await loadDataset({ dir, currency: "GBP" });
    const got = { orders: 0, guests: 0, goodsMinor: 0, unitsSold: 0, unitsBack: 0, customers: 0 };
    const quantities = new Map<string, number>();
    for await (const event of events) {
      if (event.kind === "customer") got.customers++;
      if (event.kind === "order") {
        got.orders++;
        if (event.order.customerId === null) got.guests++;
        for (const { id = "", quantity, priceMinor } of event.order.lines) {
          got.goodsMinor += priceMinor * quantity;
          got.unitsSold += quantity;
          quantities.set(id, quantity);
        }
      }
      for (const { lineId, quantity } of event.kind === "refund" ? event.lines : []) {
        got.unitsBack += quantity;
        quantities.set(lineId, (quantities.get(lineId) ?? -1) - quantity);
      }
    }
    const { lines, unitsOpen, ...totals } = expected;
    expect(got).toEqual(totals);
    expect(invoices).toBe(25_900);
    expect(report).toMatchObject({
      invoices: 25_900,
      lines,
      customers: totals.customers,
      problems: [],
    });
    expect(unitsOpen).toBeLessThanOrEqual(report.unitsUnmatched);
    expect([...quantities.values()].every((quantity) => quantity >= 0)).toBe(true);
    const skipped = Object.values(report.skipped).reduce((sum, count) => sum + count, 0);
    const { linesSold, linesCharged, returnsMatched, returnsUnmatched } = report;
    expect(linesSold + linesCharged + returnsMatched + returnsUnmatched + skipped).toBe(541_909);
  }, 60_000);
});
