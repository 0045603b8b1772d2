/** The life of an installation beside a dev store: removed, installed again, permissions, dropped topics. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  grantedScopes,
  listSubscriptions,
  subscribe,
  unsubscribe,
} from "../../app/adapters/shopify/optional-topics.ts";
import { DAY, HOUR, MINUTE } from "../../app/domain/shared/instant.ts";
import {
  answerPrivacy,
  checkAllSubscriptions,
  fetchDue,
  startNights,
} from "../../app/jobs/timed-work.server.ts";
import { checkSubscriptions } from "../../app/use-cases/check-subscriptions.ts";
import { finishInstallation, installShop } from "../../app/use-cases/install-shop.ts";
import { readInstallation } from "../../app/use-cases/read-installation.ts";
import { startCompared, type Compared } from "../support/compared.ts";
import { orderPayload } from "../support/payloads.ts";

let app: Compared;
let shop: string;
let shopId: string;
let shops = 0;

const WEBHOOKS = "https://app.example.com/webhooks";

beforeAll(async () => {
  app = await startCompared();
  for (const { subscriptions } of [app.app.ports, app.app.timed]) {
    subscriptions.grantedScopes = (domain) => grantedScopes(app.call(domain));
    subscriptions.list = (domain) => listSubscriptions(app.call(domain), WEBHOOKS);
    subscriptions.subscribe = (domain, topic) => subscribe(app.call(domain), topic, WEBHOOKS);
    subscriptions.unsubscribe = (domain, each) => unsubscribe(app.call(domain), each);
  }
});

beforeEach(async () => {
  shops += 1;
  shop = `life-${shops}.myshopify.com`;
  shopId = await app.open(shop);
  await app.control(shop, ["PUT", "customers/7001"], {});
});

const order = (price: string): Promise<unknown> =>
  app.control(shop, ["POST", "orders"], {
    customer: { id: 7001 },
    line_items: [{ title: "Mug", quantity: 1, price }],
  });
const points = async (): Promise<number> => (await app.member(7001, shop)).points.available;
const state = async (): Promise<string | undefined> =>
  (await app.app.ports.stores.shops.byId(shopId))?.state;
const installation = () => readInstallation(app.app.ports, shopId);

/** A session as the exchange of a token leaves it. */
async function session(id = `offline_${shop}`): Promise<void> {
  await app.superuser.query(
    "INSERT INTO sessions (shop_id, id, is_online, sealed, key_id) VALUES ($1, $2, $3, '', 'k')",
    [shopId, id, !id.startsWith("offline")],
  );
}
const sessions = async (): Promise<number> =>
  (await app.superuser.query("SELECT 1 FROM sessions WHERE shop_id = $1", [shopId])).rowCount ?? 0;

async function removed(): Promise<void> {
  await app.control(shop, ["POST", "app/uninstall"]);
  await expect.poll(state).toBe("uninstalled");
}

async function installedAgain(): Promise<void> {
  await app.control(shop, ["POST", "app/install"]);
  await app.installed(shop);
  await app.arrived(shop);
}

const OPTIONS = {
  earnFrom: "all" as const,
  describeShop: async () => ({ name: "Orchard", currency: "GBP", timeZone: "Europe/London" }),
};
const visit = () =>
  finishInstallation(app.app.ports, { shopDomain: shop, scopes: app.app.env.SCOPES }, OPTIONS);

