/** Small histories written as a person would tell them; money in whole units of a 2-digit currency. */
import type { MemberFacts } from "../../app/domain/settlement/settlement.ts";
import { createHash } from "node:crypto";
import type { Action, ShopRules } from "../../app/domain/members/member-facts.ts";
import {
  joinOrderFacts,
  type FinancialStatus,
  type OrderFacts,
  type OrderLine,
  type OrderSnapshot,
  type Refund,
} from "../../app/domain/orders/order-facts.ts";
import { defaultProgram, type ProgramVersion } from "../../app/domain/program/program.ts";
import type { Instant } from "../../app/domain/shared/instant.ts";

/** "10:10" on 2 June 2025, "2025-03-01" at midnight, "2025-03-01T10:10"; always UTC. */
export function at(text: string): Instant {
  const iso = text.includes("-") ? text : `2025-06-02T${text}`;
  const instant = Date.parse(iso.includes("T") ? `${iso}Z` : `${iso}T00:00Z`);
  if (Number.isNaN(instant)) throw new Error(`not an instant: "${text}"`);
  return instant;
}

export const DEFAULT_PROGRAM = defaultProgram("GBP");
export const LONDON: ShopRules = { timeZone: "Europe/London", earnFrom: null };

export type LineDraft = {
  id?: string;
  price: number;
  quantity?: number;
  /** Units taken off by an edit: gone from the current quantity without a refund. */
  removed?: number;
  discount?: number;
  tax?: number;
  giftCard?: true;
};

export type RefundDraft = {
  id: string;
  at: string;
  /** Units by line id; line ids are "1", "2", … unless said otherwise. */
  takes?: Record<string, number>;
  goodwill?: number;
  /** Whether the order's snapshot knows of it already. */
  listed?: boolean;
};

export type OrderDraft = {
  id: string;
  placed: string;
  /** Shorthand for one line of one unit. */
  goods?: number;
  lines?: LineDraft[];
  status?: FinancialStatus;
  cancelled?: string;
  test?: true;
  deleted?: true;
  taxesIncluded?: true;
  refunds?: RefundDraft[];
  /** `updated_at`; at placing unless said otherwise. */
  updated?: string;
  source?: OrderSnapshot["source"];
  customer?: string | null;
};

/** An order as known from one snapshot of it and the refunds named. */
export function order(draft: OrderDraft): OrderFacts {
  const refunds = draft.refunds ?? [];
  const listed = refunds.filter((refund) => refund.listed);
  const taken = (lineId: string): number =>
    listed.reduce((sum, refund) => sum + (refund.takes?.[lineId] ?? 0), 0);
  const lines = (draft.lines ?? [{ price: draft.goods ?? 0 }]).map((line, index) => {
    const id = line.id ?? String(index + 1);
    return orderLine(id, line, taken(id));
  });
  const fields = {
    updatedAt: at(draft.updated ?? draft.placed),
    source: draft.source ?? "payload",
    placedAt: at(draft.placed),
    cancelledAt: draft.cancelled === undefined ? null : at(draft.cancelled),
    financialStatus: draft.status ?? "paid",
    test: draft.test ?? false,
    customerId: draft.customer === undefined ? "1001" : draft.customer,
    currency: "GBP",
    taxesIncluded: draft.taxesIncluded ?? false,
    lines,
    listedRefundIds: listed.map((refund) => refund.id),
    name: null,
  } satisfies Omit<OrderSnapshot, "contentHash">;
  const snapshot: OrderSnapshot = { ...fields, contentHash: sha256(fields) };
  const deleted = draft.deleted ?? false;
  return { orderId: draft.id, deleted, snapshot, refunds: refunds.map(refundOf) };
}

function orderLine(id: string, draft: LineDraft, taken: number): OrderLine {
  const quantity = draft.quantity ?? 1;
  return {
    id,
    productId: null,
    giftCard: draft.giftCard ?? false,
    quantity,
    currentQuantity: quantity - (draft.removed ?? 0) - taken,
    priceMinor: minor(draft.price),
    discountMinor: minor(draft.discount ?? 0),
    taxMinor: minor(draft.tax ?? 0),
  };
}

function refundOf(draft: RefundDraft): Refund {
  return {
    id: draft.id,
    createdAt: at(draft.at),
    lines: Object.entries(draft.takes ?? {}).map(([lineId, quantity]) => ({ lineId, quantity })),
    goodwillMinor: minor(draft.goodwill ?? 0),
  };
}

/** refunds/create by itself: the refund of an order that may not be known yet. */
export function refund(orderId: string, draft: RefundDraft): OrderFacts {
  return { orderId, deleted: false, snapshot: null, refunds: [refundOf(draft)] };
}

/** orders/delete: an id and nothing else. */
export function deletion(orderId: string): OrderFacts {
  return { orderId, deleted: true, snapshot: null, refunds: [] };
}

export function action(kind: Action["kind"], when: string, points = 0): Action {
  return { key: `${kind}:${when}`, kind, at: at(when), points };
}

export const join = (when: string, points = 100): Action => action("join", when, points);
export const leave = (when: string): Action => action("leave", when);
export const redemption = (when: string, points: number): Action =>
  action("redemption", when, -points);

/** What is known of each order after these deliveries, whatever order they arrived in. */
export function delivered(deliveries: readonly OrderFacts[]): OrderFacts[] {
  const byId = new Map<string, OrderFacts>();
  for (const delivery of deliveries) {
    const known = byId.get(delivery.orderId);
    byId.set(delivery.orderId, known ? joinOrderFacts(known, delivery) : delivery);
  }
  return [...byId.values()];
}

export function facts(...parts: (OrderFacts | Action)[]): MemberFacts {
  const orders = parts.filter((part) => "orderId" in part);
  const actions = parts.filter((part) => "key" in part);
  return { orders: delivered(orders), actions };
}

/** The default program with something changed, as its next version. */
export function version(
  number: number,
  startsAt: string,
  changes: Partial<ProgramVersion> = {},
): ProgramVersion {
  return { ...DEFAULT_PROGRAM, version: number, startsAt: at(startsAt), ...changes };
}

export function sha256(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}

function minor(units: number): number {
  return Math.round(units * 100);
}
