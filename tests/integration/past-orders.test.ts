/** Whether past orders earn: tried before anything is posted, chosen by the merchant, chosen again later. */
import { beforeEach, beforeAll, describe, expect, test } from "vitest";
import { carryOnImport } from "../../app/use-cases/carry-on-import.ts";
import { afterFacts } from "../../app/use-cases/go-on-after-facts.ts";
import { chooseEarnFrom } from "../../app/use-cases/choose-earn-from.ts";
import { readEarnFrom, type EarnFromView } from "../../app/use-cases/read-earn-from.ts";
import { askTrial, carryOnTrial, tryEarnFrom } from "../../app/use-cases/try-earn-from.ts";
import { noteKnownFrom } from "../../app/use-cases/note-known-from.ts";
import { orderFactsFromPayload } from "../../app/adapters/shopify/order-payload.server.ts";
import { readJson } from "../../app/adapters/shopify/read-json.ts";
import { decideBatch } from "../../app/domain/settlement/batch.ts";
import { nothingArrived } from "../../app/domain/settlement/batch-facts.ts";
import { DAY } from "../../app/domain/shared/instant.ts";
import { START, startTestApp, type TestApp } from "../support/app.ts";
import { jsonOf, mergePayload, orderPayload, type OrderDraft } from "../support/payloads.ts";

const [ANN, BEN, CAY, DEE] = [11, 12, 13, 14];
const STAFF = { id: "501", name: "Mo" };

let app: TestApp;
let shop: string;
let shopId: string;
let shops = 0;

beforeAll(async () => {
  app = await startTestApp();
});

beforeEach(async () => {
  shops += 1;
  shop = `past-${shops}.myshopify.com`;
  app.clock.now = START;
  shopId = await app.installed(shop, { earnFrom: "installation" });
});

async function orders(...drafts: OrderDraft[]): Promise<void> {
  for (const draft of drafts) await app.deliver("orders/create", orderPayload(draft), { shop });
  await app.drained();
}

/** Three people in two years, one of whom has bought since the app came, and one whose points are gone. */
const history = (): Promise<void> =>
  orders(
    { id: 1, customer: ANN, goods: "150.00", placedAt: "2025-06-01T10:00:00Z" },
    { id: 2, customer: ANN, goods: "100.00", placedAt: "2026-01-01T10:00:00Z" },
    { id: 3, customer: BEN, goods: "600.00", placedAt: "2026-02-01T10:00:00Z" },
    { id: 4, customer: BEN, goods: "10.00", placedAt: new Date(START).toISOString() },
    { id: 5, customer: CAY, goods: "77.00", placedAt: "2024-05-01T10:00:00Z" },
    { id: 6, customer: null, goods: "500.00", placedAt: "2025-06-01T10:00:00Z" },
  );

const view = (): Promise<EarnFromView> => readEarnFrom(app.app.ports, shopId);
const choose = (choice: string) => chooseEarnFrom(app.app.ports, shopId, { choice, staff: STAFF });

async function entriesPosted(): Promise<number> {
  const { entries } = await app.app.ports.stores.inShop(shopId, (tx) =>
    app.app.ports.stores.ledger.counts(tx),
  );
  return entries;
}

async function setImport(state: string): Promise<void> {
  await app.superuser.query(
    "INSERT INTO imports (shop_id, source, state) VALUES ($1, 'shopify', $2)",
    [shopId, state],
  );
}
const importState = async (): Promise<string | undefined> =>
  (
    await app.superuser.query<{ state: string }>("SELECT state FROM imports WHERE shop_id = $1", [
      shopId,
    ])
  ).rows[0]?.state;