describe("the app is removed", () => {
  test("every token goes, and every kind of work stops for this shop alone", async () => {
    const other = `other-${shop}`;
    await app.open(other);
    await session();
    await session(`${shop}_77`);
    await app.superuser.query(
      `INSERT INTO members (shop_id, member_id, customer_id, rev, balance, standing, checkpoint, settled_at, due_at)
       SELECT shop_id, 1, 1, 1, 0, '{}', '{}', now(), '2026-01-01' FROM shops WHERE domain = ANY($1)`,
      [[shop, other]],
    );
    await app.superuser.query(
      `INSERT INTO order_fetches (shop_id, order_id, reason, due_at)
       SELECT shop_id, 1, 'gap', '2026-01-01' FROM shops WHERE domain = ANY($1)`,
      [[shop, other]],
    );
    await app.superuser.query(
      `INSERT INTO reconciliations (shop_id, kind, trigger)
       SELECT shop_id, 'orders', 'nightly' FROM shops WHERE domain = ANY($1)`,
      [[shop, other]],
    );
    await app.superuser.query(
      `INSERT INTO imports (shop_id, source, state) SELECT shop_id, 'shopify', 'asking' FROM shops WHERE domain = ANY($1)`,
      [[shop, other]],
    );
    const otherId = await app.shopIdOf(other);
    const asked = [
      "shops_with_due_members(now(), 1000)",
      "shops_with_due_fetches(now(), 1000)",
      "shops_with_marks(1000)",
      "shops_with_reconciliations(1000)",
      "shops_with_nights(now(), 1000)",
      "shops_with_imports(1000)",
      "shops_with_unchecked_subscriptions(now() + interval '1 hour', 1000)",
    ];
    const working = async (id: string): Promise<boolean[]> => {
      const found: boolean[] = [];
      for (const each of asked) {
        const sql = `SELECT 1 FROM (SELECT ${each} AS id) AS x WHERE id = $1`;
        found.push((await app.superuser.query(sql, [id])).rowCount === 1);
      }
      return found;
    };
    expect(await working(shopId)).toEqual(asked.map(() => true));
    await removed();
    expect(await working(shopId)).toEqual(asked.map(() => false));
    expect(await working(otherId)).toEqual(asked.map(() => true));
    expect(await sessions()).toBe(0);
    await app.superuser.query("DELETE FROM members WHERE member_id = 1");
  });

  test("told twice it is one removal, and orders told meanwhile wait", async () => {
    const at = new Date(Date.now() + 1_000).toISOString();
    for (const webhookId of ["once", "twice"]) {
      const headers = { "x-shopify-triggered-at": at };
      await app.deliver("app/uninstalled", {}, { shop, webhookId, headers });
    }
    await expect.poll(state).toBe("uninstalled");
    await app.deliver("orders/create", orderPayload({ id: 1 }), { shop });
    await app.drained();
    const waiting = (await app.inbox(shop)).filter((row) => row.state === "pending");
    expect(waiting.map((row) => row.topic)).toEqual(["orders/create"]);
  });

  test("while a hundred orders are drained: what is left waits, nothing is lost or done twice", async () => {
    const ids = Array.from({ length: 100 }, (_, at) => 1_000 + at);
    const told = ids.map((id) =>
      app.deliver("orders/create", orderPayload({ id, goods: "1.00" }), { shop }),
    );
    const headers = { "x-shopify-triggered-at": new Date(Date.now() + 1_000).toISOString() };
    told.push(app.deliver("app/uninstalled", {}, { shop, headers }));
    expect((await Promise.all(told)).map((answer) => answer.status)).toEqual(told.map(() => 200));
    await expect.poll(state).toBe("uninstalled");
    await app.installed(shop);
    await app.drained();
    const causes = Object.values(await app.causes(shop));
    expect([causes.length, new Set(causes)]).toEqual([100, new Set([1])]);
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null });
  });

  test.each([
    { why: "a removal of before the newest token changes nothing", ms: -MINUTE, ends: "installed" },
    { why: "one of after it does", ms: MINUTE, ends: "uninstalled" },
  ])("$why", async ({ ms, ends }) => {
    // Removed and installed again before the removal is told: the exchange brought a new token.
    const again = { shopDomain: shop, scopes: app.app.env.SCOPES };
    await installShop(app.app.ports, again, OPTIONS);
    const headers = { "x-shopify-triggered-at": new Date(Date.now() + ms).toISOString() };
    await app.deliver("app/uninstalled", {}, { shop, headers });
    await app.drained();
    expect(await state()).toBe(ends);
  });

  test("a visit that began before the removal doesn't undo it: its token is gone", async () => {
    await removed();
    await visit();
    expect(await state()).toBe("uninstalled");
  });

  test("a removal while the app is being installed again wins", async () => {
    await app.superuser.query("UPDATE shops SET described = false WHERE shop_id = $1", [shopId]);
    await removed();
    const describeShop = async () => {
      const headers = { "x-shopify-triggered-at": new Date(Date.now() + 1_000).toISOString() };
      await app.superuser.query("UPDATE shops SET state = 'installed' WHERE shop_id = $1", [
        shopId,
      ]);
      await app.deliver("app/uninstalled", {}, { shop, headers });
      await expect.poll(state).toBe("uninstalled");
      return OPTIONS.describeShop();
    };
    const again = { shopDomain: shop, scopes: app.app.env.SCOPES };
    await installShop(app.app.ports, again, { ...OPTIONS, describeShop });
    expect(await state()).toBe("uninstalled");
  });
});

