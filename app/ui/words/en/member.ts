/** One member: what do they hold, and why? */
import { adjust } from "./adjusting.ts";
import { counted, grouped } from "./wording.ts";

const points = (count: number): string => counted(count, "point", "points");
const entries = (count: number): string => counted(count, "entry", "entries");

const standings: Readonly<Record<string, string>> = {
  earned: "Paid: what it is worth is earned.",
  pending: "Awaits payment. These points are pending, and count once it is paid.",
  cancelled: "Cancelled: it earns nothing.",
  voided: "The payment was voided or has expired: it earns nothing.",
  deleted: "Deleted in Shopify: it counts as though it had never been.",
  test: "A test order: it counts nowhere.",
  "no-snapshot": "Shopify hasn't shown this order yet.",
  "left-program": "Placed while the customer had left the program: it earns nothing.",
  "other-customer": "Belongs to another customer now.",
};

const because: Readonly<Record<string, string>> = {
  order: "Placed and paid",
  paid: "Paid",
  "refund-or-removal": "Goods went back or were taken off",
  "goods-added": "Goods were added",
  "tier-known-later": "Counts at another tier: orders before it became known later",
  cancelled: "Cancelled",
  voided: "Payment voided",
  pending: "Awaits payment again",
  deleted: "Deleted in Shopify",
  test: "Turned out to be a test order",
  "left-program": "Placed while the customer had left the program",
  "before-earn-from": "Placed before the day from which orders earn",
  "order-gone": "The order was deleted, or belongs to another customer now",
  merged: "Moved to the customer into whom this one was merged",
  inactivity: "Expired after a long time without activity",
  "activity-known-later":
    "Given back: there was activity, or less to expire, than was known at the time",
  adjustment: "Adjusted",
  "adjustment-undone": "Undone",
};

const parts: Readonly<Record<string, string>> = {
  orders: "Earned by orders",
  "taken-back": "Taken back after returns and cancellations",
  joining: "Joining",
  adjustments: "Adjusted by your team",
  spent: "Spent on rewards",
  expired: "Expired",
  birthdays: "Birthdays",
  "check-ins": "Check-ins",
};

const lines: Readonly<Record<string, (order: string) => string>> = {
  order: (order) => `Order ${order}`,
  paid: (order) => `Order ${order} was paid`,
  "refund-or-removal": (order) => `Goods of order ${order} went back`,
  "goods-added": (order) => `Order ${order} grew`,
  "tier-known-later": (order) => `Order ${order} counts at another tier`,
  cancelled: (order) => `Order ${order} was cancelled`,
  voided: (order) => `The payment of order ${order} was voided`,
  pending: (order) => `Order ${order} awaits payment again`,
  "left-program": (order) => `Order ${order}: placed while out of the program`,
  "before-earn-from": (order) => `Order ${order}: placed before orders earn`,
  "order-gone": (order) => `Order ${order} isn't part of this account any more`,
};

const nothing: Readonly<Record<string, string>> = {
  pending: "awaits payment",
  cancelled: "cancelled",
  voided: "payment voided or expired",
  deleted: "deleted in Shopify",
  test: "a test order",
  "left-program": "placed while out of the program",
  "before-earn-from": "placed before orders earn",
};

const events: Readonly<Record<string, string>> = {
  join: "Joined the program",
  leave: "Left the program",
  redemption: "Spent on a reward",
  birthday: "Birthday",
  "check-in": "Checked in",
};

