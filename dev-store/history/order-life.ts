import type { HistoryEvent, LineDraft, OrderDraft } from "./history.ts";
import type { Random } from "./random.ts";

/**
 * What becomes of an order after it is placed. Returns of home goods bought online came to 11.5 %
 * of sales (National Retail Federation and Appriss 2021); half of what this shop sells is eaten or
 * burnt and hardly comes back, so its refunds aim at 5 to 9 % of sales.
 */
const FATES = {
  kept: 0.846,
  fullRefund: 0.037,
  partialRefund: 0.055,
  goodwill: 0.01,
  cancelled: 0.013,
  edited: 0.022,
  unpaid: 0.017,
} as const;
type Fate = keyof typeof FATES;
const FATE_NAMES = Object.keys(FATES) as Fate[];
const FATE_WEIGHTS = FATE_NAMES.map((fate) => FATES[fate]);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface FollowUp {
  at: number;
  event: HistoryEvent;
}

export interface Placed {
  order: OrderDraft;
  /** ms */
  at: number;
  random: Random;
  /** For a line that an edit adds. */
  anotherLine: () => LineDraft & { id: string };
}

/** Sets `order.paid` and says what follows, each at its instant. */
export function liveOn(placed: Placed): FollowUp[] {
  const { order, random } = placed;
  const fate = fateOf(order, random);
  order.paid = fate !== "unpaid";
  return FOLLOWED_BY[fate](placed);
}

function fateOf(order: OrderDraft, random: Random): Fate {
  const fate = FATE_NAMES[random.weighted(FATE_WEIGHTS)] ?? "kept";
  // Gift cards are delivered at once and not taken back.
  return order.test || order.lines.some((line) => line.giftCard) ? "kept" : fate;
}

const FOLLOWED_BY: Record<Fate, (placed: Placed) => FollowUp[]> = {
  kept: (placed) => [sent(placed, placed.at)],
  fullRefund: (placed) => {
    const parcel = sent(placed, placed.at);
    const back = parcel.at + days(placed.random, 4, 24);
    const withPostage = placed.random.chance(0.4) ? (placed.order.shippingMinor ?? 0) : 0;
    return [
      parcel,
      refund(placed, back, { lines: allOf(placed.order.lines), shippingMinor: withPostage }),
    ];
  },
  partialRefund: (placed) => {
    const parcel = sent(placed, placed.at);
    return [parcel, ...returnSome(placed, parcel.at + days(placed.random, 4, 24))];
  },
  goodwill: (placed) => {
    const parcel = sent(placed, placed.at);
    const share = placed.random.pick([0.1, 0.15, 0.2, 0.25]);
    // Not more than the goods cost: a discount could have made them nearly free.
    const adjustmentMinor = -Math.max(
      1,
      Math.floor((goodsOf(placed.order) - (placed.order.discountMinor ?? 0)) * share),
    );
    return [
      parcel,
      refund(placed, parcel.at + days(placed.random, 2, 12), { lines: [], adjustmentMinor }),
    ];
  },
  cancelled: (placed) => {
    const at = placed.at + placed.random.between(8 * MINUTE, 14 * HOUR);
    const { order } = placed;
    return [
      { at, event: { kind: "cancel", at: iso(at), orderId: order.id } },
      refund(placed, at + placed.random.between(5_000, 2 * MINUTE), {
        lines: allOf(order.lines),
        shippingMinor: order.shippingMinor ?? 0,
      }),
    ];
  },
  edited: (placed) => {
    const edit = editOf(placed);
    return [edit, sent(placed, edit.at)];
  },
  unpaid: (placed) => {
    const { order, random } = placed;
    if (random.chance(0.1)) return [];
    const at = placed.at + days(random, 1, 5);
    if (random.chance(0.18))
      return [
        { at: at + 5 * DAY, event: { kind: "cancel", at: iso(at + 5 * DAY), orderId: order.id } },
      ];
    return [{ at, event: { kind: "payment", at: iso(at), orderId: order.id } }, sent(placed, at)];
  },
};

/** One or two lines, or a part of one, come back; now and then in two parcels. */
function returnSome(placed: Placed, at: number): FollowUp[] {
  const { order, random } = placed;
  const line = random.pick(order.lines);
  if (order.lines.length === 1 && line.quantity === 1) {
    const shareKept = random.pick([0.5, 0.8]);
    // Sent back used: the line is refunded, less a part of its price.
    const adjustmentMinor = Math.floor(line.priceMinor * (1 - shareKept) * 0.5);
    return [refund(placed, at, { lines: allOf([line]), adjustmentMinor })];
  }
  const quantity = random.between(1, line.quantity);
  const first = refund(placed, at, { lines: [{ lineId: idOf(line), quantity }] });
  const other = order.lines.find((candidate) => candidate !== line);
  if (!other || !random.chance(0.2)) return [first];
  return [
    first,
    refund(placed, at + days(random, 1, 9), { lines: [{ lineId: idOf(other), quantity: 1 }] }),
  ];
}

function editOf(placed: Placed): FollowUp {
  const { order, random } = placed;
  const at = placed.at + random.between(4 * MINUTE, 100 * MINUTE);
  const edit = { kind: "edit", at: iso(at), orderId: order.id } as const;
  const line = random.pick(order.lines);
  if (random.chance(0.4)) return { at, event: { ...edit, add: [placed.anotherLine()] } };
  const canRemove = order.lines.length > 1 || line.quantity > 1;
  const quantity =
    canRemove && random.chance(0.6)
      ? random.between(order.lines.length > 1 ? 0 : 1, line.quantity - 1)
      : line.quantity + 1;
  return { at, event: { ...edit, setQuantity: [{ lineId: idOf(line), quantity }] } };
}

function sent({ order, random }: Placed, after: number): FollowUp {
  const at = after + Math.floor((0.3 + 1.9 * random.next()) * DAY);
  return { at, event: { kind: "fulfil", at: iso(at), orderId: order.id } };
}

interface Refunded {
  lines: { lineId: string; quantity: number }[];
  adjustmentMinor?: number;
  shippingMinor?: number;
}

function refund(
  { order }: Placed,
  at: number,
  { lines, adjustmentMinor = 0, shippingMinor = 0 }: Refunded,
): FollowUp {
  const event: HistoryEvent = {
    kind: "refund",
    at: iso(at),
    orderId: order.id,
    lines,
    ...(adjustmentMinor === 0 ? {} : { adjustmentMinor }),
    ...(shippingMinor === 0 ? {} : { shippingMinor }),
  };
  return { at, event };
}

function allOf(lines: LineDraft[]): { lineId: string; quantity: number }[] {
  return lines.map((line) => ({ lineId: idOf(line), quantity: line.quantity }));
}

function idOf(line: LineDraft): string {
  if (line.id === undefined)
    throw new Error(`the line "${line.title}" needs an id, since a later event refers to it`);
  return line.id;
}

export function goodsOf(order: Pick<OrderDraft, "lines">): number {
  return order.lines.reduce(
    (sum, line) => sum + (line.giftCard ? 0 : line.priceMinor * line.quantity),
    0,
  );
}

function days(random: Random, low: number, high: number): number {
  return Math.floor((low + (high - low) * random.next()) * DAY);
}

/** Shopify's timestamps have whole seconds. */
export function iso(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
