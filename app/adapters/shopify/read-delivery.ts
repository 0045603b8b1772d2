/** A delivery's topic and body → what it tells, as facts. Pure; throws `UnreadablePayload`. */
import { z } from "zod";
import type { CustomerMerge } from "../../domain/members/member-facts.ts";
import type { OrderFacts } from "../../domain/orders/order-facts.ts";
import { isTimeZone } from "../../domain/shared/calendar.ts";
import { idFromGid, isId, type Id } from "../../domain/shared/ids.ts";
import type { Instant } from "../../domain/shared/instant.ts";
import { orderFactsFromPayload, refundFactsFromPayload } from "./order-payload.server.ts";
import { id, instant, readAs, text } from "./payload-fields.ts";
import { readJson, UnreadablePayload } from "./read-json.ts";

export type Told =
  | { kind: "order"; facts: OrderFacts }
  /** An edit without money: the order is fetched unless a snapshot at least as new arrives. */
  | { kind: "edit"; orderId: Id; committedAt: Instant }
  /** A body above the size limit was not kept: the order it is about must be fetched. */
  | { kind: "oversized"; orderId: Id }
  | { kind: "merge"; merge: CustomerMerge }
  /** Somebody changed or is gone: what is kept of them elsewhere is out of date. */
  | { kind: "customer"; customerId: Id }
  | { kind: "catalog"; item: CatalogFact }
  | { kind: "shop"; name: string; currency: string; timeZone: string }
  | { kind: "uninstalled" }
  | { kind: "scopes"; scopes: string[] }
  /** Shopify has prepared a file, or given up: whoever waits for one looks after it. */
  | { kind: "bulk-finished" }
  | { kind: "privacy"; customerId: Id | null; orderIds: Id[] }
  /** Nothing that the app keeps; the remark says why. */
  | { kind: "nothing"; remark: string };

export type CatalogFact = {
  kind: "product" | "collection";
  id: Id;
  /** Null for a deletion, which carries an id only and is above every version. */
  updatedAt: Instant | null;
  facts: Record<string, unknown>;
};

/** What the law asks for. */
export const OWED_BY_LAW: ReadonlySet<string> = new Set([
  "customers/data_request",
  "customers/redact",
  "shop/redact",
]);

/** Deliveries worked on though the shop isn't installed: its life, and what the law asks for. */
export const ALWAYS_WORKED_ON: ReadonlySet<string> = new Set(["app/uninstalled", ...OWED_BY_LAW]);

/** Longer than any of Shopify's own names, titles and handles. */
const label = text(255);
/** 250 tags of 255 characters, the most that a product may have. */
const TAGS_MAX = 65_536;

