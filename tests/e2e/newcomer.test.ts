/**
 * What a newcomer tries by the README: start the demo, post a signed order, send it again, send a
 * refund before its order, kill -9, start, prove. The order is taken from the README itself.
 */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Bed, SHOP } from "../faults/bed/bed.ts";
import { until, type ProcessGroup } from "../faults/bed/process-group.ts";
import { send, webhook, type Webhook } from "../faults/bed/sender.ts";

const START_MS_MAX = 150_000;
const TEST_MS_MAX = 240_000;
const WAIT_MS = 30_000;
/** A second start builds nothing and fills nothing. */
const SECOND_START_MS_MAX = 45_000;

let bed: Bed;
let demo: ProcessGroup;

beforeAll(async () => {
  bed = await Bed.open();
}, START_MS_MAX);

afterAll(() => bed.close(), TEST_MS_MAX);

async function startDemo(): Promise<string> {
  demo = bed.launch("scripts/run.mjs", ["demo", "--customers", "10"], bed.env);
  return demo.untilLine(/^Demo ready:/, START_MS_MAX);
}

type Payload = Record<string, unknown> & { id: number; customer: { id: number } };

interface Recipe {
  order: Payload;
  headers: Record<string, string>;
}

/** The order and the headers of the README's curl. */
function recipe(): Recipe {
  const readme = readFileSync(path.join(import.meta.dirname, "../../README.md"), "utf8");
  const [, json] = /^ORDER='([^']+)'$/m.exec(readme) ?? [];
  if (json === undefined) throw new Error("The README's recipe has no ORDER='…'.");
  const headers = [...readme.matchAll(/-H "(X-Shopify-[\w-]+): ([^"]+)"/g)];
  return {
    order: JSON.parse(json) as Payload,
    headers: Object.fromEntries(headers.map(([, name = "", value = ""]) => [name, value])),
  };
}

/** Placed a day ago, whenever the test runs: after a year without activity points expire. */
function recent(order: Payload, changes: object = {}): Payload {
  const at = new Date(Math.floor(Date.now() / 1_000 - 86_400) * 1_000).toISOString();
  return { ...order, created_at: at, processed_at: at, updated_at: at, ...changes };
}

async function post(hook: Webhook): Promise<void> {
  expect(await send(bed.appUrl, hook)).toBe(200);
}

/** As the shopper's browser asks: logged in, through the storefront's app proxy. */
async function throughTheStorefront(customerId: string): Promise<unknown> {
  await bed.control("PUT", `/control/customers/${customerId}`, {});
  const { cookie } = await bed.control<{ cookie: string }>("POST", "/control/login", {
    customerId,
  });
  const response = await fetch(`${bed.storeUrl}/apps/perennial/member`, { headers: { cookie } });
  return ((await response.json()) as { member: unknown }).member;
}

const available = async (customerId: string): Promise<number> =>
  (await bed.member(customerId)).points.available;

async function untilAvailable(customerId: string, points: number): Promise<void> {
  let seen = 0;
  await until(
    `${points} points`,
    async () => {
      seen = await available(customerId);
      return seen === points;
    },
    { msMax: WAIT_MS, tail: () => `${seen} points` },
  );
}

async function shopsNumbers(): Promise<unknown> {
  const { customers } = await bed.control<{ customers: { id: number }[] }>(
    "GET",
    "/control/customers",
  );
  return Promise.all(customers.map(({ id }) => bed.member(String(id))));
}

test(
  "the demo takes a signed order once, a refund before its order, and survives kill -9",
  async () => {
    const ready = await startDemo();
    expect(ready).toContain(`${bed.env["DEV_STORE_PORT"]}/admin`);
    for (const line of [
      /^Orders of the past .*100 % {2}[\d,]+ orders placed$/,
      /^[\d,]+ orders, [\d,]+ members, [\d,]+ ledger entries$/,
    ])
      expect(
        demo.lines.some((each) => line.test(each)),
        demo.tail(),
      ).toBe(true);
    const { order, headers } = recipe();
    expect(headers["X-Shopify-Shop-Domain"]).toBe(SHOP);
    const shopper = String(order.customer.id);
    expect(await bed.member(shopper)).toMatchObject({ enrolledAt: null, points: { available: 0 } });

    const first = webhook(headers["X-Shopify-Topic"] ?? "", recent(order));
    await post(first);
    await untilAvailable(shopper, 50);
    await post(first);
    await post({ ...first, id: randomUUID() });
    expect(await throughTheStorefront(shopper)).toEqual(await bed.member(shopper));

    const later = recent(order, { id: order.id + 1, name: "#9002" });
    const refund = {
      id: 77_001,
      order_id: later.id,
      created_at: new Date(Math.floor(Date.now() / 1_000) * 1_000).toISOString(),
      refund_line_items: [{ line_item_id: 9_101, quantity: 1 }],
      order_adjustments: [],
    };
    await post(webhook("refunds/create", refund));
    await post(webhook("orders/paid", later));
    // Two at 25.00, of which one went back: 50 + 25.
    await untilAvailable(shopper, 75);
    await bed.drained(demo);
    const numbers = [await bed.member(shopper), await shopsNumbers()];

    await demo.kill();
    const started = Date.now();
    await startDemo();
    expect(Date.now() - started, demo.tail()).toBeLessThan(SECOND_START_MS_MAX);
    expect([await bed.member(shopper), await shopsNumbers()]).toEqual(numbers);
    expect((await bed.command("ledger-verify")).stdout).toMatch(
      /^proved: 1 shops, \d+ members, \d+ orders/,
    );
    expect(await demo.stop(), demo.tail()).toBe(0);
  },
  TEST_MS_MAX,
);
