/** What makes everything that a shop shows out of date at once, and what doesn't. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DAY } from "../../app/domain/shared/instant.ts";
import { showStartedPrograms } from "../../app/jobs/timed-work.server.ts";
import { installShop } from "../../app/use-cases/install-shop.ts";
import { sendMetafields } from "../../app/use-cases/send-metafields.ts";
import { START } from "../support/app.ts";
import { startShowing, type Showing } from "../support/showing.ts";

let app: Showing;
let shop: string;
let shops = 0;

beforeAll(async () => {
  app = await startShowing();
});

beforeEach(() => {
  shops += 1;
  shop = `whole-${shops}.myshopify.com`;
  app.clock.now = START;
});

const fresh = (minutesBefore: number): string =>
  new Date(START - minutesBefore * 60_000).toISOString();
const waiting = () => app.waiting(shop);

describe("the whole shop is shown again", () => {
  async function installedAgain(): Promise<void> {
    await installShop(
      app.app.ports,
      { shopDomain: shop, scopes: app.app.env.SCOPES },
      {
        earnFrom: "all",
        describeShop: async () => ({ name: "X", currency: "GBP", timeZone: "UTC" }),
      },
    );
  }

  test("uninstalled: nothing is sent; installed again: everything, even what was shown before", async () => {
    const shopId = await app.open(shop);
    await app.order(shop, { id: 1, customer: 1, placedAt: fresh(9) });
    await app.drained();
    await app.show(shop);
    await app.deliver("app/uninstalled", { id: 1, name: "X" }, { shop });
    await app.drained();
    await app.superuser.query(
      "UPDATE dirty_marks SET marked_at = now(), sent_hash = NULL WHERE shop_id = $1",
      [shopId],
    );
    const before = app.calls(shop).length;
    expect(await sendMetafields(app.app.ports, shopId, null)).toMatchObject({ calls: 0 });
    app.storeOf(shop).shop.state.metafields.clear();
    await installedAgain();
    await app.show(shop);
    expect(app.calls(shop).length).toBeGreaterThan(before);
    expect([app.balanceSeen(shop, 1), app.programSeen(shop)]).toMatchObject(["100", { v: 1 }]);
  });

  test("a merchant's visit marks nothing", async () => {
    await app.open(shop);
    await app.show(shop);
    await installedAgain();
    expect(await waiting()).toEqual([]);
  });

  test("another currency", async () => {
    await app.open(shop);
    await app.order(shop, { id: 1, customer: 1, placedAt: fresh(9) });
    await app.drained();
    await app.show(shop);
    const told = { id: 1, name: "Orchard", currency: "EUR", iana_timezone: "Europe/London" };
    await app.deliver("shop/update", told, { shop });
    await app.drained();
    expect(await waiting()).toEqual(["member 1", "program 0"]);
    await app.show(shop);
    expect(app.programSeen(shop)).toMatchObject({ currency: "EUR" });
  });

  test("a version of the program that starts: not when it is published, but at its instant", async () => {
    const shopId = await app.open(shop);
    await app.order(shop, { id: 1, customer: 1, placedAt: fresh(9) });
    await app.drained();
    await app.show(shop);
    await app.superuser.query(
      `INSERT INTO program_versions (shop_id, version, starts_at, rules)
       SELECT shop_id, 2, $2, jsonb_set(rules, '{name}', '"Petals"') FROM program_versions WHERE shop_id = $1`,
      [shopId, new Date(START + DAY)],
    );
    await showStartedPrograms(app.app.timed);
    expect(await waiting()).toEqual([]);
    app.clock.now += DAY;
    await showStartedPrograms(app.app.timed);
    expect(await waiting()).toEqual(["member 1", "program 0"]);
    await app.show(shop);
    expect(app.programSeen(shop)).toMatchObject({ name: "Petals" });
    await showStartedPrograms(app.app.timed);
    expect(await waiting()).toEqual([]);
  });

  test("the program alone is shown anew just after a version started: its members still follow", async () => {
    const shopId = await app.open(shop);
    await app.order(shop, { id: 1, customer: 1, placedAt: fresh(9) });
    await app.drained();
    await app.show(shop);
    await app.superuser.query(
      `INSERT INTO program_versions (shop_id, version, starts_at, rules)
       SELECT shop_id, 2, $2, jsonb_set(rules, '{tiers,0,name}', '"Seed"') FROM program_versions WHERE shop_id = $1`,
      [shopId, new Date(START + DAY)],
    );
    app.clock.now += DAY + 1_000;
    await app.proxy("member", { customer: 2, shop, pathPrefix: "/community/seeds" });
    await app.show(shop);
    await showStartedPrograms(app.app.timed);
    await app.show(shop);
    expect(app.seen(shop, 1)).toMatchObject({ tier: { name: "Seed" } });
  });

  test("the proxy's new path, as Shopify signed it", async () => {
    await app.open(shop);
    await app.show(shop);
    const pathPrefix = "/community/petals";
    await app.proxy("member", { customer: 1, shop, pathPrefix });
    expect(await waiting()).toEqual(["program 0"]);
    await app.show(shop);
    expect(app.programSeen(shop)).toMatchObject({ proxy: pathPrefix });
    await app.proxy("member", { customer: 1, shop, pathPrefix });
    expect(await waiting()).toEqual([]);
  });
});
