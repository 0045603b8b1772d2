import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sendMetafields } from "../../app/use-cases/send-metafields.ts";
import { DAY } from "../../app/domain/shared/instant.ts";
import { settleDue } from "../../app/jobs/timed-work.server.ts";
import { know, startShowing, type Showing } from "../support/showing.ts";
import { fullRefund, mergePayload, orderPayload, refundPayload } from "../support/payloads.ts";
import { START } from "../support/app.ts";

let app: Showing;
let shop: string;
let shops = 0;

beforeAll(async () => {
  app = await startShowing();
});

beforeEach(() => {
  shops += 1;
  shop = `showing-${shops}.myshopify.com`;
  app.clock.now = START;
  app.hooks.before = null;
  app.hooks.after = null;
});

const fresh = (minutesBefore: number): string =>
  new Date(START - minutesBefore * 60_000).toISOString();

const marks = () => app.marks(shop);
/** Workers that are at it count as dead. */
const leasesRunOut = (): Promise<unknown> =>
  app.superuser.query("UPDATE dirty_marks SET next_try_at = now()");

/** Pending it is shown, voided it is as though it had never been: nothing is posted either way. */
async function pendingOrder(status: "pending" | "voided", minutesBefore: number): Promise<void> {
  const updatedAt = fresh(minutesBefore);
  const draft = { id: 2, customer: 1, placedAt: fresh(50), status, updatedAt };
  await app.deliver("orders/updated", orderPayload(draft), { shop });
  await app.drained();
}

const waiting = () => app.waiting(shop);

describe("an order becomes what the shopper sees", () => {
  test("the program is shown from the installation on", async () => {
    await app.open(shop);
    await app.show(shop);
    expect(app.programSeen(shop)).toMatchObject({
      v: 1,
      currency: "GBP",
      proxy: "/apps/perennial",
    });
  });

  test("200 orders of 40 customers: at most 25 metafields a call, the newest state only", async () => {
    await app.open(shop, { customers: 40 });
    const sent = Array.from({ length: 200 }, (_, index) =>
      app.order(shop, {
        id: index + 1,
        customer: (index % 40) + 1,
        goods: "10.00",
        placedAt: fresh(500 - index),
      }),
    );
    await Promise.all(sent);
    await app.drained();
    await app.show(shop);
    for (let id = 1; id <= 40; id += 1) expect(app.balanceSeen(shop, id)).toBe("50");
    const calls = app.calls(shop);
    expect(Math.max(...calls)).toBeLessThanOrEqual(25);
    expect(calls.reduce((sum, each) => sum + each, 0)).toBe(40 * 3 + 1);
    expect(calls.length).toBeLessThanOrEqual(6);
    expect(await waiting()).toEqual([]);
  });

  test("what changes nothing that is shown is neither marked nor sent again", async () => {
    await app.open(shop);
    const placedAt = fresh(9);
    await app.order(shop, { id: 1, customer: 1, placedAt });
    await app.drained();
    await app.show(shop);
    const before = app.calls(shop).length;
    await app.order(shop, { id: 1, customer: 1, placedAt, updatedAt: fresh(5) });
    await app.drained();
    expect(await waiting()).toEqual([]);
    // Marked all the same (there and back again): Shopify holds it already.
    await app.superuser.query("UPDATE dirty_marks SET rev = rev + 1, marked_at = now()");
    const [pass] = await app.show(shop);
    expect(pass).toMatchObject({ calls: 0, unchanged: 2 });
    expect(app.calls(shop)).toHaveLength(before);
  });

  test("settled again with the same outcome: nothing is marked", async () => {
    await app.open(shop);
    await app.order(shop, { id: 1, customer: 1, placedAt: fresh(9) });
    await app.drained();
    await app.show(shop);
    const told = { id: 1, name: "Orchard", currency: "GBP", iana_timezone: "Europe/Lisbon" };
    await app.deliver("shop/update", told, { shop });
    await app.drained();
    await settleDue(app.app.timed);
    expect(await waiting()).toEqual([]);
  });

  test("an older order that is known late stands below the newer one", async () => {
    await app.open(shop);
    await app.order(shop, { id: 1, customer: 1, placedAt: fresh(60) });
    await app.drained();
    await app.order(shop, { id: 2, customer: 1, placedAt: fresh(600) });
    await app.drained();
    await app.show(shop);
    expect(app.seen(shop, 1)).toMatchObject({ recent: [{ order: "#1" }, { order: "#2" }] });
  });

  test("a refund, leaving, and points below zero", async () => {
    await app.open(shop);
    await app.order(shop, { id: 1, customer: 1, placedAt: fresh(90) });
    await app.drained();
    await app.deliver("refunds/create", refundPayload(fullRefund(1, 501, fresh(60))), { shop });
    await app.drained();
    await app.show(shop);
    expect(app.seen(shop, 1)).toMatchObject({
      available: 0,
      recent: [{ reason: "refund-or-removal", points: -100 }, { reason: "order" }],
    });
    await app.proxy("membership", { customer: 1, method: "POST", shop });
    app.clock.now += 1_000;
    await app.show(shop);
    expect(app.balanceSeen(shop, 1)).toBe("100");
    await app.proxy("membership", { customer: 1, method: "DELETE", shop });
    await app.show(shop);
    // Kept, and told; but there is nothing to spend.
    expect([app.balanceSeen(shop, 1), app.seen(shop, 1)]).toMatchObject([
      "0",
      { enrolled: false, available: 100 },
    ]);
  });

  test("what time alone changes is shown as well", async () => {
    await app.open(shop);
    await app.order(shop, { id: 1, customer: 1, placedAt: fresh(1) });
    await app.drained();
    await app.show(shop);
    app.clock.now += 400 * DAY;
    await settleDue(app.app.timed);
    await app.show(shop);
    expect(app.seen(shop, 1)).toMatchObject({
      available: 0,
      tier: { id: "bronze" },
      recent: [{ kind: "expiry", points: -100, order: null }, { order: "#1" }],
    });
  });
});

