/** A history in figures and text bars, to look at: node dev-store/history/preview.ts [--customers N] [--dataset DIR] */
import { parseArgs } from "node:util";
import { DatasetError } from "./dataset-file.ts";
import { generateShop } from "./generate-shop.ts";
import type { HistoryEvent } from "./history.ts";
import { loadDataset } from "./load-dataset.ts";
import { Summary } from "./summary.ts";

const USAGE =
  "usage: preview.ts [--customers N] [--seed N] [--years N] [--until ISO] [--currency ISO] [--zone IANA] [--dataset DIR]";
const BAR_WIDTH = 50;
const TOP = 12;

async function main(): Promise<void> {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    options: {
      customers: text,
      seed: text,
      years: text,
      until: text,
      currency: text,
      zone: text,
      dataset: text,
    },
  });
  const currency = values.currency ?? "GBP";
  const summary = new Summary();
  const started = performance.now();
  if (values.dataset !== undefined) {
    const shift = values.until === undefined ? {} : { until: values.until };
    const { events, report } = await loadDataset({ dir: values.dataset, currency, ...shift });
    for await (const event of events) summary.add(event);
    print(summary);
    console.log("\nEvery line of the data set", report);
  } else {
    const setting = {
      seed: Number(values.seed ?? 1),
      customers: Number(values.customers ?? 300),
      years: Number(values.years ?? 2),
      currency,
      timeZone: values.zone ?? "Europe/London",
      until: values.until ?? new Date().toISOString(),
    };
    const people: HistoryEvent[] = [];
    for (const event of generateShop(setting)) {
      summary.add(event);
      if (event.kind === "customer" && people.length < TOP) people.push(event);
    }
    print(summary);
    console.log("\nThe first customers");
    for (const event of people)
      if (event.kind === "customer") console.log(" ", Object.values(event.customer).join(" · "));
  }
  console.log(`\n${Math.round(performance.now() - started)} ms`);
}

function print(summary: Summary): void {
  const orders = summary.events.order - summary.tests;
  const percent = (part: number, whole = 1) =>
    `${((100 * part) / Math.max(1e-9, whole)).toFixed(1)} %`;
  console.log("Events", summary.events);
  console.log(
    `Orders ${orders} (besides ${summary.tests} tests) · guests ${percent(summary.guests, orders)} · unpaid at first ${percent(summary.unpaid, orders)}`,
  );
  console.log(
    `Buyers ${summary.buyers} · orders each ${summary.ordersPerBuyer.toFixed(2)} · repeat rate ${percent(summary.repeatRate)} · again within 39 weeks ${percent(summary.repeatWithin(273))} · the top tenth places ${percent(summary.shareOfTopTenth)}`,
  );
  console.log(
    `Goods ${(summary.goodsMinor / 100).toFixed(2)} · per order ${(summary.goodsMinor / 100 / Math.max(1, orders)).toFixed(2)} · lines per order ${(summary.lines / Math.max(1, orders)).toFixed(2)}`,
  );
  console.log(
    `Refunded: ${percent(summary.refundedOrders, orders)} of orders, ${percent(summary.refundedMinor, summary.goodsMinor)} of goods, ${summary.goodwill} without lines · discounted ${percent(summary.discounted, orders)} · gift cards ${percent(summary.withGiftCard, orders)}`,
  );
  bars("Orders by month", [...summary.ordersByMonth].sort());
  bars(
    "By weekday (UTC)",
    ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].map((name, day) => [
      name,
      summary.ordersByWeekday[day] ?? 0,
    ]),
  );
  bars(
    "By hour (UTC)",
    summary.ordersByHour.map((count, hour) => [String(hour).padStart(2, "0"), count]),
  );
  bars("By country", top(summary.ordersByCountry));
  bars("Most sold, units", top(summary.unitsByProduct));
}

function top(counts: Map<string, number>): [string, number][] {
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, TOP);
}

function bars(title: string, rows: [string, number][]): void {
  console.log(`\n${title}`);
  const most = Math.max(1, ...rows.map(([, count]) => count));
  const width = Math.max(...rows.map(([name]) => name.length));
  for (const [name, count] of rows) {
    console.log(
      `  ${name.padEnd(width)} ${"█".repeat(Math.round((BAR_WIDTH * count) / most))} ${count}`,
    );
  }
}

try {
  await main();
} catch (error) {
  const isInput =
    error instanceof DatasetError ||
    error instanceof RangeError ||
    (error instanceof TypeError && "code" in error);
  if (!isInput) throw error;
  console.error(`${error.message}\n${USAGE}`);
  process.exitCode = 2;
}
