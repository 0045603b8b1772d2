/** What Shopify's topics and the kinds of differences are called. */
export const topics: Readonly<Record<string, string>> = {
  "orders/create": "New order",
  "orders/paid": "Order paid",
  "orders/updated": "Order changed",
  "orders/cancelled": "Order cancelled",
  "orders/edited": "Order edited",
  "orders/delete": "Order deleted",
  "refunds/create": "Refund",
  "customers/create": "New customer",
  "customers/update": "Customer changed",
  "customers/delete": "Customer deleted",
  "customers/merge": "Customers merged",
  "products/create": "New product",
  "products/update": "Product changed",
  "products/delete": "Product deleted",
  "collections/update": "Collection changed",
  "collections/delete": "Collection deleted",
  "shop/update": "Shop changed",
  "app/uninstalled": "App removed",
  "app/scopes_update": "Permissions changed",
  "bulk_operations/finish": "History prepared",
  "customers/data_request": "Customer asks for their data",
  "customers/redact": "Customer to be forgotten",
  "shop/redact": "Shop to be forgotten",
};

export const differences: Readonly<Record<string, string>> = {
  "unknown-order": "was not known here",
  deleted: "was deleted",
  status: "payment status",
  cancelled: "cancellation",
  refunds: "refunds",
  lines: "items or amounts",
  customer: "customer",
  "placed-at": "date",
  test: "test order",
  currency: "currency",
};

export const reasons: Readonly<Record<string, string>> = {
  "never-arrived": "Shopify's message about it never arrived.",
  parked: "Its delivery is set aside with an error.",
  waits: "Its delivery is here and waits to be settled.",
  "asked-for": "It is already being asked for.",
  "on-its-way": "It changed moments before, so its message may still have been on its way.",
  "same-time": "Shopify gave both states the same time.",
};

export const triggers: Readonly<Record<string, string>> = {
  nightly: "Nightly",
  "by-hand": "By hand",
  reinstallation: "After reinstalling",
  subscriptions: "After restoring messages",
};