describe("installed again, before the shop is forgotten", () => {
  test("the ledger resumes, what waited is worked on, and what was never told is found", async () => {
    await order("30.00");
    await app.arrived(shop);
    await removed();
    // Shopify tells a removed app nothing: this order is known to nobody.
    await app.unheard(shop, () => order("12.00"));
    await app.deliver("orders/create", orderPayload({ id: 5, customer: 7001, goods: "5.00" }), {
      shop,
    });
    await installedAgain();
    expect(await points()).toBe(35);
    expect((await app.runs(shop)).comparisons).toMatchObject([
      { trigger: "reinstallation", state: "running" },
    ]);
    await app.carriedOn(shop);
    const [run] = (await app.runs(shop)).comparisons;
    expect(run).toMatchObject({ state: "done" });
    expect(run?.findings).toContainEqual(expect.objectContaining({ pointsAfter: 12 }));
    expect(await points()).toBeGreaterThanOrEqual(42);
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null });
  });

  test("the gap is compared from the removal on, even if the night before got further", async () => {
    await order("30.00");
    await app.arrived(shop);
    await removed();
    const gone = await app.app.ports.stores.shops.byId(shopId);
    await app.superuser.query(
      "UPDATE shops SET reconciled_to = now() + interval '1 hour' WHERE shop_id = $1",
      [shopId],
    );
    await installedAgain();
    const [run] = (await app.runs(shop)).comparisons;
    expect(run?.fromAt).toBe((gone?.uninstalledAt?.getTime() ?? 0) - 30 * MINUTE);
  });

  test("everything is shown anew: Shopify may have removed it with the app", async () => {
    await order("30.00");
    await app.arrived(shop);
    const marks = async (): Promise<number> =>
      (
        await app.superuser.query(
          "SELECT 1 FROM dirty_marks WHERE shop_id = $1 AND marked_at IS NOT NULL AND sent_hash IS NULL",
          [shopId],
        )
      ).rowCount ?? 0;
    await app.superuser.query(
      "UPDATE dirty_marks SET marked_at = NULL, sent_hash = 'x' WHERE shop_id = $1",
      [shopId],
    );
    await removed();
    await installedAgain();
    expect(await marks()).toBe(2);
  });
});

test("installed again after the shop was forgotten: a fresh start with nothing of before", async () => {
  await order("30.00");
  await app.arrived(shop);
  await removed();
  await app.control(shop, ["POST", "compliance/shop/redact"]);
  await app.arrived(shop);
  await answerPrivacy(app.app.timed);
  const before = shopId;
  await app.control(shop, ["POST", "app/install"]);
  shopId = await app.installed(shop);
  await app.arrived(shop);
  expect(shopId).not.toBe(before);
  expect(await app.member(7001, shop)).toMatchObject({
    ...{ enrolledAt: null, points: { available: 0, lifetimeEarned: 0 } },
  });
  expect((await app.runs(shop)).comparisons).toEqual([]);
  await order("12.00");
  await app.arrived(shop);
  expect(await points()).toBe(12);
});