describe("nothing is lost", () => {
  test("a change while the older state is under way is sent after it", async () => {
    await app.open(shop);
    await app.order(shop, { id: 1, customer: 1, placedAt: fresh(9) });
    await app.drained();
    let raced = false;
    app.hooks.before = async () => {
      if (raced) return;
      raced = true;
      await app.order(shop, { id: 2, customer: 1, placedAt: fresh(5) });
      await app.drained();
    };
    await app.show(shop);
    expect(app.balanceSeen(shop, 1)).toBe("100");
    expect(await waiting()).toEqual(["member 1"]);
    await app.show(shop);
    expect(app.balanceSeen(shop, 1)).toBe("200");
    expect(await waiting()).toEqual([]);
  });

  test.each(["heard", "lost", "never awaited, since the sender died"])(
    "a slow sender's older state arrives after a faster one's: it is not taken in; its answer is %s",
    async (answer) => {
      const shopId = await app.open(shop);
      await app.show(shop);
      await app.order(shop, { id: 1, customer: 1, placedAt: fresh(9) });
      await app.drained();
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      app.hooks.before = () => held;
      const slow = sendMetafields(app.app.ports, shopId, null);
      await expect.poll(waiting).toEqual(["member 1"]);
      await app.order(shop, { id: 2, customer: 1, placedAt: fresh(5) });
      await app.drained();
      app.hooks.before = null;
      await leasesRunOut();
      await app.show(shop);
      expect([app.balanceSeen(shop, 1), await waiting()]).toEqual(["200", []]);
      const { adminApi } = app.storeOf(shop);
      adminApi.faults.timeoutAfterSuccess = answer === "lost" ? 1 : 0;
      const calls = adminApi.requests.length;
      if (answer.startsWith("never")) app.hooks.after = () => new Promise(() => undefined);
      release();
      if (app.hooks.after) await expect.poll(() => adminApi.requests.length).toBeGreaterThan(calls);
      else await slow;
      app.hooks.after = null;
      expect(app.balanceSeen(shop, 1)).toBe("200");
      await leasesRunOut();
      await app.show(shop);
      expect([app.balanceSeen(shop, 1), await waiting()]).toEqual(["200", []]);
    },
  );

  test("a sender that died after Shopify took the state in: a change back is sent all the same", async () => {
    const shopId = await app.open(shop);
    await app.order(shop, { id: 1, customer: 1, placedAt: fresh(90) });
    await app.drained();
    await app.show(shop);
    await pendingOrder("pending", 50);
    app.hooks.after = () => new Promise(() => undefined);
    void sendMetafields(app.app.ports, shopId, null);
    await expect.poll(() => app.seen(shop, 1)).toMatchObject({ pending: 100 });
    app.hooks.after = null;
    await pendingOrder("voided", 40);
    await leasesRunOut();
    await app.show(shop);
    expect(app.seen(shop, 1)).toMatchObject({ pending: 0 });
  });

  test("a sender that hears late: there and back again meanwhile, and all is as it should be", async () => {
    const shopId = await app.open(shop);
    await app.order(shop, { id: 1, customer: 1, placedAt: fresh(90) });
    await app.drained();
    let release = (): void => undefined;
    const heard = new Promise<void>((resolve) => (release = resolve));
    app.hooks.after = () => heard;
    const late = sendMetafields(app.app.ports, shopId, null);
    await expect.poll(() => app.seen(shop, 1)).toMatchObject({ pending: 0 });
    app.hooks.after = null;
    await pendingOrder("pending", 50);
    await leasesRunOut();
    await app.show(shop);
    expect(app.seen(shop, 1)).toMatchObject({ pending: 100 });
    await pendingOrder("voided", 40);
    release();
    await late;
    await app.show(shop);
    expect(app.seen(shop, 1)).toMatchObject({ pending: 0 });
  });

  test("two senders at once don't send the same", async () => {
    const shopId = await app.open(shop, { customers: 30 });
    for (let id = 1; id <= 30; id += 1)
      await app.order(shop, { id, customer: id, placedAt: fresh(id) });
    await app.drained();
    await Promise.all([
      sendMetafields(app.app.ports, shopId, null),
      sendMetafields(app.app.ports, shopId, null),
    ]);
    await app.show(shop);
    expect(app.calls(shop).reduce((sum, each) => sum + each, 0)).toBe(30 * 3 + 1);
  });

  test("unknown whether it arrived: a change back to what was shown before is sent all the same", async () => {
    await app.open(shop);
    await app.order(shop, { id: 1, customer: 1, placedAt: fresh(90) });
    await app.drained();
    await app.show(shop);
    await pendingOrder("pending", 50);
    app.storeOf(shop).adminApi.faults.timeoutAfterSuccess = 1;
    const shopId = await app.shopIdOf(shop);
    expect(await sendMetafields(app.app.ports, shopId, null)).toMatchObject({ failed: 1, sent: 0 });
    expect(app.seen(shop, 1)).toMatchObject({ pending: 100 });
    await pendingOrder("voided", 40);
    await sleep(1_100);
    await app.show(shop);
    expect(app.seen(shop, 1)).toMatchObject({ pending: 0, available: 100 });
  });
});