describe("a trial", () => {
  test("says what none, a day and all would come to, and posts nothing", async () => {
    await history();
    const before = await entriesPosted();
    expect(await tryEarnFrom(app.app.ports, shopId, "2026-01-01")).toEqual({
      kind: "asked",
      done: true,
    });
    const { dryRun, inForce, chosenAt } = await view();
    const members = {
      members: 3,
      membersByTier: [
        { tierId: "bronze", name: "Bronze", members: 1 },
        { tierId: "silver", name: "Silver", members: 1 },
        { tierId: "gold", name: "Gold", members: 1 },
      ],
    };
    expect(dryRun).toEqual({
      takenAt: new Date(START).toISOString(),
      currency: "GBP",
      choices: [
        // Ben is Gold when he buys for 10.
        {
          earnFrom: "none",
          points: 15,
          pointsEarned: 15,
          liabilityMinor: 16,
          membersHolding: 1,
          ordersEarning: 1,
          ...members,
        },
        {
          earnFrom: "2026-01-01",
          points: 715,
          pointsEarned: 715,
          liabilityMinor: 794,
          membersHolding: 2,
          ordersEarning: 3,
          ...members,
        },
        // Cay's 77 were earned, and expired a year later.
        {
          earnFrom: "all",
          points: 865,
          pointsEarned: 942,
          liabilityMinor: 961,
          membersHolding: 2,
          ordersEarning: 5,
          ...members,
        },
      ],
    });
    expect({ inForce, chosenAt }).toEqual({ inForce: "none", chosenAt: null });
    expect(await entriesPosted()).toBe(before);
  });

  test("comes to what choosing then posts, for each of its choices", async () => {
    await history();
    await tryEarnFrom(app.app.ports, shopId, "2025-12-31");
    const tried = (await view()).dryRun?.choices ?? [];
    expect(tried.map(({ earnFrom }) => earnFrom)).toEqual(["none", "2025-12-31", "all"]);
    for (const { earnFrom, points, pointsEarned, members } of [...tried, ...tried.toReversed()]) {
      await choose(earnFrom);
      const { stores } = app.app.ports;
      expect(await stores.inShop(shopId, (tx) => stores.ledger.counts(tx))).toMatchObject({
        members,
        pointsOutstanding: points,
        pointsEarned,
      });
      expect(await app.prove(shop)).toMatchObject({ firstBreak: null, unsettled: 0 });
    }
  });

  test("goes on page by page where it stood, beside what arrives, and shows how far it is", async () => {
    await history();
    const pageMax = 2;
    const { ports } = app.app;
    await askTrial(ports, shopId, null);
    for (const tried of [1, 2, 3]) {
      expect(await carryOnTrial(ports, shopId, { msMax: 0, pageMax })).toBe("more");
      expect((await view()).trying).toEqual({
        asked: ["none", "2025-04-01", "all"],
        tried,
        of: 3,
      });
    }
    // Of somebody who was not tried yet, and somebody new after the last.
    await orders({ id: 9, customer: DEE, goods: "50.00" });
    expect(await carryOnTrial(ports, shopId, { msMax: 0, pageMax })).toBe("more");
    expect(await carryOnTrial(ports, shopId, { msMax: 0, pageMax })).toBe("done");
    expect(await view()).toMatchObject({
      trying: null,
      dryRun: { choices: [{ members: 4 }, {}, { members: 4, points: 915 }] },
    });
  });

  test("a page holds whole customers, as many as its orders allow, and at least one", async () => {
    await orders(
      ...[1, 2, 3, 4].map((id) => ({ id, customer: ANN, goods: "10.00" })),
      ...[5, 6].map((id) => ({ id, customer: BEN, goods: "10.00" })),
      { id: 7, customer: CAY, goods: "10.00" },
    );
    await app.proxy("membership", { customer: DEE, method: "POST", shop });
    const { stores } = app.app.ports;
    const after = (customer: string) =>
      stores.inShop(shopId, async (tx) => {
        const page = await stores.trials.pageAfter(tx, customer, 3);
        return { customers: page.customers, orders: page.orders.length };
      });
    expect(await after("0")).toEqual({ customers: ["11"], orders: 4 });
    expect(await after("11")).toEqual({ customers: ["12", "13", "14"], orders: 3 });
    expect(await after("14")).toEqual({ customers: [], orders: 0 });
  });

  test("two processes share one trial: nobody is counted twice", async () => {
    await history();
    const { ports } = app.app;
    await askTrial(ports, shopId, null);
    const pageMax = 2;
    await ports.stores.inShop(shopId, async (tx) => {
      expect(await ports.stores.trials.take(tx)).not.toBeNull();
      expect(await carryOnTrial(ports, shopId, { msMax: 0, pageMax })).toBe("elsewhere");
    });
    const both = () => carryOnTrial(ports, shopId, { msMax: 2_000, pageMax });
    while ((await Promise.all([both(), both()])).some((state) => state !== "done"));
    expect((await view()).dryRun?.choices[2]).toMatchObject({ members: 3, points: 865 });
  });

  test("customers who were merged are tried as one", async () => {
    await orders(
      { id: 1, customer: ANN, goods: "150.00", placedAt: "2026-01-01T10:00:00Z" },
      { id: 2, customer: BEN, goods: "100.00", placedAt: "2026-02-01T10:00:00Z" },
      { id: 3, customer: ANN, goods: "100.00", placedAt: "2026-03-01T10:00:00Z" },
    );
    await app.deliver("customers/merge", mergePayload(BEN, ANN), { shop });
    await app.drained();
    await tryEarnFrom(app.app.ports, shopId, null);
    // By the third order there was enough together for Silver.
    expect((await view()).dryRun?.choices[2]).toMatchObject({ members: 1, points: 375 });
  });

  test.each([
    { day: "tomorrow", why: "no-day" },
    { day: "2026-04-02", why: "not-yet" },
  ])("$day is refused ($why), tried or chosen, and changes nothing", async ({ day, why }) => {
    await history();
    expect(await tryEarnFrom(app.app.ports, shopId, day)).toEqual({ kind: "refused", why });
    expect(await choose(day)).toEqual({ kind: "refused", why });
    expect(await view()).toMatchObject({ inForce: "none", chosenAt: null, trying: null });
  });
});