describe("Shopify refuses the token", () => {
  const lost = async (): Promise<void> => {
    await app.app.shopify.access.refused(shop, new Date(Date.now() + 1), "refused");
  };

  test("the shop is left alone and says so; orders that are told go on earning", async () => {
    await session();
    await lost();
    expect(await sessions()).toBe(0);
    expect(await installation()).toMatchObject({
      ...{ state: "installed", accessRemark: "refused" },
      accessLostAt: expect.any(Number) as number,
    });
    await app.superuser.query(
      "INSERT INTO order_fetches (shop_id, order_id, reason, due_at) VALUES ($1, 1, 'gap', '2026-01-01')",
      [shopId],
    );
    const calls = app.storeOf(shop).adminApi.requests.length;
    await fetchDue(app.app.timed);
    await checkAllSubscriptions(app.app.timed);
    expect(app.storeOf(shop).adminApi.requests.length).toBe(calls);
    await order("30.00");
    await app.arrived(shop);
    expect(await points()).toBe(30);
  });

  test("a new token reopens it, and the gap is compared", async () => {
    await lost();
    await app.installed(shop);
    expect(await installation()).toMatchObject({ state: "installed", accessLostAt: null });
    expect((await app.runs(shop)).comparisons).toMatchObject([{ trigger: "reinstallation" }]);
  });

  test("a refusal of a call that began before the newest token changes nothing", async () => {
    const began = new Date();
    await app.installed(shop);
    await session();
    await app.app.shopify.access.refused(shop, began, "refused");
    expect([await sessions(), (await installation()).accessLostAt]).toEqual([1, null]);
  });

  test("without any token a call says what to do, and counts as refused", async () => {
    const { fetchOrder } = app.realPorts;
    await expect(fetchOrder(shop, "1")).rejects.toThrow(/open the app in the shop's admin once/);
    expect((await installation()).accessLostAt).not.toBeNull();
  });
});

describe("permissions", () => {
  const told = async (body: object): Promise<void> => {
    await app.control(shop, ["POST", "app/scopes"], body);
    await app.arrived(shop);
  };
  const topics = async (): Promise<string[]> => {
    type Listed = { subscriptions: { topic: string; origin: string }[] };
    const { subscriptions } = await app.control<Listed>(shop, ["GET", "app/subscriptions"]);
    return subscriptions.filter((each) => each.origin === "api").map((each) => each.topic);
  };

  test("a topic comes with its permission and goes with it", async () => {
    await told({ grant: ["read_customer_merge"] });
    await expect.poll(topics).toEqual(["customers/merge"]);
    expect((await installation()).optionalScopes).toContainEqual({
      ...{ scope: "read_customer_merge", granted: true, topic: "CUSTOMERS_MERGE" },
    });
    await told({ revoke: ["read_customer_merge"] });
    await expect.poll(topics).toEqual([]);
    expect((await installation()).optionalScopes).toContainEqual({
      ...{ scope: "read_customer_merge", granted: false, topic: "CUSTOMERS_MERGE" },
    });
  });

  test("one that is required and missing is named; write covers read", async () => {
    const current = "read_orders,write_customers,write_discounts,write_app_proxy".split(",");
    await app.deliver("app/scopes_update", { current }, { shop });
    await app.drained();
    expect((await installation()).missingScopes).toEqual(["read_products"]);
  });

  test("what was told of them and lost is asked for at the daily look", async () => {
    await app.unheard(shop, () =>
      app.control(shop, ["POST", "app/scopes"], { grant: ["read_customer_merge"] }),
    );
    expect(await topics()).toEqual([]);
    app.clock.now += DAY + MINUTE;
    await checkAllSubscriptions(app.app.timed);
    await expect.poll(topics).toEqual(["customers/merge"]);
  });

  test("a topic that Shopify dropped is subscribed anew, said, and the orders since are compared", async () => {
    await told({ grant: ["read_customer_merge"] });
    await expect.poll(topics).toEqual(["customers/merge"]);
    await expect
      .poll(async () => (await installation()).subscriptions?.wanted)
      .toEqual(["CUSTOMERS_MERGE"]);
    await app.control(shop, ["POST", "app/subscriptions/drop"], { topic: "customers/merge" });
    await app.unheard(shop, () => order("30.00"));
    app.clock.now += HOUR;
    await checkSubscriptions(app.app.ports, shopId);
    expect(await topics()).toEqual(["customers/merge"]);
    expect((await installation()).subscriptions).toMatchObject({
      ...{ restored: ["CUSTOMERS_MERGE"], problem: null },
    });
    expect((await app.runs(shop)).comparisons).toMatchObject([
      { trigger: "subscriptions", missingTopics: ["CUSTOMERS_MERGE"] },
    ]);
    await app.carriedOn(shop);
    expect(await points()).toBe(30);
    // Looked at again it is no news.
    await checkSubscriptions(app.app.ports, shopId);
    expect((await app.runs(shop)).comparisons).toHaveLength(1);
  });

  test("Shopify fails at the look: the problem is shown, and a dropped topic is still missed at the next", async () => {
    await told({ grant: ["read_customer_merge"] });
    await expect
      .poll(async () => (await installation()).subscriptions?.wanted)
      .toEqual(["CUSTOMERS_MERGE"]);
    await app.control(shop, ["POST", "app/subscriptions/drop"], { topic: "customers/merge" });
    app.storeOf(shop).adminApi.faults = { throttle: 0, fail: 1, timeoutAfterSuccess: 0 };
    await checkSubscriptions(app.app.ports, shopId);
    expect((await installation()).subscriptions?.problem).toMatch(/500/);
    await checkSubscriptions(app.app.ports, shopId);
    expect((await installation()).subscriptions).toMatchObject({
      restored: ["CUSTOMERS_MERGE"],
      problem: null,
    });
  });
});

describe("at night", () => {
  test("a shop is told its night first; when that comes its orders are compared and its ledger is proved", async () => {
    const night = async () => (await app.runs(shop)).nextNightAt;
    await startNights(app.app.timed);
    const first = (await night()) ?? 0;
    expect(first).toBeGreaterThan(app.clock.now);
    expect((await app.runs(shop)).comparisons).toEqual([]);
    app.clock.now = first;
    await startNights(app.app.timed);
    await startNights(app.app.timed);
    expect(await night()).toBeGreaterThan(first);
    expect(await night()).toBeLessThanOrEqual(first + DAY + HOUR);
    await app.carriedOn(shop);
    const { comparisons, lastProof } = await app.runs(shop);
    expect(comparisons).toMatchObject([{ trigger: "nightly", state: "done" }]);
    expect(lastProof).toMatchObject({ trigger: "nightly", state: "done", breaks: 0 });
    app.clock.now = Date.now();
  });
});
