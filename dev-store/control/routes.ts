import { APP_ROUTES } from "./app-routes.ts";
import { DISCOUNT_ROUTES } from "./discount-routes.ts";
import { FAULT_ROUTES } from "./fault-routes.ts";
import { ORDER_ROUTES } from "./order-routes.ts";
import { RESOURCE_ROUTES } from "./resource-routes.ts";
import type { ControlRoute } from "./router.ts";

const TABLE: readonly ControlRoute[] = [
  ...ORDER_ROUTES,
  ...RESOURCE_ROUTES,
  ...APP_ROUTES,
  ...DISCOUNT_ROUTES,
  ...FAULT_ROUTES,
];

export const ROUTES: readonly ControlRoute[] = [
  {
    method: "GET",
    path: "/control",
    does: "this list",
    answer: () => ({
      body: { routes: ROUTES.map(({ method, path, does }) => ({ method, path, does })) },
    }),
  },
  ...TABLE,
];
