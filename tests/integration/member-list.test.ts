import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import {
  EVERYBODY,
  readFilter,
  type FilterText,
  type MemberFilter,
} from "../../app/domain/members/member-filter.ts";
import {
  orderFor,
  possibleOrders,
  usualOrder,
  type MemberOrder,
} from "../../app/domain/members/member-order.ts";
import type { ListedMember } from "../../app/adapters/postgres/member-list-store.server.ts";
import { DAY } from "../../app/domain/shared/instant.ts";
import { countMembers, listMembers, MEMBERS_PAGE } from "../../app/use-cases/list-members.ts";
import { exportMembers } from "../../app/use-cases/export-members.ts";
import { memberCsv } from "../../app/web/member-csv.ts";
import { startTestApp, START, type TestApp } from "../support/app.ts";
import { addMembers, type MemberDraft } from "../support/listed-members.ts";
import { mergePayload, orderPayload } from "../support/payloads.ts";

const OTHER = "meadow.myshopify.com";
const STAFF = { id: "7", name: "Kim" };
let app: TestApp;
let shop: { shopId: string; timeZone: string };
let otherId: string;

/** 400 members of every kind, by arithmetic: as many as make eight pages. */
const MEMBERS: MemberDraft[] = Array.from({ length: 400 }, (_, n) => ({
  customerId: 5_000 + n,
  memberId: 1 + ((n * 7_919) % 100_003),
  tierId: (["bronze", "bronze", "silver", "gold"] as const)[n % 4] ?? "bronze",
  balance: ((n * 37) % 211) - 20,
  spendMinor: ((n * 53) % 90) * 1_000,
  enrolledAt: START - ((n * 17) % 300) * DAY,
  expiresAt: n % 3 === 0 ? START + ((n * 11) % 200) * DAY : null,
  left: n % 41 === 0,
  lastOrderAt: n % 5 === 0 ? null : START - ((n * 13) % 250) * DAY,
}));

beforeAll(async () => {
  app = await startTestApp();
  shop = { shopId: await app.installed(), timeZone: "Europe/London" };
  otherId = await app.installed(OTHER);
  await addMembers(app.superuser, shop.shopId, MEMBERS);
  await addMembers(app.superuser, otherId, [{ customerId: 5_001, balance: 1_000_000 }]);
});

const filterOf = (text: FilterText): MemberFilter => {
  const read = readFilter(text);
  if (read.kind === "invalid") throw new Error(`${read.name} is wrong`);
  return read.filter;
};

async function pagesOf(filter: MemberFilter, order: MemberOrder, back = false) {
  const pages: ListedMember[][] = [];
  let cursor: string | null = null;
  for (let n = 0; n < 20; n += 1) {
    const after = back ? null : cursor;
    const before = back ? cursor : null;
    const page = await listMembers(app.app.ports, shop, { filter, order, after, before });
    if (page.kind === "too-slow") throw new Error("too slow");
    pages.push(page.members);
    cursor = back ? page.previous : page.next;
    if (cursor === null) return { pages, last: page };
  }
  throw new Error("the list doesn't end");
}

/** What the list must show, from what was written. */
function expected(filter: MemberFilter, order: MemberOrder): number[] {
  const day = (text: string | null) => (text === null ? null : Date.parse(`${text}T00:00:00Z`));
  const holds = (draft: MemberDraft): boolean => {
    const { balance = 0, spendMinor = 0, enrolledAt, expiresAt = null, lastOrderAt = null } = draft;
    const { tierIds, pointsMin, pointsMax, spendMin, spendMax, expiringDays } = filter;
    const since = day(filter.orderedSince);
    const notSince = day(filter.notOrderedSince);
    // Who left isn't enrolled any more: no span of enrolling holds them.
    const enrolled = draft.left === true ? Number.NaN : (enrolledAt ?? 0);
    return [
      filter.left === (draft.left === true),
      tierIds.length === 0 || tierIds.includes(draft.tierId ?? ""),
      pointsMin === null || balance >= pointsMin,
      pointsMax === null || balance <= pointsMax,
      spendMin === null || spendMinor >= spendMin,
      spendMax === null || spendMinor <= spendMax,
      filter.enrolledFrom === null || enrolled >= (day(filter.enrolledFrom) ?? 0),
      filter.enrolledTo === null || enrolled < (day(filter.enrolledTo) ?? 0) + DAY,
      since === null || (lastOrderAt !== null && lastOrderAt >= since),
      notSince === null || lastOrderAt === null || lastOrderAt < notSince,
      expiringDays === null ||
        (expiresAt !== null && balance > 0 && expiresAt < START + expiringDays * DAY),
    ].every(Boolean);
  };
  const keyOf = (draft: MemberDraft): number =>
    ({
      enrolled: draft.enrolledAt ?? 0,
      points: draft.balance ?? 0,
      spend: draft.spendMinor ?? 0,
      expiry: draft.expiresAt ?? 0,
    })[order.by];
  const sign = order.direction === "asc" ? 1 : -1;
  return MEMBERS.filter(holds)
    .sort((a, b) => sign * (keyOf(a) - keyOf(b) || (a.memberId ?? 0) - (b.memberId ?? 0)))
    .map(({ customerId }) => customerId);
}

