/**
 * Deliveries that speak of an order without showing it make the app ask for the order. Here the
 * Admin API fails in every way it knows, and the app itself is started anew in between.
 */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Bed } from "./bed/bed.ts";
import { whatIsWrong } from "./bed/comparison.ts";
import { until, type ProcessGroup } from "./bed/process-group.ts";
import { send, webhook } from "./bed/sender.ts";

const WAIT_MS = 60_000;
const [FIRST, SECOND] = ["7001", "7002"] as const;

/** Without the scope read_all_orders Shopify shows orders of the last 60 days only. */
const daysAgo = (days: number): string =>
  new Date(Math.floor(Date.now() / 1_000) * 1_000 - days * 86_400_000).toISOString();

let bed: Bed;
let app: ProcessGroup;

beforeEach(async () => {
  bed = await Bed.open();
  await bed.startStore();
  app = await bed.startApp();
  await bed.install();
}, WAIT_MS);

afterEach(() => bed.close(), WAIT_MS);

interface Asked {
  order_id: string;
  attempts: number;
}

const openQuestions = (): Promise<Asked[]> =>
  bed.query<Asked>("SELECT order_id::text, attempts FROM order_fetches ORDER BY order_id");

/** The same app, so much later: what was to be asked again by then is due. */
async function startLater(seconds: number): Promise<void> {
  await app.stop();
  app = await bed.startApp({ CLOCK_OFFSET_SECONDS: String(seconds) });
}

async function deliver(topic: string, payload: unknown): Promise<void> {
  expect(await send(bed.appUrl, webhook(topic, payload))).toBe(200);
}

interface Placed {
  id: number;
  line_items: { id: number }[];
}

/** Of all that happens at the shop only what the test delivers by hand reaches the app. */
async function place(customerId: string, price: string): Promise<Placed> {
  await bed.control("PUT", `/control/customers/${customerId}`, {
    email: `${customerId}@example.com`,
  });
  return bed.control<Placed>("POST", "/control/orders", {
    customer: { id: customerId },
    created_at: daysAgo(9),
    line_items: [{ title: "Thing", quantity: 2, price }],
  });
}

test("a refund of an order never told and an edit without its result are asked for until Shopify answers", async () => {
  await bed.control("POST", "/control/deliveries", { loss: 1 });
  const refunded = await place(FIRST, "30.00");
  const refund = await bed.control("POST", `/control/orders/${refunded.id}/refunds`, {
    created_at: daysAgo(8),
    refund_line_items: [{ line_item_id: refunded.line_items[0]?.id, quantity: 1 }],
  });
  const edited = await place(SECOND, "20.00");
  const at = daysAgo(7);
  await bed.control("POST", `/control/orders/${edited.id}/edits`, {
    created_at: at,
    line_items: [{ title: "Thought of later", quantity: 1, price: "5.50" }],
  });
  await bed.control("POST", `/control/orders/${edited.id}/payments`, {
    created_at: daysAgo(6),
  });

  await bed.control("POST", "/control/faults", { fail: 1, throttle: 1, timeoutAfterSuccess: 1 });
  await deliver("refunds/create", refund);
  await deliver("orders/edited", {
    order_edit: { id: 1, order_id: edited.id, created_at: at, committed_at: at, line_items: {} },
  });
  await until("both questions to be noted", async () => (await openQuestions()).length === 2, {
    msMax: WAIT_MS,
  });
  expect((await bed.member(FIRST)).points.available).toBe(0);

  // An edit's own result is waited for for a minute; after a failure the app waits as long.
  let attempts = 0;
  for (let later = 100; (await openQuestions()).length > 0; later *= 4) {
    expect(later, JSON.stringify(await openQuestions())).toBeLessThan(100_000);
    await startLater(later);
    await until(
      "every question to be asked once more",
      async () => {
        const open = await openQuestions();
        return open.every((each) => each.attempts > attempts);
      },
      { msMax: WAIT_MS, tail: app.tail },
    );
    attempts += 1;
  }
  const { requests } = await bed.control<{ requests: { errors: string[]; status: number }[] }>(
    "GET",
    "/control/requests",
  );
  const faults = requests.flatMap((each) => each.errors);
  expect(faults).toContain("Internal Server Error");
  expect(faults).toContain("Throttled");
  expect((await bed.member(FIRST)).points.available).toBe(30);
  expect((await bed.member(SECOND)).points.available).toBe(45);
  expect(await whatIsWrong(bed)).toEqual([]);
}, 180_000);

test("where Shopify knows no such order, what is known stands and the question is closed", async () => {
  await deliver("refunds/create", {
    id: 55,
    order_id: 4_040,
    created_at: daysAgo(8),
    refund_line_items: [{ line_item_id: 40_401, quantity: 1 }],
    order_adjustments: [],
  });
  await until("the question to be noted", async () => (await openQuestions()).length === 1, {
    msMax: WAIT_MS,
  });
  await startLater(60);
  await until("the question to be closed", async () => (await openQuestions()).length === 0, {
    msMax: WAIT_MS,
    tail: app.tail,
  });
  expect((await bed.command("ledger-verify")).stdout).toMatch(
    /^proved: 1 shops, 0 members, 1 orders/,
  );
}, 120_000);