describe("the choice", () => {
  test("nobody asked yet: orders placed since the installation earn, older ones wait", async () => {
    await history();
    expect(await app.causes(shop)).toEqual({ "12 order:4": 15 });
  });

  test("posts the past, is written into the team's log, and may be made again", async () => {
    await history();
    await choose("all");
    expect(await app.causes(shop)).toMatchObject({ "11 order:1": 150, "11 order:2": 100 });
    expect(await view()).toMatchObject({
      inForce: "all",
      chosenAt: new Date(START).toISOString(),
      membersDue: 0,
    });
    await choose("2026-01-01");
    expect(await app.causes(shop)).toEqual({
      "11 order:2": 100,
      "12 order:3": 600,
      "12 order:4": 15,
    });
    const { stores } = app.app.ports;
    const log = await stores.inShop(shopId, (tx) =>
      stores.team.page(tx, { before: null, rowsMax: 9, what: null, staffId: null, subject: null }),
    );
    expect(log).toMatchObject([
      { staff: STAFF, what: "earn-from-chosen", detail: { earnFrom: "2026-01-01", before: "all" } },
      { staff: STAFF, what: "earn-from-chosen", detail: { earnFrom: "all", before: "none" } },
    ]);
    expect(await app.prove(shop)).toMatchObject({ firstBreak: null });
  });

  test("whoever settles a new customer meanwhile, by the rule of before, doesn't have the last word", async () => {
    const { stores } = app.app.ports;
    const draft = { id: 1, customer: ANN, goods: "150.00", placedAt: "2025-06-01T10:00:00Z" };
    const facts = orderFactsFromPayload(readJson(jsonOf(orderPayload(draft))));
    const { choosing } = await stores.inShopRetrying(shopId, async (tx) => {
      const known = await stores.settlements.loadKnown(tx, [facts.orderId], [String(ANN)]);
      const choosing = choose("all");
      expect(await Promise.race([choosing, waited(150)])).toBe("waits");
      const write = decideBatch(known, { ...nothingArrived(), orders: [facts] }, START);
      if (write === "needs-whole") throw new Error("it was loaded whole");
      await stores.settlements.writeBatch(tx, write, START);
      return { choosing };
    });
    await choosing;
    expect(await app.causes(shop)).toEqual({ "11 order:1": 150 });
  });

  test("it moves an import that waits for it on to settling; one after it doesn't wait", async () => {
    await history();
    await setImport("choosing");
    await choose("none");
    expect(await importState()).toBe("settling");
    expect(await afterFacts(app.app.ports, shopId)).toBe("settling");
  });
});