const edited = z.object({
  order_edit: z.object({ order_id: id, committed_at: instant.nullish(), created_at: instant }),
});
const merge = z.object({
  admin_graphql_api_customer_kept_id: z.string(),
  admin_graphql_api_customer_deleted_id: z.string(),
  status: text(40),
});
const product = z.object({
  id,
  updated_at: instant,
  title: label.nullish(),
  handle: label.nullish(),
  product_type: label.nullish(),
  vendor: label.nullish(),
  tags: text(TAGS_MAX).nullish(),
  status: label.nullish(),
});
const collection = product.pick({ id: true, updated_at: true, title: true, handle: true });
const shop = z.object({
  name: label.nullish(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  iana_timezone: z.string().refine(isTimeZone, "not a time zone that this app knows"),
});
const privacy = z.object({
  customer: z.object({ id }).nullish(),
  orders_to_redact: z.array(id).nullish(),
  orders_requested: z.array(id).nullish(),
});

const READERS: Readonly<Record<string, (body: unknown) => Told>> = {
  "orders/create": order,
  "orders/paid": order,
  "orders/updated": order,
  "orders/cancelled": order,
  "orders/edited": edit,
  "orders/delete": (body) => {
    const { id: orderId } = readAs(z.object({ id }), body);
    return { kind: "order", facts: { orderId, deleted: true, snapshot: null, refunds: [] } };
  },
  "refunds/create": (body) => ({ kind: "order", facts: refundFactsFromPayload(body) }),
  "customers/create": customer,
  "customers/update": customer,
  "customers/delete": customer,
  "customers/merge": merged,
  "products/create": (body) => catalog("product", readAs(product, body)),
  "products/update": (body) => catalog("product", readAs(product, body)),
  "products/delete": (body) => removed("product", body),
  "collections/update": (body) => catalog("collection", readAs(collection, body)),
  "collections/delete": (body) => removed("collection", body),
  "shop/update": (body) => {
    const { name, currency, iana_timezone } = readAs(shop, body);
    return { kind: "shop", name: name ?? "", currency, timeZone: iana_timezone };
  },
  "app/uninstalled": () => ({ kind: "uninstalled" }),
  "app/scopes_update": (body) => ({
    kind: "scopes",
    scopes: readAs(z.object({ current: z.array(label) }), body).current,
  }),
  "bulk_operations/finish": () => ({ kind: "bulk-finished" }),
  "customers/data_request": asked,
  "customers/redact": asked,
  "shop/redact": asked,
};

export const TOPICS: readonly string[] = Object.keys(READERS);

/** `size`: bytes that the body had; more than `body` holds when it was above the limit. */
export function readDelivery(topic: string, body: Uint8Array, size: number): Told {
  const read = READERS[topic];
  if (!read) throw new UnreadablePayload(`topic "${topic.slice(0, 80)}" is not one the app knows`);
  const json = new TextDecoder("utf-8").decode(body);
  return size > body.byteLength ? hint(topic, json, size) : read(readJson(json));
}

/** Topics that are about an order without being one. */
const NAMES_ITS_ORDER: ReadonlySet<string> = new Set(["refunds/create", "orders/edited"]);

/** The order that a cut-off body is about: Shopify writes the id first. */
function hint(topic: string, start: string, size: number): Told {
  const field = NAMES_ITS_ORDER.has(topic)
    ? /"order_id":\s*(\d{1,19})\b/
    : /^\s*\{\s*"id":\s*(\d{1,19})\b/;
  const orderId = /^(orders|refunds)\//.test(topic) ? field.exec(start)?.[1] : undefined;
  if (orderId && isId(orderId)) return { kind: "oversized", orderId };
  return {
    kind: "nothing",
    remark: `${size} bytes are above the limit; only orders are asked for again`,
  };
}

function order(body: unknown): Told {
  return { kind: "order", facts: orderFactsFromPayload(body) };
}

function edit(body: unknown): Told {
  const { order_edit } = readAs(edited, body);
  return {
    kind: "edit",
    orderId: order_edit.order_id,
    committedAt: order_edit.committed_at ?? order_edit.created_at,
  };
}

// Names and addresses are level 2 data, asked for live when they are shown: the delivery brings none.
function customer(body: unknown): Told {
  return { kind: "customer", customerId: readAs(z.object({ id }), body).id };
}

function merged(body: unknown): Told {
  const told = readAs(merge, body);
  if (told.status !== "success") return { kind: "nothing", remark: `merge ${told.status}` };
  const keptId = idFromGid("Customer", told.admin_graphql_api_customer_kept_id);
  const deletedId = idFromGid("Customer", told.admin_graphql_api_customer_deleted_id);
  if (!keptId || !deletedId) throw new UnreadablePayload("customer ids: not gids of customers");
  if (keptId === deletedId) throw new UnreadablePayload("a customer can't be merged into itself");
  return { kind: "merge", merge: { deletedId, keptId } };
}

function catalog(kind: CatalogFact["kind"], value: z.infer<typeof collection>): Told {
  const { id: itemId, updated_at, ...facts } = value;
  return { kind: "catalog", item: { kind, id: itemId, updatedAt: updated_at, facts } };
}

function removed(kind: CatalogFact["kind"], body: unknown): Told {
  const { id: itemId } = readAs(z.object({ id }), body);
  return { kind: "catalog", item: { kind, id: itemId, updatedAt: null, facts: {} } };
}

function asked(body: unknown): Told {
  const told = readAs(privacy, body);
  return {
    kind: "privacy",
    customerId: told.customer?.id ?? null,
    orderIds: told.orders_to_redact ?? told.orders_requested ?? [],
  };
}