describe("Shopify fails", () => {
  test.each(["throttle", "fail", "timeoutAfterSuccess"] as const)(
    "%s: what could not be sent is sent later, and nothing is marked any more",
    async (fault) => {
      await app.open(shop, { customers: 3 });
      for (const id of [1, 2, 3]) await app.order(shop, { id, customer: id, placedAt: fresh(id) });
      await app.drained();
      app.storeOf(shop).adminApi.faults[fault] = 2;
      await app.show(shop);
      expect([1, 2, 3].map((id) => app.balanceSeen(shop, id))).toEqual(["100", "100", "100"]);
      expect(app.programSeen(shop)).not.toBeNull();
      expect((await marks()).map(({ waiting: still, attempts }) => [still, attempts])).toEqual(
        Array(4).fill([false, 0]),
      );
    },
  );

  test("a failure is kept with its mark, for whoever looks; the pause doubles", async () => {
    const shopId = await app.open(shop);
    app.storeOf(shop).adminApi.faults.fail = 2;
    const pauses: (number | null)[] = [];
    for (let time = 0; time < 3; time += 1) {
      pauses.push((await sendMetafields(app.app.ports, shopId, null)).againInMs);
      await app.superuser.query("UPDATE dirty_marks SET next_try_at = now()");
      if (time === 0) {
        const { inShop, marks: store } = app.app.ports.stores;
        expect(await inShop(shopId, (tx) => store.waitingMarks(tx))).toMatchObject({
          failing: 1,
          problem: "the Admin API answered 500",
        });
      }
    }
    expect(pauses).toEqual([1_000, 2_000, null]);
  });

  test("what fails for itself holds up nobody: the shop goes on at once", async () => {
    const shopId = await app.open(shop, { customers: 40 });
    for (let id = 1; id <= 40; id += 1)
      await app.order(shop, { id, customer: id, placedAt: fresh(id) });
    await app.drained();
    let calls = 0;
    app.hooks.before = async () => {
      calls += 1;
      if (calls === 2) throw new Error("one of them is too much for Shopify");
    };
    const first = await sendMetafields(app.app.ports, shopId, null);
    expect(first).toMatchObject({ failed: 8, againInMs: null });
    expect(first.sent).toBe(41 - 8);
    await sleep(1_050);
    await app.show(shop);
    expect(app.balanceSeen(shop, 1)).toBe("100");
    expect(await waiting()).toEqual([]);
  });

  test("a customer whom Shopify deleted keeps nobody else out", async () => {
    await app.open(shop, { customers: 5 });
    for (const id of [1, 2, 3, 4, 5, 404])
      await app.order(shop, { id, customer: id, placedAt: fresh(id) });
    await app.drained();
    const passes = await app.show(shop);
    expect(passes.reduce((sum, pass) => sum + pass.dropped, 0)).toBe(1);
    expect([1, 2, 3, 4, 5].map((id) => app.balanceSeen(shop, id))).toEqual(Array(5).fill("100"));
    expect((await marks()).filter(({ remark }) => remark !== null)).toMatchObject([
      { owner: "404", waiting: false, remark: "Owner does not exist." },
    ]);
  });

  test("a customer merged away takes nothing along; the kept one shows both", async () => {
    await app.open(shop, { customers: 2 });
    for (const id of [1, 2]) await app.order(shop, { id, customer: id, placedAt: fresh(id) });
    await app.drained();
    await app.show(shop);
    const store = app.storeOf(shop);
    const at = store.clock.now();
    store.shop.execute({ kind: "customer.merge", at, keptId: "1", deletedId: "2" });
    expect(app.balanceSeen(shop, 2)).toBeNull();
    await app.deliver("customers/merge", mergePayload(2, 1), { shop });
    await app.drained();
    await app.show(shop);
    expect([app.balanceSeen(shop, 1), app.balanceSeen(shop, 2)]).toEqual(["200", null]);
    expect(await waiting()).toEqual([]);
  });

  test("the budget is kept: half of the bucket is left to others, and the bucket never runs dry", async () => {
    const plan = { maximum: 100, restoreRate: 400 };
    await app.open(shop, { customers: 80, plan });
    for (let id = 1; id <= 80; id += 1)
      await app.order(shop, { id, customer: id, placedAt: fresh(id) });
    await app.drained();
    const lowest: number[] = [];
    app.hooks.after = async () => {
      // What another call of the app would find.
      const { body } = app.storeOf(shop).adminApi.call({
        apiVersion: "2026-07",
        token: [...app.storeOf(shop).shop.state.tokens.keys()].at(-1) ?? "",
        body: { query: "{ shop { name } }" },
      }) as { body: { extensions: { cost: { throttleStatus: { currentlyAvailable: number } } } } };
      lowest.push(body.extensions.cost.throttleStatus.currentlyAvailable);
    };
    const passes = await app.show(shop);
    expect(passes.reduce((sum, pass) => sum + pass.sent, 0)).toBe(81);
    expect(passes.reduce((sum, pass) => sum + pass.throttled, 0)).toBe(0);
    // Fewer by the probe's own point.
    expect(Math.min(...lowest)).toBeGreaterThanOrEqual(45);
  });
});

