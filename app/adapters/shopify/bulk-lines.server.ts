/**
 * The file of a bulk operation, a part of it at a time. Children carry `__parentId` and need not
 * follow their parent: of an order whose lines are spread over several parts each part keeps what it
 * has, and `assembleOrder` makes one of all. Neither where the file is cut nor how its lines are
 * shuffled decides anything.
 */
import {
  compareSnapshots,
  type OrderFacts,
  type OrderLine,
} from "../../domain/orders/order-facts.ts";
import { PROBLEMS_KEPT_MAX, type LineProblem } from "../../domain/imports/import-progress.ts";
import { idFromGid, type Id } from "../../domain/shared/ids.ts";
import type { z } from "zod";
import {
  gid,
  lineNode,
  lineOf,
  orderNode,
  snapshotOf,
  snapshotWith,
  type LineNode,
} from "./order-node.server.ts";
import { readAs } from "./payload-fields.ts";
import { UnreadablePayload } from "./read-json.ts";

/** What a part of the file says of one order. */
export type OrderPart = {
  orderId: Id;
  /** The order with those of its lines that this part has; null when it isn't here itself. */
  facts: OrderFacts | null;
  /** Lines without their order, and the mark that something of the order can't be read. */
  loose: Loose[];
};
export type Loose = { line: LineNode } | { unreadable: string };

export type ReadLines = {
  parts: OrderPart[];
  lines: number;
  orders: number;
  skipped: number;
  /** The first of them. */
  problems: LineProblem[];
};

const wholeOrder = orderNode.extend({ id: gid("Order") });
const CHILD_OF_ORDER = /"__parentId"\s*:\s*"gid:\/\/shopify\/Order\/(\d+)"/;
const ORDER_ITSELF = /"id"\s*:\s*"gid:\/\/shopify\/Order\/(\d+)"/;

type Gathered = {
  node: z.infer<typeof wholeOrder> | null;
  lines: LineNode[];
  unreadable: string[];
};

/** `text` is whole lines; the first of them is line `firstLine` of the file. */
export function readLines(text: string, firstLine: number): ReadLines {
  const gathered = new Map<Id, Gathered>();
  const read: ReadLines = { parts: [], lines: 0, orders: 0, skipped: 0, problems: [] };
  const skip = (reason: string, line: string): void => {
    read.skipped += 1;
    if (read.problems.length < PROBLEMS_KEPT_MAX)
      read.problems.push({ line: firstLine + read.lines, reason });
    // Without that line its order would be another one: it must not pass for whole.
    const orderId = (CHILD_OF_ORDER.exec(line) ?? ORDER_ITSELF.exec(line))?.[1];
    if (orderId) gatheredOf(gathered, orderId).unreadable.push(reason);
  };
  for (let from = 0; from < text.length; read.lines += 1) {
    const newline = text.indexOf("\n", from);
    const to = newline === -1 ? text.length : newline;
    const line = text.slice(from, to);
    from = to + 1;
    if (line.trim() === "") continue;
    try {
      takeLine(line, gathered, read);
    } catch (error) {
      if (!(error instanceof UnreadablePayload)) throw error;
      skip(error.message, line);
    }
  }
  for (const [orderId, each] of gathered) read.parts.push(partOf(orderId, each));
  return read;
}

function gatheredOf(gathered: Map<Id, Gathered>, orderId: Id): Gathered {
  const known = gathered.get(orderId);
  if (known) return known;
  const fresh = { node: null, lines: [], unreadable: [] };
  gathered.set(orderId, fresh);
  return fresh;
}

function takeLine(line: string, gathered: Map<Id, Gathered>, read: ReadLines): void {
  const value = parsed(line);
  if (value["__parentId"] !== undefined) {
    const orderId = parentOf(value["__parentId"]);
    gatheredOf(gathered, orderId).lines.push(readAs(lineNode, value));
    return;
  }
  const { id } = value;
  if (typeof id !== "string" || !idFromGid("Order", id))
    throw new UnreadablePayload("neither an order nor a line of one");
  const node = readAs(wholeOrder, value);
  const known = gatheredOf(gathered, node.id);
  known.node = known.node && newer(known.node, node) === known.node ? known.node : node;
  read.orders += 1;
}

