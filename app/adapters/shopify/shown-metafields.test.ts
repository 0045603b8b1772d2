import { THEME_LOOK, type Look } from "../../domain/settings/shop-settings.ts";
import { describe, expect, test } from "vitest";
import { defaultProgram } from "../../domain/program/program.ts";
import type { Reward } from "../../domain/program/reward.ts";
import type { Standing } from "../../domain/settlement/settlement.ts";
import { hashOf } from "./metafield-api.server.ts";
import { memberMetafields, programMetafield, type Recent } from "./shown-metafields.ts";

const NOW = Date.parse("2026-11-22T10:00:00Z");
const at = (text: string): number => Date.parse(text);

const enrolled: Standing = {
  enrolledAt: at("2026-01-05T09:00:00Z"),
  joined: true,
  balance: 120,
  pending: 40,
  lifetimeEarned: 900,
  tierId: "silver",
  tierSince: at("2026-06-01T12:00:00Z"),
  tierUntil: at("2027-06-01T12:00:00Z"),
  spendMinor: 45_800,
  nextExpiryAt: at("2027-11-02T00:00:00Z"),
  nextChangeAt: at("2027-06-01T12:00:00Z"),
};
const nobody: Standing = {
  ...enrolled,
  enrolledAt: null,
  balance: 0,
  pending: 0,
  lifetimeEarned: 0,
  tierId: "bronze",
  tierSince: null,
  tierUntil: null,
  spendMinor: 0,
  nextExpiryAt: null,
};

interface Draft {
  standing?: Partial<Standing>;
  of?: Standing;
  held?: number;
  currency?: string;
  recent?: Recent[];
}

function fieldsOf({ standing, of = enrolled, held = 0, currency = "GBP", recent = [] }: Draft) {
  const full = { ...of, ...standing };
  const member = { standing: full, balance: full.balance, held, recent };
  const fields = memberMetafields({ member, version: defaultProgram(currency), currency }, NOW);
  const value = (key: string): string => fields.find((field) => field.key === key)?.value ?? "";
  return {
    fields,
    balance: value("balance"),
    tier: value("tier"),
    member: JSON.parse(value("member")) as Record<string, unknown>,
  };
}

test("a customer's metafields, whole: the form that theme blocks and account pages read", () => {
  const recent = [
    {
      at: at("2026-11-20T08:00:00Z"),
      kind: "order",
      reason: "paid",
      points: 50,
      orderName: "#1001",
    },
    { at: at("2026-11-01T08:00:00Z"), kind: "join", reason: "join", points: 100, orderName: null },
  ];
  const { fields, member } = fieldsOf({ recent, held: 20 });
  expect(fields.map(({ namespace, key, type }) => [namespace, key, type])).toEqual([
    ["$app", "balance", "number_integer"],
    ["$app", "tier", "single_line_text_field"],
    ["$app", "member", "json"],
  ]);
  expect(fields.slice(0, 2).map(({ value }) => value)).toEqual(["100", "Silver"]);
  expect(member).toEqual({
    v: 1,
    asOf: "2026-11-22T10:00:00.000Z",
    enrolled: true,
    joined: true,
    available: 100,
    pending: 40,
    held: 20,
    lifetime: 900,
    expiring: { points: 120, at: "2027-11-02T00:00:00.000Z" },
    tier: {
      id: "silver",
      name: "Silver",
      since: "2026-06-01T12:00:00.000Z",
      until: "2027-06-01T12:00:00.000Z",
      ratePercent: 125,
    },
    next: { id: "gold", name: "Gold", remaining: 4_200, progress: 86 },
    recent: [
      {
        at: "2026-11-20T08:00:00.000Z",
        kind: "order",
        reason: "paid",
        points: 50,
        order: "#1001",
      },
      { at: "2026-11-01T08:00:00.000Z", kind: "join", reason: "join", points: 100, order: null },
    ],
  });
});

test.each<{ why: string; draft: Draft; balance: string; tier: string; member: object }>([
  {
    why: "a debt after a claw-back is shown as it is, and doesn't expire",
    draft: { standing: { balance: -30, nextExpiryAt: null } },
    balance: "-30",
    tier: "Silver",
    member: { available: -30, expiring: null, enrolled: true },
  },
  {
    why: "who was enrolled by an order has not joined: the joining points are still there to claim",
    draft: { standing: { joined: false } },
    balance: "120",
    tier: "Silver",
    member: { enrolled: true, joined: false },
  },
  {
    why: "the top tier has no next one",
    draft: { standing: { tierId: "gold", spendMinor: 90_000 } },
    balance: "120",
    tier: "Gold",
    member: { tier: { id: "gold", ratePercent: 150 }, next: null },
  },
  {
    why: "who never ordered nor joined has nothing, and all of the way before them",
    draft: { of: nobody },
    balance: "0",
    tier: "Bronze",
    member: {
      enrolled: false,
      available: 0,
      expiring: null,
      tier: { id: "bronze", since: null, until: null },
      next: { id: "silver", remaining: 20_000, progress: 0 },
      recent: [],
    },
  },
  {
    why: "who left keeps the points and can't spend them",
    draft: { standing: { enrolledAt: null } },
    balance: "0",
    tier: "Silver",
    member: { enrolled: false, available: 120 },
  },
  {
    why: "a penny before the next tier isn't all of the way",
    draft: { standing: { spendMinor: 49_999 } },
    balance: "120",
    tier: "Silver",
    member: { next: { remaining: 1, progress: 99 } },
  },
  {
    why: "a tier held above what was spent since (a version changed it): never below 0",
    draft: { standing: { spendMinor: 100 } },
    balance: "120",
    tier: "Silver",
    member: { next: { remaining: 49_900, progress: 0 } },
  },
  {
    why: "yen: Liquid counts hundredths though a yen has none",
    draft: { currency: "JPY", standing: { spendMinor: 458 } },
    balance: "120",
    tier: "Silver",
    member: { next: { remaining: 4_200, progress: 86 } },
  },
  {
    why: "dinars have thousandths: what remains is rounded up, so that it suffices",
    draft: { currency: "KWD", standing: { spendMinor: 457_995 } },
    balance: "120",
    tier: "Silver",
    member: { next: { remaining: 4_201, progress: 85 } },
  },
])("$why", ({ draft, balance, tier, member }) => {
  const shown = fieldsOf(draft);
  expect([shown.balance, shown.tier]).toEqual([balance, tier]);
  expect(shown.member).toMatchObject(member);
});