export const member = {
  title: "Member",
  customer: (id: string) => `Customer ${id}`,
  back: "Members",
  inShopify: "View in Shopify",
  dataFile: "Export this member's data",
  /** What stands under the number while, or where, the name isn't known. */
  nameless: (trouble: string | null) =>
    trouble === "refused" ? "Names need Shopify's approval for protected customer data." : "",
  unknown: {
    title: "No member with this number",
    heading: (asked: string) => `${asked} is not known here`,
    explanation:
      "Customers appear with their first order, or when they join on your storefront. If you have a name or an e-mail address, search for that instead: nothing is wrong with your points.",
    action: "Search members",
  },
  points: {
    title: "Points",
    available: "available",
    worth: (money: string) => `Worth up to ${money} in rewards`,
    debt: (count: number) =>
      `${points(count)} short: goods were returned after their points were spent or adjusted. The next points earned fill the gap; nothing is taken from the customer.`,
    outside:
      "Out of the program by their own wish: the points are kept, and can be spent after joining again.",
    neverEnrolled: "Not a member: no order counts and they haven't joined.",
    pending: (count: number) => `${points(count)} pending`,
    pendingHint: "of orders that are not paid yet",
    held: (count: number) => `${points(count)} held`,
    heldHint: "for rewards that are being made ready",
    expires: (count: number, day: string) =>
      `All ${points(count)} expire on ${day} unless there is activity: an order, a reward, joining or a check-in.`,
  },
  why: {
    title: (balance: string) => `Why ${balance}?`,
    intro: "Every entry is in exactly one of these. Choose one to see its entries.",
    parts,
    entries,
    balance: "Balance",
    none: "There are no entries yet.",
    held: "Held for rewards",
    available: "Available",
  },
  tier: {
    title: "Tier",
    since: (day: string) => `Since ${day}`,
    rate: (percent: string) => `Earns at ${percent}`,
    falls: (tier: string, day: string, money: string) =>
      `Falls to ${tier} on ${day} unless goods for ${money} are bought before.`,
    fallsSometime: (day: string) => `Falls on ${day} if nothing more is bought.`,
    next: (money: string, tier: string) => `${money} to ${tier}`,
    nextLabel: (tier: string) => `Way to ${tier}`,
    top: "The highest tier.",
  },
  about: {
    title: "About",
    enrolled: "Member since",
    notEnrolled: "Not enrolled",
    byOrder: (order: string) => `by order ${order}`,
    byJoin: "by joining",
    lifetime: "Earned in all",
    lifetimeHint: "before spending and expiry, less what was taken back",
    orders: "Orders",
    mergedFrom: "Merged from",
    moved: (count: number) => `${points(count)} moved here`,
  },
  history: {
    title: "History",
    all: "Everything",
    nothing: "Orders that earned nothing",
    show: "Show",
    empty: "Nothing has happened yet",
    emptyHint:
      "Orders, joining, rewards, adjustments and expiries appear here within seconds of happening.",
    emptyPart: "Nothing of this kind",
    lines,
    events,
    order: (order: string) => `Order ${order}`,
    nothingFor: (reason: string) => `No points: ${reason}`,
    nothingBy: (standing: string, goods: string) =>
      nothing[standing] ??
      (standing === "earned" ? `${goods} of goods come to less than one point` : standing),
    noGoods: "no goods that earn are left",
    adjusted: (reason: string) => `Adjusted: ${reason}`,
    undone: "Adjustment undone",
    wasUndone: "undone",
    by: (staff: string) => `by ${staff}`,
    byTeam: "by your team",
    expired: "Points expired",
    givenBack: "Expired points given back",
    moved: (id: string) => `placed as customer ${id}`,
    posted: (day: string) => `posted ${day}`,
    other: "Points changed",
  },
  explain: {
    loading: "Working it out",
    failed: "This could not be worked out. Nothing was changed; close it and open it again.",
    placed: "Placed",
    goods: "Goods",
    line: (price: string, quantity: number) => `${price} × ${grouped(quantity)}`,
    discount: (money: string) => `− ${money} discounts`,
    tax: (money: string) => `− ${money} included tax`,
    edited: "changed by an edit since",
    kept: (kept: number, quantity: number) => `${grouped(kept)} of ${grouped(quantity)} kept`,
    allKept: "all kept",
    product: (id: string) => `Product ${id}`,
    noProduct: "Item without a product",
    giftCard: "Gift card: money, not goods",
    leftOut: "left out",
    goodwill: "Paid back without returned goods",
    sum: "Goods that count",
    formula: "Points",
    calculation: (goods: string, percent: string, perPoint: string) =>
      `${goods} × ${percent} ÷ ${perPoint} per point`,
    exact: (exact: string) => `= ${exact}`,
    dropped: "whole points only, the rest is dropped",
    whole: "nothing to round",
    wouldBe: "once it counts",
    rate: (tier: string, percent: string) => `${tier} at the moment of ordering: ${percent}`,
    spend: (money: string, orders: number) =>
      orders === 0
        ? "Nothing that counts was bought in the 365 days before"
        : `${money} of goods in the 365 days before, from ${counted(orders, "order", "orders")}`,
    threshold: (tier: string, money: string) => `${tier} starts at ${money}`,
    otherTier: (tier: string) =>
      `By what was known when this was posted it was ${tier}; what became known later is told below.`,
    version: (version: number) => `Rules: version ${grouped(version)}`,
    fromBeginning: "in force from the beginning",
    from: (moment: string) => `in force from ${moment}`,
    standings,
    beforeEarnFrom: (moment: string) =>
      `Placed before ${moment}, from when on orders earn: it counts towards the tier, and earns nothing.`,
    chain: "What happened to it",
    because,
    refund: (id: string, moment: string) => `refund ${id} of ${moment}`,
    goodwillOf: (money: string) => `${money} paid back without goods`,
    lineChange: (product: string, before: number, after: number) =>
      `${product}: ${grouped(before)} → ${grouped(after)} kept`,
    tierChange: (before: string, after: string) => `${before} → ${after}`,
    thisEntry: "this entry",
    holds: (count: number) => `holds ${grouped(count)}`,
    agrees: (count: number) =>
      `By the rules this order is worth ${points(count)} now, and that is what the ledger holds.`,
    settling: (target: number, held: number) =>
      `By the rules this order is worth ${points(target)} now; the ledger holds ${grouped(held)} and follows within a minute.`,
    noEntries: "There is no entry: an order worth nothing posts none.",
    gone: "The order itself is not known here any more. This is what was posted for it:",
    expiry: {
      last: (moment: string, months: number) =>
        `The last activity was on ${moment}. Points expire ${counted(months, "month", "months")} after it, at the next midnight of the shop's time zone.`,
      unknown: (months: number) =>
        `Points expire ${counted(months, "month", "months")} after the last activity, at the next midnight of the shop's time zone. What is known today gives another instant; the entries below tell what was put right.`,
      at: "Expired at",
      took: "Everything that was held at that moment was taken, and never more than that.",
    },
    adjustment: {
      reason: "Reason",
      note: "Note",
      staff: "By",
      made: "Made",
      nobody: "not told",
      noNote: "none",
      undoes: (moment: string) => `Undoes the adjustment of ${moment}.`,
      undoneBy: (staff: string, moment: string) => `Undone by ${staff} on ${moment}.`,
      secret: "Customers see “Adjusted by the shop”: never the reason, the note or the name.",
      undo: "Undo this adjustment",
    },
  },
  adjust,
};
