import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { HistoryEvent } from "../../dev-store/history/history.ts";
import { loadDataset } from "../../dev-store/history/load-dataset.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "perennial-dataset-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const line = (order: string, at: string) =>
  JSON.stringify({
    order,
    user: "7",
    at,
    country: "France",
    items: [{ id: "1", title: "MUG", quantity: 1, price: 2 }],
  });
const ordersIn = async (events: AsyncIterable<HistoryEvent>) => {
  const orders: string[] = [];
  for await (const event of events)
    if (event.kind === "order") orders.push(`${event.order.id} ${event.at}`);
  return orders;
};

test("a compressed and a plain file read the same; a bad line is named and the load goes on", async () => {
  const text = [
    line("1", "2011-01-03T10:00:00Z"),
    "",
    "{oops",
    line("2", "2011-01-04T10:00:00Z"),
  ].join("\n");
  writeFileSync(join(dir, "orders.jsonl"), text);
  const plain = await loadDataset({ dir, currency: "GBP" });
  const orders = await ordersIn(plain.events);
  expect(orders).toEqual(["1 2011-01-03T10:00:00Z", "2 2011-01-04T10:00:00Z"]);
  expect(plain.report.problems).toMatchObject([{ file: join(dir, "orders.jsonl"), line: 3 }]);
  expect(plain.report.problems[0]?.reason).toMatch(/^not JSON/);
  writeFileSync(join(dir, "orders.jsonl.gz"), gzipSync(text));
  const packed = await loadDataset({ dir, currency: "GBP" });
  expect(await ordersIn(packed.events)).toEqual(orders);
  expect(packed).toMatchObject({
    invoices: 2,
    from: "2011-01-03T10:00:00Z",
    to: "2011-01-04T10:00:00Z",
  });
});

test("a file out of order is put into it; the same instant keeps the file's order", async () => {
  const lines = [
    line("3", "2011-01-05T10:00:00Z"),
    line("2", "2011-01-04T10:00:00Z"),
    line("1", "2011-01-04T10:00:00Z"),
  ];
  writeFileSync(join(dir, "orders.jsonl"), lines.join("\n"));
  const { events } = await loadDataset({ dir, currency: "GBP" });
  expect((await ordersIn(events)).map((order) => order[0])).toEqual(["2", "1", "3"]);
});

test("shifted dates keep weekday and hour and end in the week before", async () => {
  writeFileSync(join(dir, "orders.jsonl"), line("1", "2011-01-03T10:00:00Z"));
  const { events, to } = await loadDataset({ dir, currency: "GBP", until: "2025-11-20T09:00:00Z" });
  expect(to).toBe("2025-11-17T10:00:00Z"); // a Monday at ten, as before
  expect(await ordersIn(events)).toEqual(["1 2025-11-17T10:00:00Z"]);
});

test.each([
  {
    what: "no such file",
    file: "other.txt",
    content: "",
    says: /has neither orders\.jsonl\.gz nor orders\.jsonl$/,
  },
  {
    what: "an empty file",
    file: "orders.jsonl",
    content: "",
    says: /is no order history: it is empty/,
  },
  {
    what: "another format",
    file: "orders.jsonl",
    content: "a,b\n1,2\n",
    says: /is no order history: line 1: not JSON/,
  },
  {
    what: "a .gz that is none",
    file: "orders.jsonl.gz",
    content: "plain text",
    says: /cannot be read: incorrect header check/,
  },
])("$what fails with one clear error", async ({ file, content, says }) => {
  writeFileSync(join(dir, file), content);
  await expect(loadDataset({ dir, currency: "GBP" })).rejects.toThrow(says);
});

test("a .gz that was cut off fails rather than ending early", async () => {
  const whole = gzipSync(
    Array.from({ length: 500 }, (_, index) => line(String(index + 1), "2011-01-03T10:00:00Z")).join(
      "\n",
    ),
  );
  writeFileSync(join(dir, "orders.jsonl.gz"), whole.subarray(0, whole.length - 40));
  await expect(loadDataset({ dir, currency: "GBP" })).rejects.toThrow(
    /cannot be read: unexpected end of file/,
  );
});
