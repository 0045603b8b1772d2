/** A scope that a merchant grants later brings its topic with it: here customers/merge. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { DEMO_START_MS_MAX, startDemo, type Demo } from "../support/demo.ts";

vi.setConfig({ testTimeout: 60_000 });

let demo: Demo;
let store: string;

beforeAll(async () => {
  demo = await startDemo(5);
  store = new URL(demo.adminUrl).origin;
}, DEMO_START_MS_MAX);

afterAll(async () => {
  await demo.stop();
});

async function control(method: string, resource: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${store}/control/${resource}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok)
    throw new Error(`${method} ${resource}: ${response.status} ${await response.text()}`);
  return response.json();
}

async function available(customerId: string): Promise<number> {
  const { cookie } = (await control("POST", "login", { customerId })) as { cookie: string };
  const response = await fetch(`${store}/apps/perennial/member`, { headers: { cookie } });
  const { member } = (await response.json()) as { member: { points: { available: number } } };
  return member.points.available;
}

const order = (customerId: number, amount: string) => ({
  customer: { id: customerId },
  financial_status: "paid",
  line_items: [{ title: "Mug", quantity: 1, price: amount }],
});

test("merged customers are one member once read_customer_merge is granted", async () => {
  await control("PUT", "customers/7001", { email: "a@example.com" });
  await control("PUT", "customers/7002", { email: "b@example.com" });
  await control("POST", "orders", order(7001, "30.00"));
  await control("POST", "orders", order(7002, "12.00"));
  await expect.poll(() => available("7001"), { timeout: 15_000 }).toBe(30);
  await expect.poll(() => available("7002"), { timeout: 15_000 }).toBe(12);

  await control("POST", "app/scopes", { grant: ["read_customer_merge"] });
  await expect
    .poll(async () => JSON.stringify(await control("GET", "requests")), { timeout: 15_000 })
    .toContain("SubscribeOptional");
  await control("POST", "customers/7001/merge", { deleted_id: 7002 });
  await expect.poll(() => available("7001"), { timeout: 15_000 }).toBe(42);
});
