/**
 * Every list of the admin, in a shop of 20,000 members: what is read for a page must not grow with the
 * shop. What a statement looks at is counted, not timed, so that a busy machine changes nothing.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { fillLargeShop, FIRST_CUSTOMER } from "../../bench/large-shop.ts";
import { createAppContext } from "../../app/web/admin-context.server.ts";
import type { AdminVisit } from "../../app/web/admin-visit.server.ts";
import type { AppContext } from "../../app/web/app-context.ts";
import { askedList } from "../../app/web/member-query.ts";
import { startTestApp, SHOP, type TestApp } from "../support/app.ts";
import { explained, type Explained } from "../support/query-plans.ts";

const SIZE = { members: 20_000, deliveries: 20_000, parked: 500, ordersOfOne: 10_000 };
/** A page shows 50 rows; a tenth of the shop would already be a list that grows with it. */
const ROWS_READ_MAX = 2_000;

let app: TestApp;
let pages: AppContext;
let visit: AdminVisit;

beforeAll(async () => {
  app = await startTestApp({ draining: false });
  const shopId = await app.installed();
  await fillLargeShop(app.database.databaseUrl, SHOP, SIZE, () => undefined);
  app.clock.now = Date.now(); // the shop is filled up to today
  pages = createAppContext(app.app, "embedded");
  visit = {
    shopId,
    shopDomain: SHOP,
    shopName: "Orchard",
    currency: "GBP",
    timeZone: "Europe/London",
    scopes: [],
    staff: { id: "1", name: null },
    language: "en",
  };
}, 120_000);

const list = (query: string) => () => {
  const asked = askedList(new URLSearchParams(query));
  if (asked.wrong !== null) throw new Error(`${asked.wrong} is no filter`);
  return pages.members.list(visit, asked);
};

describe("what is read for a page doesn't grow with the shop", () => {
  test.each<{ name: string; page: () => Promise<unknown>; rowsMax?: number }>([
    { name: "members, newest first", page: list("") },
    { name: "members, oldest first", page: list("sort=enrolled-asc") },
    { name: "members by points", page: list("sort=points-desc") },
    { name: "members by spend", page: list("sort=spend-desc") },
    { name: "members of one tier", page: list("tier=gold") },
    { name: "members of two tiers by spend", page: list("tier=gold,silver&sort=spend-desc") },
    { name: "members whose points expire soon", page: list("expiringDays=30") },
    { name: "members with points between two numbers", page: list("pointsMin=100&pointsMax=200") },
    { name: "members who spent between two amounts", page: list("spendMin=10000&spendMax=20000") },
    { name: "members who came lately", page: list("enrolledFrom=2026-10-01") },
    { name: "members with a negative balance", page: list("pointsMax=-1") },
    { name: "members who left", page: list("left=1") },
    { name: "members who stay away, the best first", page: list("notOrderedSince=2026-06-01") },
    {
      name: "one member",
      page: () =>
        pages.member.read(visit.shopId, String(FIRST_CUSTOMER + 500), { cursor: null, part: null }),
    },
    {
      name: "one member with 10,000 orders, each looked at a few times at most",
      page: () =>
        pages.member.read(visit.shopId, String(FIRST_CUSTOMER), { cursor: null, part: null }),
      rowsMax: 100_000,
    },
    {
      name: "deliveries",
      page: () => pages.deliveries.read(visit.shopId, { before: null, comparedBefore: null }),
    },
    { name: "settings", page: () => pages.settingsPages.read(visit.shopId) },
    { name: "requests by law", page: () => pages.settingsPages.privacy(visit.shopId, null) },
    {
      name: "team log",
      page: () => pages.settingsPages.team(visit.shopId, { cursor: null } as never),
    },
  ])("$name", async ({ page, rowsMax = ROWS_READ_MAX }) => {
    const statements = await explained(app.app.pool, page);
    expect(statements.length).toBeGreaterThan(0);
    const greedy = statements.filter(({ rowsRead }) => rowsRead > rowsMax);
    expect(greedy).toEqual([]);
  });
});

describe("the check itself", () => {
  const plan = (sql: string): Promise<Explained[]> =>
    explained(app.app.pool, () =>
      app.app.ports.stores.inShop(visit.shopId, (tx) => tx.client.query(sql, [tx.shopId])),
    );

  test("finds a list that reads the whole shop", async () => {
    const [found] = await plan(
      "SELECT * FROM members WHERE shop_id = $1 AND standing ->> 'tierId' = 'gold' ORDER BY member_id LIMIT 50 OFFSET 100",
    );
    expect(found?.rowsRead).toBeGreaterThan(ROWS_READ_MAX);
  });
});
