/** Bodies in the shape that Shopify delivers, made by code; an id may be a bigint, since ids exceed 2^53. */

export type NumericId = number | bigint;
export type Payload = Record<string, unknown>;

export interface LineDraft {
  id?: NumericId;
  /** Unit price as a decimal string. */
  price: string;
  quantity?: number;
  current?: number;
  giftCard?: boolean;
  discount?: string;
  tax?: string;
}

export interface RefundDraft {
  id: NumericId;
  orderId: NumericId;
  at: string;
  lines?: { lineId: NumericId; quantity: number }[];
  adjustments?: { kind: string; amount: string }[];
}

export interface OrderDraft {
  id: NumericId;
  customer?: NumericId | null;
  placedAt?: string;
  updatedAt?: string;
  status?: string;
  cancelledAt?: string | null;
  test?: boolean;
  taxesIncluded?: boolean;
  currency?: string;
  /** One line of that price, when the lines themselves don't matter. */
  goods?: string;
  lines?: LineDraft[];
  refunds?: RefundDraft[];
}

export const CUSTOMER = 1001;
export const PLACED = "2026-03-02T10:00:00Z";

/** The id of an order's n-th line, unless the draft says otherwise. */
export function lineIdOf(orderId: NumericId, index = 0): bigint {
  return BigInt(orderId) * 10n + BigInt(index);
}

export function orderPayload(draft: OrderDraft): Payload {
  const { id, customer = CUSTOMER, placedAt = PLACED, currency = "GBP" } = draft;
  const lines = draft.lines ?? [{ price: draft.goods ?? "100.00" }];
  return {
    id,
    admin_graphql_api_id: `gid://shopify/Order/${id}`,
    name: `#${String(id).slice(-4)}`,
    created_at: placedAt,
    processed_at: placedAt,
    updated_at: draft.updatedAt ?? placedAt,
    cancelled_at: draft.cancelledAt ?? null,
    financial_status: draft.status ?? "paid",
    test: draft.test ?? false,
    currency,
    taxes_included: draft.taxesIncluded ?? false,
    customer:
      customer === null
        ? null
        : { id: customer, admin_graphql_api_id: `gid://shopify/Customer/${customer}` },
    line_items: lines.map((line, index) => linePayload(line, lineIdOf(id, index), currency)),
    refunds: (draft.refunds ?? []).map((refund) => refundPayload(refund, currency)),
  };
}

function linePayload(line: LineDraft, id: bigint, currency: string): Payload {
  const quantity = line.quantity ?? 1;
  return {
    id: line.id ?? id,
    product_id: 7001,
    quantity,
    current_quantity: line.current ?? quantity,
    gift_card: line.giftCard ?? false,
    price: line.price,
    price_set: money(line.price, currency),
    discount_allocations:
      line.discount === undefined ? [] : [{ amount_set: money(line.discount, currency) }],
    tax_lines: line.tax === undefined ? [] : [{ price_set: money(line.tax, currency) }],
  };
}

export function refundPayload(draft: RefundDraft, currency = "GBP"): Payload {
  return {
    id: draft.id,
    order_id: draft.orderId,
    created_at: draft.at,
    refund_line_items: (draft.lines ?? []).map(({ lineId, quantity }) => ({
      line_item_id: lineId,
      quantity,
      subtotal: 12.5, // a float, as Shopify sends it
    })),
    order_adjustments: (draft.adjustments ?? []).map(({ kind, amount }) => ({
      kind,
      amount_set: money(amount, currency),
    })),
  };
}

/** Takes back all of an order that has one line of one unit. */
export function fullRefund(orderId: NumericId, id: NumericId, at: string): RefundDraft {
  return { id, orderId, at, lines: [{ lineId: lineIdOf(orderId), quantity: 1 }] };
}

export function editPayload(orderId: NumericId, at: string): Payload {
  return {
    order_edit: {
      id: 78912328793,
      order_id: orderId,
      created_at: at,
      committed_at: at,
      line_items: { additions: [], removals: [] },
    },
  };
}

export function mergePayload(deletedId: NumericId, keptId: NumericId, status = "success"): Payload {
  return {
    admin_graphql_api_customer_kept_id: `gid://shopify/Customer/${keptId}`,
    admin_graphql_api_customer_deleted_id: `gid://shopify/Customer/${deletedId}`,
    admin_graphql_api_job_id: null,
    status,
    errors: [],
  };
}

export function productPayload(id: NumericId, updatedAt: string, title = "Kettle"): Payload {
  return {
    id,
    title,
    handle: "kettle",
    product_type: "Kitchen",
    vendor: "Acme",
    status: "active",
    tags: "blue, steel",
    updated_at: updatedAt,
  };
}

export function collectionPayload(id: NumericId, updatedAt: string, title = "Summer"): Payload {
  return { id, title, handle: "summer", updated_at: updatedAt, body_html: "<p>Warm</p>" };
}

export function shopPayload(timeZone: string, name = "Orchard"): Payload {
  return { id: 548380009, name, currency: "GBP", iana_timezone: timeZone, domain: null };
}

/** A believable body of every topic that the app subscribes to. */
export const BODY_OF_TOPIC: Readonly<Record<string, Payload>> = {
  "orders/create": orderPayload({ id: 9001 }),
  "orders/paid": orderPayload({ id: 9001 }),
  "orders/updated": orderPayload({ id: 9001, updatedAt: "2026-03-02T10:05:00Z" }),
  "orders/edited": editPayload(9001, "2026-03-02T10:04:00Z"),
  "orders/cancelled": orderPayload({
    id: 9002,
    status: "voided",
    cancelledAt: "2026-03-02T11:00:00Z",
    updatedAt: "2026-03-02T11:00:00Z",
  }),
  "orders/delete": { id: 9003 },
  "refunds/create": refundPayload(fullRefund(9001, 501, "2026-03-02T10:05:00Z")),
  "customers/create": { id: CUSTOMER, email: "jon@example.com", first_name: "Jon" },
  "customers/update": { id: CUSTOMER, email: "jon@example.com", first_name: "Jonathan" },
  "customers/delete": { id: CUSTOMER, email: null },
  "customers/merge": mergePayload(1002, CUSTOMER),
  "products/create": productPayload(7001, "2026-03-01T10:00:00Z"),
  "products/update": productPayload(7001, "2026-03-02T10:00:00Z"),
  "products/delete": { id: 7002 },
  "collections/update": collectionPayload(8001, "2026-03-02T10:00:00Z"),
  "collections/delete": { id: 8002 },
  "shop/update": shopPayload("Europe/London"),
  "app/uninstalled": { id: 548380009, name: "Orchard", iana_timezone: null },
  "app/scopes_update": { id: 1, previous: ["read_orders"], current: ["read_orders", "x"] },
  "bulk_operations/finish": {
    admin_graphql_api_id: "gid://shopify/BulkOperation/147595010",
    status: "completed",
  },
  "customers/data_request": { customer: { id: CUSTOMER }, orders_requested: [9001] },
  "customers/redact": { customer: { id: CUSTOMER }, orders_to_redact: [9001] },
  "shop/redact": { shop_id: 954889, shop_domain: "orchard.myshopify.com" },
};

function money(amount: string, currency: string): Payload {
  const one = { amount, currency_code: currency };
  return { shop_money: one, presentment_money: one };
}

/** JSON in which a bigint is the bare number that Shopify writes. */
export function jsonOf(body: unknown): string {
  const text = JSON.stringify(body, (_key, value: unknown) =>
    typeof value === "bigint" ? `@digits:${value}@` : value,
  );
  return text.replaceAll(/"@digits:(\d+)@"/g, "$1");
}