const winterDay = fc
  .integer({ min: 0, max: 85 })
  .map((n) => new Date(Date.parse("2025-12-25T00:00:00Z") + n * DAY).toISOString().slice(0, 10));
const anyFilter = fc.record({
  tierIds: fc.subarray(["bronze", "gold", "silver"]),
  pointsMin: fc.option(fc.integer({ min: -30, max: 190 })),
  pointsMax: fc.option(fc.integer({ min: -30, max: 220 }), { freq: 2 }),
  spendMin: fc.option(fc.integer({ min: 0, max: 90_000 }), { freq: 2 }),
  spendMax: fc.option(fc.integer({ min: 0, max: 90_000 }), { freq: 2 }),
  enrolledFrom: fc.option(winterDay, { freq: 2 }),
  enrolledTo: fc.option(winterDay, { freq: 2 }),
  orderedSince: fc.option(winterDay, { freq: 2 }),
  notOrderedSince: fc.option(winterDay, { freq: 2 }),
  expiringDays: fc.option(fc.integer({ min: 1, max: 200 }), { freq: 2 }),
  left: fc.boolean().map((left) => left),
});
const anyOrder = fc.record({
  by: fc.constantFrom("enrolled", "points", "spend", "expiry"),
  direction: fc.constantFrom("asc", "desc"),
}) as fc.Arbitrary<MemberOrder>;

