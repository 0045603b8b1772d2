/** The life of one order, step by step, and the deliveries that Shopify makes of it. */
import type {
  FinancialStatus,
  OrderFacts,
  OrderLine,
  OrderSnapshot,
  Refund,
} from "../../app/domain/orders/order-facts.ts";
import { compareIds } from "../../app/domain/shared/ids.ts";
import { SECOND, type Instant } from "../../app/domain/shared/instant.ts";
import { sha256 } from "./history.ts";

export type Step = {
  kind: "refund" | "edit" | "cancel" | "pay" | "touch";
  /** Since the step before. */
  gap: number;
  /** Units by line that a refund takes back or an edit removes, as far as they are there. */
  units: number[];
  goodwillMinor: number;
};

export type Life = {
  orderId: string;
  placedAt: Instant;
  lines: {
    priceMinor: number;
    quantity: number;
    discountMinor: number;
    taxMinor: number;
    giftCard: boolean;
  }[];
  status: FinancialStatus;
  test: boolean;
  taxesIncluded: boolean;
  steps: Step[];
  deleted: boolean;
};

type State = {
  at: Instant;
  lines: OrderLine[];
  status: FinancialStatus;
  cancelledAt: Instant | null;
  refunds: Refund[];
};

/** Every delivery of the order, oldest first: creation, each step, refunds also by themselves. */
export function deliveriesOf(life: Life): OrderFacts[] {
  let state: State = {
    at: life.placedAt,
    status: life.status,
    cancelledAt: null,
    refunds: [],
    lines: life.lines.map((line, index) => ({
      ...line,
      id: `${life.orderId}0${index + 1}`,
      productId: null,
      currentQuantity: line.quantity,
    })),
  };
  const deliveries = [snapshotOf(life, state)];
  for (const step of life.steps) {
    const before = state.refunds;
    state = after(state, step, life);
    const made = state.refunds.filter((refund) => !before.includes(refund));
    deliveries.push(...made.map((refund) => ({ ...nothing(life.orderId), refunds: [refund] })));
    deliveries.push(snapshotOf(life, state));
  }
  if (life.deleted) deliveries.push({ ...nothing(life.orderId), deleted: true });
  return deliveries;
}

/** What the Admin API answers after all of it: one snapshot that makes good every loss. */
export function fetchedAfterwards(life: readonly OrderFacts[]): OrderFacts {
  const last = life.findLast((delivery) => delivery.snapshot !== null);
  if (!last?.snapshot) throw new Error("an order begins with a snapshot");
  const newest = Math.max(...life.map((delivery) => delivery.snapshot?.updatedAt ?? 0));
  return {
    ...last,
    snapshot: { ...last.snapshot, source: "admin-api", updatedAt: newest + SECOND },
  };
}

function nothing(orderId: string): OrderFacts {
  return { orderId, deleted: false, snapshot: null, refunds: [] };
}

function after(state: State, step: Step, life: Life): State {
  const at = state.at + step.gap;
  switch (step.kind) {
    case "pay":
      return { ...state, at, status: state.refunds.length > 0 ? state.status : "paid" };
    case "cancel":
      return { ...state, at, cancelledAt: state.cancelledAt ?? at };
    case "edit":
      return {
        ...state,
        at,
        lines: state.lines.map((line, index) => less(line, step.units[index])),
      };
    case "refund":
      return refunded({ ...state, at }, step, life);
    case "touch":
      return { ...state, at };
  }
}

function refunded(state: State, step: Step, life: Life): State {
  const lines = state.lines.map((line, index) => less(line, step.units[index]));
  const taken = lines.map((line, index) => ({
    lineId: line.id,
    quantity: state.lines[index]!.currentQuantity - line.currentQuantity,
  }));
  const refund: Refund = {
    // Later refunds with lower ids: nothing may lean on ids ascending with time.
    id: String(Number(life.orderId) * 100 + 50 - state.refunds.length),
    createdAt: state.at,
    lines: taken.filter(({ quantity }) => quantity > 0),
    goodwillMinor: step.goodwillMinor,
  };
  const nothingLeft = lines.every((line) => line.currentQuantity === 0);
  return {
    ...state,
    lines,
    refunds: [...state.refunds, refund].sort((a, b) => compareIds(a.id, b.id)),
    status: nothingLeft ? "refunded" : "partially_refunded",
  };
}

function less(line: OrderLine, units = 0): OrderLine {
  return { ...line, currentQuantity: Math.max(0, line.currentQuantity - units) };
}

function snapshotOf(life: Life, state: State): OrderFacts {
  const fields = {
    updatedAt: Math.floor(state.at / SECOND) * SECOND, // Shopify's grain: ties are ordinary
    source: "payload",
    placedAt: life.placedAt,
    cancelledAt: state.cancelledAt,
    financialStatus: state.status,
    test: life.test,
    customerId: "1001",
    currency: "GBP",
    taxesIncluded: life.taxesIncluded,
    lines: state.lines,
    listedRefundIds: state.refunds.map((refund) => refund.id),
    name: null,
  } satisfies Omit<OrderSnapshot, "contentHash">;
  return {
    orderId: life.orderId,
    deleted: false,
    snapshot: { ...fields, contentHash: sha256(fields) },
    refunds: state.refunds,
  };
}