function parsed(line: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new UnreadablePayload("not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new UnreadablePayload("not an object");
  return value as Record<string, unknown>;
}

function parentOf(value: unknown): Id {
  const orderId = typeof value === "string" ? idFromGid("Order", value) : null;
  if (orderId) return orderId;
  throw new UnreadablePayload(`its parent is no order: ${JSON.stringify(value).slice(0, 80)}`);
}

function newer<T extends { updatedAt: number }>(a: T, b: T): T {
  if (a.updatedAt !== b.updatedAt) return a.updatedAt > b.updatedAt ? a : b;
  return JSON.stringify(a) >= JSON.stringify(b) ? a : b;
}

function partOf(orderId: Id, { node, lines, unreadable }: Gathered): OrderPart {
  const marks = unreadable.map((reason) => ({ unreadable: reason }));
  if (!node) return { orderId, facts: null, loose: [...lines.map((line) => ({ line })), ...marks] };
  try {
    const snapshot = snapshotOf(node, oneOfEach(lines));
    return { orderId, facts: { orderId, deleted: false, snapshot, refunds: [] }, loose: marks };
  } catch (error) {
    // An amount that is none is found when it is counted.
    if (!(error instanceof UnreadablePayload)) throw error;
    return { orderId, facts: null, loose: [...marks, { unreadable: error.message }] };
  }
}

export type Assembled =
  | { kind: "order"; facts: OrderFacts }
  /** Lines of an order that the file doesn't have. */
  | { kind: "orphans"; lines: number }
  /** Something of it can't be read: it must be asked for. */
  | { kind: "unreadable"; reason: string };

/** One order of all that the parts of the file say of it, in whatever order they come. */
export function assembleOrder(parts: readonly Omit<OrderPart, "orderId">[]): Assembled {
  const loose = parts.flatMap((part) => part.loose);
  const problem = loose.find((each) => "unreadable" in each);
  if (problem) return { kind: "unreadable", reason: problem.unreadable };
  const known = parts.flatMap(({ facts }) => (facts?.snapshot ? [facts.snapshot] : []));
  const strays = loose.flatMap((each) => ("line" in each ? [each.line] : []));
  const [first] = known.toSorted((a, b) => compareSnapshots(b, a));
  if (!first) return { kind: "orphans", lines: strays.length };
  try {
    const { updatedAt, currency } = first;
    const lines = oneOfEach([
      ...known.flatMap((snapshot) => snapshot.lines.map(inOrder)),
      ...strays.map((line) => lineOf(line, currency)),
    ]);
    const orderId = parts.find((part) => part.facts)?.facts?.orderId ?? "";
    const snapshot = snapshotWith(first, { updatedAt, lines });
    return { kind: "order", facts: { orderId, deleted: false, snapshot, refunds: [] } };
  } catch (error) {
    if (!(error instanceof UnreadablePayload)) throw error;
    return { kind: "unreadable", reason: error.message };
  }
}

/** A table gives fields in an order of its own, and a snapshot's hash is over them as they are written. */
function inOrder(line: OrderLine): OrderLine {
  const { id, productId, giftCard, quantity, currentQuantity } = line;
  const { priceMinor, discountMinor, taxMinor } = line;
  const amounts = { priceMinor, discountMinor, taxMinor };
  return { id, productId, giftCard, quantity, currentQuantity, ...amounts };
}

/** A line that the file has twice counts once; of two that differ, content decides, not place. */
function oneOfEach<T extends { id: Id }>(lines: readonly T[]): T[] {
  const byId = new Map<Id, T>();
  for (const line of lines) {
    const known = byId.get(line.id);
    if (!known || JSON.stringify(line) > JSON.stringify(known)) byId.set(line.id, line);
  }
  return byId.size === lines.length ? [...lines] : [...byId.values()];
}
