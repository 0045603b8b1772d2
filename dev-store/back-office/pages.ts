import { API_CALL_PAGES } from "./pages/api-calls.ts";
import { CLOSE_CUSTOMER_PAGES } from "./pages/close-customer.ts";
import { CLOSE_PAGES } from "./pages/close-order.ts";
import { CUSTOMER_PAGES } from "./pages/customer.ts";
import { CUSTOMERS_PAGES } from "./pages/customers.ts";
import { DELIVERY_PAGES } from "./pages/deliveries.ts";
import { DISCOUNT_PAGES } from "./pages/discounts.ts";
import { EDIT_PAGES } from "./pages/edit-order.ts";
import { ORDER_PAGES } from "./pages/order.ts";
import { ORDERS_PAGES } from "./pages/orders.ts";
import { OVERVIEW_PAGES } from "./pages/overview.ts";
import { PRODUCT_PAGES } from "./pages/products.ts";
import { REFUND_PAGES } from "./pages/refund.ts";
import { THEME_PAGES } from "./pages/theme-editor.ts";
import type { Route } from "./visit.ts";

/** All that the back office answers; a word in a path goes before a part that varies. */
export const PAGES: readonly Route[] = [
  ...OVERVIEW_PAGES,
  ...ORDERS_PAGES,
  ...ORDER_PAGES,
  ...REFUND_PAGES,
  ...EDIT_PAGES,
  ...CLOSE_PAGES,
  ...CUSTOMERS_PAGES,
  ...CUSTOMER_PAGES,
  ...CLOSE_CUSTOMER_PAGES,
  ...PRODUCT_PAGES,
  ...DISCOUNT_PAGES,
  ...DELIVERY_PAGES,
  ...API_CALL_PAGES,
  ...THEME_PAGES,
];
