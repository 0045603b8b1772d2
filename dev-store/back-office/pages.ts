import type { Route } from "./visit.ts";
import { OVERVIEW_PAGES } from "./pages/overview.ts";
import { ORDER_PAGES } from "./pages/order.ts";
import { ORDERS_PAGES } from "./pages/orders.ts";
import { REFUND_PAGES } from "./pages/refund.ts";

export const PAGES: readonly Route[] = [
  ...OVERVIEW_PAGES,
  ...ORDERS_PAGES,
  ...ORDER_PAGES,
  ...REFUND_PAGES,
];
