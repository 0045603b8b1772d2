/** `ORDERS_CREATE` of the GraphQL enum and `orders/create` of headers and the TOML are one topic. */
const UNDERSCORED = new Map<string, string>();

const TOPICS = [
  "orders/create",
  "orders/paid",
  "orders/updated",
  "orders/edited",
  "orders/cancelled",
  "orders/fulfilled",
  "orders/delete",
  "refunds/create",
  "customers/create",
  "customers/update",
  "customers/delete",
  "customers/merge",
  "products/create",
  "products/update",
  "products/delete",
  "collections/create",
  "collections/update",
  "collections/delete",
  "shop/update",
  "app/uninstalled",
  "app/scopes_update",
  "bulk_operations/finish",
  "customers/data_request",
  "customers/redact",
  "shop/redact",
] as const;

for (const topic of TOPICS) UNDERSCORED.set(topic.toUpperCase().replace("/", "_"), topic);

export function topicOfEnum(name: string): string | null {
  return UNDERSCORED.get(name) ?? null;
}

export function enumOfTopic(topic: string): string {
  return topic.toUpperCase().replace("/", "_");
}

export function isKnownTopic(topic: string): boolean {
  return (TOPICS as readonly string[]).includes(topic);
}

/** The scope that a topic asks for; none means that any installation may have it. */
export function scopeOfTopic(topic: string): string | null {
  if (topic === "customers/merge") return "read_customer_merge";
  if (topic.startsWith("orders/") || topic.startsWith("refunds/")) return "read_orders";
  if (topic === "customers/data_request" || topic === "customers/redact") return null;
  if (topic.startsWith("customers/")) return "read_customers";
  if (topic.startsWith("products/") || topic.startsWith("collections/")) return "read_products";
  return null;
}
