/** Orders are compared with Shopify's: what deliveries failed to tell becomes known, and is told of. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { answerPrivacy } from "../../app/jobs/timed-work.server.ts";
import { carryOnRuns } from "../../app/use-cases/carry-on-runs.ts";
import { startComparison } from "../../app/use-cases/start-reconciliation.ts";
import { startCompared, type Compared } from "../support/compared.ts";

let app: Compared;
let shop: string;
let shops = 0;

beforeAll(async () => {
  app = await startCompared();
});

beforeEach(async () => {
  shops += 1;
  shop = `compared-${shops}.myshopify.com`;
  await app.open(shop);
  await app.control(shop, ["PUT", "customers/7001"], { email: "a@example.com" });
  await app.control(shop, ["PUT", "customers/7002"], { email: "b@example.com" });
});

interface Made {
  id: number;
  name: string;
  line_items: { id: number }[];
}

const AGO = "2026-11-01T10:00:00Z";

const order = (price: string, more: object = {}): Promise<Made> =>
  app.control<Made>(shop, ["POST", "orders"], {
    customer: { id: 7001 },
    line_items: [{ title: "Mug", quantity: 2, price }],
    ...more,
  });

const refundOne = (made: Made): Promise<unknown> =>
  app.control(shop, ["POST", `orders/${made.id}/refunds`], {
    refund_line_items: [{ line_item_id: made.line_items[0]?.id, quantity: 1 }],
  });

const points = async (): Promise<number> => (await app.member(7001, shop)).points.available;

describe("what a lost delivery would have told", () => {
  test("an order that nobody heard of earns, and the report says so", async () => {
    await app.unheard(shop, () => order("30.00", { name: "#2001", created_at: AGO }));
    expect(await points()).toBe(0);
    const { findings, ...run } = await app.compare(shop);
    expect(run).toMatchObject({ state: "done", compared: 1, differing: 1, repaired: 1 });
    expect(findings).toEqual([
      expect.objectContaining({
        name: "#2001",
        customerId: "7001",
        differs: ["unknown-order"],
        why: { kind: "never-arrived" },
        pointsBefore: 0,
        pointsAfter: 60,
      }),
    ]);
    expect(await points()).toBe(60);
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null });
  });

  test("a refund that nobody heard of takes its points back", async () => {
    const made = await order("30.00");
    await app.arrived(shop);
    expect(await points()).toBe(60);
    await app.unheard(shop, () => refundOne(made));
    const { findings } = await app.compare(shop);
    expect(findings).toMatchObject([
      { differs: ["status", "refunds", "lines"], pointsBefore: 60, pointsAfter: 30 },
    ]);
    expect(await points()).toBe(30);
  });

  test("a cancellation, an edit and another customer are each told by their name", async () => {
    const [cancelled, edited, moved] = [
      await order("10.00"),
      await order("10.00"),
      await order("10.00"),
    ];
    await app.arrived(shop);
    await app.unheard(shop, async () => {
      await app.control(shop, ["POST", `orders/${cancelled.id}/cancel`], { refund: false });
      await app.control(shop, ["POST", `orders/${edited.id}/edits`], {
        line_items: [{ id: edited.line_items[0]?.id, quantity: 5 }],
      });
      await app.control(shop, ["PUT", `orders/${moved.id}`], { customer: { id: 7002 } });
    });
    const { findings } = await app.compare(shop);
    const differs = Object.fromEntries(findings.map((each) => [each.orderId, each.differs]));
    expect(differs[String(cancelled.id)]).toContain("cancelled");
    expect(differs[String(edited.id)]).toContain("lines");
    expect(differs[String(moved.id)]).toEqual(["customer"]);
    expect((await app.member(7002, shop)).points.available).toBe(20);
  });

  test("an order that was deleted unheard counts no more", async () => {
    await order("10.00");
    const gone = await order("30.00");
    await app.arrived(shop);
    expect(await points()).toBe(80);
    await app.unheard(shop, () => app.control(shop, ["DELETE", `orders/${gone.id}`]));
    const { findings } = await app.compare(shop);
    expect(findings).toMatchObject([
      { orderId: String(gone.id), differs: ["deleted"], pointsBefore: 60, pointsAfter: 0 },
    ]);
    expect(await points()).toBe(20);
  });
});

test("repaired, the shop is in the state that the deliveries would have brought it to", async () => {
  const life = async (): Promise<void> => {
    const first = await order("120.00", { created_at: "2026-11-01T09:00:00Z" });
    const second = await order("80.00", { created_at: "2026-11-02T09:00:00Z" });
    await order("15.00", { created_at: "2026-11-03T09:00:00Z", customer: { id: 7002 } });
    await refundOne(first);
    await app.control(shop, ["POST", `orders/${second.id}/cancel`], {});
    await order("55.50", { created_at: "2026-11-04T09:00:00Z" });
  };
  await life();
  await app.arrived(shop);
  const heard = { causes: await app.causes(shop), member: await app.member(7001, shop) };

  shop = `twin-${shop}`;
  await app.open(shop);
  await app.control(shop, ["PUT", "customers/7001"], {});
  await app.control(shop, ["PUT", "customers/7002"], {});
  await app.unheard(shop, life);
  expect(await app.causes(shop)).toEqual({});
  await app.compare(shop);
  expect(await app.causes(shop)).toEqual(heard.causes);
  const { points: earned, tier } = await app.member(7001, shop);
  expect(earned).toEqual(heard.member.points);
  expect(tier.id).toBe(heard.member.tier.id);
});

describe("why it differed, as far as it can be known", () => {
  test("its delivery is parked", async () => {
    const made = await app.control<Made>(shop, ["POST", "orders"], {
      customer: { id: 7001 },
      created_at: AGO,
      line_items: [{ title: "Mug", quantity: 1, price: "5.00" }],
    });
    await app.arrived(shop);
    await app.unheard(shop, () => refundOne(made));
    // What arrived of it can't be read: no line has a quantity like that.
    const broken = { id: made.id, updated_at: AGO, line_items: "none" };
    await app.deliver("orders/updated", broken, { shop, webhookId: "broken" });
    await app.drained();
    const { findings } = await app.compare(shop);
    expect(findings).toMatchObject([{ why: { kind: "parked", webhookId: "broken" } }]);
  });

  test("it changed just now: its delivery may be on its way", async () => {
    await app.unheard(shop, () => order("5.00"));
    expect((await app.compare(shop)).findings).toMatchObject([{ why: { kind: "on-its-way" } }]);
  });
});

describe("comparing is harmless", () => {
  test("once more finds nothing and asks for no order", async () => {
    await app.unheard(shop, async () => {
      await order("30.00", { created_at: AGO });
      await order("40.00", { created_at: AGO });
    });
    expect(await app.compare(shop)).toMatchObject({ differing: 2 });
    const before = { causes: await app.causes(shop), runs: await app.runs(shop) };
    const asked = app.storeOf(shop).adminApi.requests.length;
    expect(await app.compare(shop)).toMatchObject({ compared: 2, differing: 0, findings: [] });
    expect(await app.causes(shop)).toEqual(before.causes);
    const operations = app
      .storeOf(shop)
      .adminApi.requests.slice(asked)
      .map((each) => each.operation);
    expect(operations).not.toContain("OrderFacts");
  });

  test("of what arrived nothing differs", async () => {
    const made = await order("30.00");
    await refundOne(made);
    await order("9.99", { financial_status: "pending" });
    await app.arrived(shop);
    expect(await app.compare(shop)).toMatchObject({ compared: 2, differing: 0 });
  });

  test("whose order it is, where that was to be forgotten, is no difference", async () => {
    await order("30.00");
    await app.arrived(shop);
    await app.control(shop, ["POST", "compliance/customers/redact"], { customerId: 7001 });
    await app.arrived(shop);
    await answerPrivacy(app.app.timed);
    expect(await app.compare(shop)).toMatchObject({ compared: 1, differing: 0, findings: [] });
    expect(await app.causes(shop)).toEqual({});
  });

  test("one run at a time: another wish joins the one under way", async () => {
    const shopId = await app.shopIdOf(shop);
    const first = await startComparison(app.app.ports, shopId, { trigger: "nightly" });
    const second = await startComparison(app.app.ports, shopId, { trigger: "by-hand" });
    expect([first.started, second]).toEqual([true, { runId: first.runId, started: false }]);
  });
});

describe("cut off", { timeout: 90_000 }, () => {
  const many = (count: number) => async (): Promise<void> => {
    for (let day = 1; day <= count; day += 1) {
      const created_at = new Date(Date.parse("2026-09-01T10:00:00Z") + day * 600_000).toISOString();
      await order("1.00", { created_at });
    }
  };

  test("a run that was killed is taken up where it stood, by whoever comes after its lease", async () => {
    await app.control(shop, ["POST", "app/scopes"], { grant: ["read_all_orders"] });
    await app.unheard(shop, many(120));
    const shopId = await app.shopIdOf(shop);
    await startComparison(app.app.ports, shopId, { trigger: "nightly" });
    // The process dies in the middle of its second page: nothing of that page is kept.
    let listings = 0;
    app.hooks.beforeCall = async () => {
      const asked = app.storeOf(shop).adminApi.requests.at(-1)?.operation;
      listings += Number(asked === "ChangedOrders");
      if (listings >= 2) await new Promise(() => undefined);
    };
    void carryOnRuns(app.app.timed, shopId, () => false);
    await expect
      .poll(async () => (await app.runs(shop)).comparisons[0]?.compared, { timeout: 15_000 })
      .toBe(50);
    await expect.poll(() => listings, { timeout: 15_000 }).toBeGreaterThanOrEqual(2);
    app.hooks.beforeCall = null;

    await app.carriedOn(shop);
    expect((await app.runs(shop)).comparisons[0]).toMatchObject({ state: "running", compared: 50 });
    await app.superuser.query(
      "UPDATE reconciliations SET next_try_at = now() - interval '1 second' WHERE shop_id = $1",
      [shopId],
    );
    await app.carriedOn(shop);
    const [run] = (await app.runs(shop)).comparisons;
    expect(run).toMatchObject({ state: "done", differing: 120, repaired: 120 });
    expect(await points()).toBe(240);
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null });
  });

  test("Shopify fails: the run waits and says why; it goes on when Shopify answers", async () => {
    await app.unheard(shop, () => order("30.00", { created_at: AGO }));
    app.storeOf(shop).adminApi.faults = { throttle: 0, fail: 1, timeoutAfterSuccess: 0 };
    const failed = await app.compare(shop);
    expect(failed).toMatchObject({ state: "running", remark: "the Admin API answered 500" });
    await app.superuser.query(
      "UPDATE reconciliations SET next_try_at = now() WHERE shop_id = $1 AND state = 'running'",
      [await app.shopIdOf(shop)],
    );
    await app.carriedOn(shop);
    expect((await app.runs(shop)).comparisons[0]).toMatchObject({
      ...{ runId: failed.runId, state: "done", differing: 1, remark: null },
    });
  });

  test("an empty budget is waited for", async () => {
    await app.unheard(shop, () => order("30.00", { created_at: AGO }));
    app.storeOf(shop).adminApi.faults = { throttle: 2, fail: 0, timeoutAfterSuccess: 0 };
    expect(await app.compare(shop)).toMatchObject({ state: "done", differing: 1 });
  });
});

test(
  "of very many findings the first are kept in words, the rest is counted",
  { timeout: 90_000 },
  async () => {
    await app.control(shop, ["POST", "app/scopes"], { grant: ["read_all_orders"] });
    await app.unheard(shop, async () => {
      for (let at = 0; at < 205; at += 1) await order("1.00", { created_at: AGO });
    });
    const { findings, findingsLeftOut, differing } = await app.compare(shop);
    expect([findings.length, findingsLeftOut, differing]).toEqual([200, 5, 205]);
  },
);