describe("whose turn it is", () => {
  test("news goes before history, and history isn't left for ever", async () => {
    const shopId = await app.open(shop, { customers: 100 });
    for (let id = 1; id <= 60; id += 1)
      await app.order(shop, { id, customer: id, placedAt: "2025-06-02T10:00:00Z" });
    await app.drained();
    for (let id = 81; id <= 100; id += 1)
      await app.order(shop, { id, customer: id, placedAt: fresh(1) });
    await app.drained();
    // Nothing is known of the budget yet: the first round is one call, and the last here.
    app.hooks.after = async () => {
      app.hooks.before = async () => {
        throw new Error("no more");
      };
    };
    await sendMetafields(app.app.ports, shopId, null);
    const sent = (await marks()).filter((mark) => !mark.waiting).map(({ lane }) => lane);
    expect(sent.sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
  });
});

test("a customer whom Shopify knows only later is shown at the next change", async () => {
  await app.open(shop, { customers: 0 });
  await app.order(shop, { id: 1, customer: 1, placedAt: fresh(9) });
  await app.drained();
  await app.show(shop);
  expect(app.balanceSeen(shop, 1)).toBeNull();
  know(app.storeOf(shop), "1");
  await app.order(shop, { id: 2, customer: 1, placedAt: fresh(5) });
  await app.drained();
  await app.show(shop);
  expect(app.balanceSeen(shop, 1)).toBe("200");
});
