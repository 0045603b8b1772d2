/** The history of a shop as Shopify prepares it: asking for it, looking after it, and refunds in bundles. */
import { z } from "zod";
import type { Refund } from "../../domain/orders/order-facts.ts";
import { toGid, type Id } from "../../domain/shared/ids.ts";
import { ask, type AdminAnswer, type AdminExchange, type CallBudget } from "./admin-answer.ts";
import { fetchRefund, type AdminCall } from "./admin-api.server.ts";
import { ALL_ORDERS, ASK_FOR_ALL, LOOK_AT, REFUNDS } from "./bulk-orders.graphql.ts";
import { gid, refundNode, refundOf } from "./order-node.server.ts";
import { readAs } from "./payload-fields.ts";

const asked = z.object({
  bulkOperationRunQuery: z.object({
    bulkOperation: z.object({ id: z.string() }).nullish(),
    userErrors: z.array(z.object({ code: z.string().nullish(), message: z.string() })),
  }),
});

/** The operation's gid; "busy": the app has as many of them as a shop allows. */
export async function askForHistory(call: AdminCall): Promise<{ operationId: string } | "busy"> {
  const answer = readAs(asked, await call(ASK_FOR_ALL, { query: ALL_ORDERS }));
  const { bulkOperation, userErrors } = answer.bulkOperationRunQuery;
  if (bulkOperation) return { operationId: bulkOperation.id };
  if (userErrors.some((error) => error.code === "OPERATION_IN_PROGRESS")) return "busy";
  throw new Error(`Shopify refused: ${userErrors.map((error) => error.message).join("; ")}`);
}

export type Prepared =
  | { kind: "preparing" }
  /** `url` null: the shop has no orders. */
  | { kind: "ready"; url: string | null; bytes: number | null }
  /** It failed, was ended, is too old or isn't known: it can be asked for anew. */
  | { kind: "lost"; reason: string };

const looked = z.object({
  bulkOperation: z
    .object({
      status: z.string(),
      errorCode: z.string().nullish(),
      fileSize: z.union([z.string(), z.number()]).nullish(),
      url: z.string().nullish(),
    })
    .nullish(),
});
const UNDER_WAY = new Set(["CREATED", "RUNNING", "CANCELING"]);

export async function lookAtHistory(call: AdminCall, operationId: string): Promise<Prepared> {
  const { bulkOperation } = readAs(looked, await call(LOOK_AT, { id: operationId }));
  if (!bulkOperation) return { kind: "lost", reason: "Shopify knows no such operation" };
  const { status, errorCode, fileSize, url } = bulkOperation;
  if (UNDER_WAY.has(status)) return { kind: "preparing" };
  if (status !== "COMPLETED")
    return { kind: "lost", reason: `${status}${errorCode ? ` (${errorCode})` : ""}` };
  const bytes = fileSize == null ? null : Number(fileSize);
  return { kind: "ready", url: url ?? null, bytes };
}

export type WantedRefund = { id: Id; currency: string };
export type RefundsAnswer =
  | {
      kind: "answered";
      /** What isn't here Shopify doesn't know. */
      refunds: Map<Id, Refund>;
      budget: CallBudget | null;
    }
  | Extract<AdminAnswer, { kind: "throttled" }>;

const bundled = refundNode.extend({
  id: gid("Refund"),
  orderAdjustments: refundNode.shape.orderAdjustments.extend({
    pageInfo: z.object({ hasNextPage: z.boolean() }),
  }),
});
/** What isn't a refund shows none of its fields; what isn't known is null. */
const something = z.strictObject({}).transform(() => null);
const several = z.object({ nodes: z.array(z.union([bundled, z.null(), something])) });

/** One call for all of them, and another for each that has more lines than a bundle shows. */
export async function askForRefunds(
  exchange: AdminExchange,
  call: AdminCall,
  wanted: readonly WantedRefund[],
): Promise<RefundsAnswer> {
  const ids = wanted.map(({ id }) => toGid("Refund", id));
  const answer = await ask(exchange, REFUNDS, { ids });
  if (answer.kind === "throttled") return answer;
  const currencies = new Map(wanted.map(({ id, currency }) => [id, currency]));
  const refunds = new Map<Id, Refund>();
  for (const node of readAs(several, answer.data).nodes) {
    if (!node) continue;
    const { id } = node;
    const currency = currencies.get(id) ?? "";
    const goesOn =
      node.refundLineItems.pageInfo.hasNextPage || node.orderAdjustments.pageInfo.hasNextPage;
    if (goesOn) {
      refunds.set(id, await fetchRefund(call, id, currency));
      continue;
    }
    const lines = new Map<Id, number>();
    for (const { lineItem, quantity } of node.refundLineItems.nodes)
      lines.set(lineItem.id, (lines.get(lineItem.id) ?? 0) + quantity);
    refunds.set(id, refundOf(id, { node, lines, currency }));
  }
  return { kind: "answered", refunds, budget: answer.budget };
}