describe("the program", () => {
  const value = (
    currency: string,
    rewards?: Reward[],
    look: Look = THEME_LOOK,
  ): Record<string, unknown> => {
    const version = { ...defaultProgram(currency), ...(rewards && { rewards }) };
    const field = programMetafield(
      { version, currency, proxyPrefix: "/apps/perennial", look },
      NOW,
    );
    expect(field).toMatchObject({ namespace: "perennial", key: "program", type: "json" });
    return JSON.parse(field.value) as Record<string, unknown>;
  };

  test("the default one, whole", () => {
    expect(value("GBP")).toEqual({
      v: 1,
      asOf: "2026-11-22T10:00:00.000Z",
      name: "Rewards",
      pointsName: "points",
      currency: "GBP",
      proxy: "/apps/perennial",
      hundredthsPerPoint: 100,
      joiningPoints: 100,
      expiryMonths: 12,
      tiers: [
        { id: "bronze", name: "Bronze", from: 0, ratePercent: 100 },
        { id: "silver", name: "Silver", from: 20_000, ratePercent: 125 },
        { id: "gold", name: "Gold", from: 50_000, ratePercent: 150 },
      ],
      rewards: [
        { id: "5-off", kind: "amount-off", points: 500, amount: 500, title: null },
        { id: "10-off", kind: "amount-off", points: 900, amount: 1_000, title: null },
        { id: "free-shipping", kind: "free-shipping", points: 300, title: null },
        { id: "any-amount", kind: "variable", points: 100, amount: 100, title: null },
      ],
    });
  });

  test.each(["GBP", "JPY", "KWD"])(
    "counts money in hundredths of a unit in %s as well",
    (currency) => {
      const { hundredthsPerPoint, tiers, rewards } = value(currency);
      expect({ hundredthsPerPoint, tiers, rewards }).toMatchObject({
        hundredthsPerPoint: 100,
        tiers: [{ from: 0 }, { from: 20_000 }, { from: 50_000 }],
        rewards: [{ amount: 500 }, { amount: 1_000 }, {}, { amount: 100 }],
      });
    },
  );

  test("every kind of reward says what it is worth", () => {
    const own = { points: 10, title: "Mine" };
    const rewards: Reward[] = [
      { id: "a", kind: "percent-off", percent: 15, ...own },
      { id: "b", kind: "free-product", productId: "77", ...own },
      { id: "c", kind: "store-credit", amountMinor: 250, ...own },
      { id: "d", kind: "gift-card", amountMinor: 1_000, ...own },
    ];
    expect(value("GBP", rewards)["rewards"]).toEqual([
      { id: "a", kind: "percent-off", percent: 15, ...own },
      { id: "b", kind: "free-product", productId: "gid://shopify/Product/77", ...own },
      { id: "c", kind: "store-credit", amount: 250, ...own },
      { id: "d", kind: "gift-card", amount: 1_000, ...own },
    ]);
  });

  test("a look of the merchant's own is told, the theme's own is not", () => {
    const own: Look = { ...THEME_LOOK, accent: "#1a6b4a", radiusPx: 0, launcherSide: "start" };
    expect(value("GBP", [], own)["look"]).toEqual({ accent: "#1a6b4a", radius: 0, side: "start" });
    expect(value("GBP")).not.toHaveProperty("look");
  });

  test("no rewards is an empty list", () => {
    expect(value("GBP", [])["rewards"]).toEqual([]);
  });
});

describe("whether Shopify holds it already", () => {
  const fields = (standing: Partial<Standing>, asOf: number) => {
    const member = { standing: { ...enrolled, ...standing }, balance: 120, held: 0, recent: [] };
    return memberMetafields({ member, version: defaultProgram("GBP"), currency: "GBP" }, asOf);
  };

  test("the instant alone makes no difference", () => {
    expect(hashOf(fields({}, NOW))).toBe(hashOf(fields({}, NOW + 5_000)));
  });

  test("anything else does", () => {
    expect(hashOf(fields({ pending: 41 }, NOW))).not.toBe(hashOf(fields({}, NOW)));
  });
});