describe("an import whose facts are in", () => {
  test("tries the choices, then waits for the merchant", async () => {
    await history();
    // Older than the import's facts, so not what the merchant is shown.
    await tryEarnFrom(app.app.ports, shopId, "2020-01-01");
    await orders({ id: 9, customer: DEE, goods: "50.00" });
    await setImport("trying");
    expect(await afterFacts(app.app.ports, shopId)).toBe("choosing");
    expect((await view()).dryRun).toMatchObject({
      choices: [{ earnFrom: "none" }, { earnFrom: "2025-04-01" }, { members: 4 }],
    });
  });

  test("leaves the trial to the process that has it in hand, and looks again later", async () => {
    await history();
    await setImport("trying");
    await askTrial(app.app.ports, shopId, null);
    const other = await app.superuser.connect();
    await other.query("BEGIN");
    await other.query("SELECT 1 FROM earn_trials WHERE shop_id = $1 FOR UPDATE", [shopId]);
    try {
      await app.superuser.query(
        "UPDATE imports SET next_try_at = now() WHERE shop_id = $1 AND state = 'trying'",
        [shopId],
      );
      const stopping = new AbortController().signal;
      expect(await carryOnImport(app.app.ports, shopId, { stopping })).toBe(1_000);
      expect(await importState()).toBe("trying");
    } finally {
      await other.query("ROLLBACK");
      other.release();
    }
  });

  test("the worker tries for whoever doesn't press a button", async () => {
    await history();
    await askTrial(app.app.ports, shopId, null);
    expect(await app.app.timed.shopsWithTrials(10)).toContain(shopId);
    await carryOnTrial(app.app.ports, shopId, { msMax: 1_000 });
    expect(await app.app.timed.shopsWithTrials(10)).not.toContain(shopId);
  });
});

describe("from which day orders are known", () => {
  const known = async () => (await view()).known;
  const note = (source: "shopify" | "file") =>
    app.app.ports.stores.inShop(shopId, (tx) => noteKnownFrom(app.app.ports, tx, source));
  const grant = (scopes: string[]) =>
    app.superuser.query("UPDATE shops SET scopes = $2 WHERE shop_id = $1", [shopId, scopes.join()]);

  test("nothing was read in yet", async () => {
    expect(await known()).toEqual({
      from: null,
      reach: null,
      canAskForAll: true,
      canReadMore: false,
    });
  });

  test("without the scope for all orders, sixty days back; with it, the rest can be read", async () => {
    await history();
    await note("shopify");
    const from = new Date(START - 60 * DAY).toISOString();
    expect(await known()).toEqual({
      from,
      reach: "sixty-days",
      canAskForAll: true,
      canReadMore: false,
    });
    await grant(["read_orders", "read_all_orders"]);
    expect(await known()).toMatchObject({ from, canAskForAll: false, canReadMore: true });
    await note("shopify");
    expect(await known()).toEqual({
      from: "2024-05-01T10:00:00.000Z",
      reach: "everything",
      canAskForAll: false,
      canReadMore: false,
    });
  });

  test("a file reaches as far as its orders; sixty days read later change nothing", async () => {
    await history();
    await note("file");
    await note("shopify");
    expect(await known()).toMatchObject({ from: "2024-05-01T10:00:00.000Z", reach: "file" });
  });
});

async function waited(ms: number): Promise<"waits"> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return "waits";
}