describe("paging", () => {
  test("through any filter in any order yields each matching member once, in that order", async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, anyOrder, async (filter, wished) => {
        const order = orderFor(filter, wished);
        const { pages } = await pagesOf(filter, order);
        const shown = pages.flat().map(({ customerId }) => Number(customerId));
        expect(shown).toEqual(expected(filter, order));
        expect(pages.slice(0, -1).every((page) => page.length === MEMBERS_PAGE)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test.each(["enrolled", "points", "spend"] as const)(
    "back from the last page by %s shows the same pages again",
    async (by) => {
      const order = { by, direction: "desc" } as const;
      const forth = await pagesOf(EVERYBODY, order);
      expect(forth.pages.length).toBe(8);
      const shown: string[][] = [];
      let before = forth.last.previous;
      while (before !== null) {
        const page = await listMembers(app.app.ports, shop, {
          ...{ filter: EVERYBODY, order, after: null, before },
        });
        if (page.kind !== "page") throw new Error("too slow");
        shown.unshift(page.members.map(({ customerId }) => customerId));
        before = page.previous;
      }
      expect(shown).toEqual(
        forth.pages.slice(0, -1).map((page) => page.map(({ customerId }) => customerId)),
      );
    },
  );

  test.each([
    "nonsense",
    "points-desc.5.7",
    "enrolled-desc.x.7",
    "enrolled-desc.1.0",
    "enrolled-desc.1.2.3",
    "",
  ])("a cursor that isn't this list's is refused: %s", async (after) => {
    const order = usualOrder(EVERYBODY);
    const asked = { filter: EVERYBODY, order, after, before: null };
    await expect(listMembers(app.app.ports, shop, asked)).rejects.toMatchObject({
      code: "bad-request",
    });
  });

  test("nobody of another shop is ever in it", async () => {
    const { pages } = await pagesOf(EVERYBODY, { by: "points", direction: "desc" });
    expect(Math.max(...pages.flat().map(({ available }) => available))).toBeLessThan(1_000);
    const theirs = { shopId: otherId, timeZone: "UTC" };
    expect(await countMembers(app.app.ports, theirs, EVERYBODY)).toEqual({ count: 1, more: false });
  });

  test("the count is of those who match, and says when there are more than it counts", async () => {
    const count = await countMembers(app.app.ports, shop, filterOf({ tier: "gold" }));
    const order = usualOrder(EVERYBODY);
    expect(count).toEqual({
      count: expected(filterOf({ tier: "gold" }), order).length,
      more: false,
    });
  });
});

describe("filters as text", () => {
  test.each([
    { why: "a tier that can be none", text: { tier: "Gold!" } },
    { why: "a fraction of a point", text: { pointsMin: "1.5" } },
    { why: "a day that doesn't exist", text: { enrolledFrom: "2026-02-30" } },
    { why: "more days than a year has", text: { expiringDays: "400" } },
    { why: "a switch with another value", text: { left: "yes" } },
  ])("$why is refused", ({ text }) => {
    expect(readFilter(text)).toMatchObject({ kind: "invalid" });
  });

  test("who left can't be ordered by when they enrolled, and who isn't filtered by expiry not by it", () => {
    expect(possibleOrders(filterOf({ left: "1" }))).toEqual(["points", "spend"]);
    expect(possibleOrders(EVERYBODY)).not.toContain("expiry");
    expect(usualOrder(filterOf({ expiringDays: "30" }))).toEqual({
      by: "expiry",
      direction: "asc",
    });
  });
});

test("the last order is that of everyone who was merged into the member; tests and deleted ones don't count", async () => {
  const at = (day: string) => ({ placedAt: `2026-03-${day}T10:00:00Z`, goods: "10.00" });
  await app.deliver("orders/paid", orderPayload({ id: 1, customer: 91, ...at("01") }));
  await app.deliver("orders/paid", orderPayload({ id: 2, customer: 92, ...at("05") }));
  await app.deliver("orders/paid", orderPayload({ id: 3, customer: 91, ...at("09"), test: true }));
  await app.deliver("orders/paid", orderPayload({ id: 4, customer: 91, ...at("12") }));
  await app.deliver("orders/delete", { id: 4 });
  await app.deliver("customers/merge", mergePayload(92, 91));
  await app.drained();
  const { stores } = app.app.ports;
  const found = await stores.inShop(shop.shopId, (tx) =>
    stores.memberList.readCustomers(tx, ["92", "91", "93"]),
  );
  expect(found.get("92")).toMatchObject({
    customerId: "91",
    member: { lastOrderAt: Date.parse("2026-03-05T10:00:00Z") },
  });
  expect(found.get("91")).toEqual(found.get("92"));
  expect(found.get("93")).toEqual({ customerId: "93", member: null });
  const since = (day: string) => filterOf({ orderedSince: day, pointsMax: "20", pointsMin: "20" });
  const names = async (filter: MemberFilter) =>
    (await pagesOf(filter, usualOrder(filter))).pages.flat().map((row) => row.customerId);
  expect(await names(since("2026-03-05"))).toContain("91");
  expect(await names(since("2026-03-06"))).not.toContain("91");
});

describe("the file", () => {
  async function fileOf(selection: Parameters<typeof exportMembers>[2]["selection"]) {
    const pages = exportMembers(app.app.ports, shop, { selection, staff: STAFF });
    let text = "";
    for await (const part of memberCsv(pages, "GBP")) text += part;
    return text;
  }

  test("has everybody who matches, once, under names that don't change with the language", async () => {
    const text = await fileOf({ kind: "matching", filter: filterOf({ tier: "gold" }) });
    const [header, ...rows] = text.trimEnd().split("\r\n");
    expect(header).toBe(
      "\uFEFFcustomer_id,name,email,tier,points_available,points_pending,points_lifetime,spend_365_days,currency,last_order_at,enrolled_at,points_expire_at,left_program",
    );
    const order = { by: "enrolled", direction: "asc" } as const;
    const ids = rows.map((row) => Number(row.split(",")[0]));
    expect(ids).toEqual(expected(filterOf({ tier: "gold" }), order));
  });

  test("has just those who were chosen; taking it is in the team log, without anybody's name", async () => {
    const text = await fileOf({ kind: "chosen", customerIds: ["5001", "5002", "999999"] });
    const rows = text.trimEnd().split("\r\n").slice(1);
    expect(rows.map((row) => row.split(",")[0])).toEqual(["5001", "5002"]);
    const { rows: log } = await app.superuser.query<{
      what: string;
      staff_name: string;
      detail: unknown;
    }>(
      "SELECT what, staff_name, detail FROM team_log WHERE shop_id = $1 ORDER BY log_id DESC LIMIT 1",
      [shop.shopId],
    );
    expect(log).toEqual([{ what: "members-exported", staff_name: "Kim", detail: { members: 3 } }]);
  });
});
