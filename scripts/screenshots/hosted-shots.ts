/** The pages around the theme: checkout, customer account, the merchant's back office and admin. */
import type { Page } from "playwright-core";
import type { Place, Shot } from "./shot.ts";

const LANGUAGES = [
  { code: "en", root: "" },
  { code: "de", root: "/de" },
  { code: "ar", root: "/ar" },
] as const;

const toCheckout =
  ({ store, variant }: Place, root: string) =>
  async (page: Page): Promise<void> => {
    await page.request.post(`${store}/cart/add.js`, { data: { id: variant, quantity: 2 } });
    await page.goto(`${store}${root}/checkout`);
  };

/** Paying with nothing filled in. */
const tooEarly =
  (place: Place, root: string) =>
  async (page: Page): Promise<void> => {
    await toCheckout(place, root)(page);
    await page.locator("form button[type=submit]:visible, form button:not([type]):visible").last().click();
    await page.waitForLoadState();
  };

function checkout(place: Place): Shot[] {
  return LANGUAGES.flatMap(({ code, root }) => [
    {
      name: `checkout-guest-${code}`,
      url: `${place.store}${root}/cart`,
      who: "guest" as const,
      first: toCheckout(place, root),
    },
    {
      name: `checkout-invalid-${code}`,
      url: `${place.store}${root}/cart`,
      who: "guest" as const,
      first: tooEarly(place, root),
      expected: /422|400/,
    },
    {
      name: `checkout-member-${code}`,
      url: `${place.store}${root}/cart`,
      who: "member" as const,
      first: toCheckout(place, root),
    },
  ]);
}

function account({ store, order }: Place): Shot[] {
  const member = { who: "member" as const };
  return [
    { name: "account-login", url: `${store}/account/login`, who: "guest" },
    { name: "account-orders", url: `${store}/account`, ...member },
    { name: "account-order", url: `${store}/customer-accounts/orders/${order}`, ...member },
    { name: "account-profile", url: `${store}/customer-accounts/profile`, ...member },
    { name: "account-orders-none", url: `${store}/account`, who: "newcomer" },
    { name: "account-profile-newcomer", url: `${store}/customer-accounts/profile`, who: "newcomer" },
  ];
}

function merchant({ app, store, order, customer }: Place): Shot[] {
  const guest = { who: "guest" as const };
  const office = (name: string, path: string): Shot => ({
    name: `office-${name}`,
    url: `${store}/admin${path}`,
    ...guest,
  });
  return [
    { name: "root", url: `${app}/`, shows: "What runs", ...guest },
    {
      name: "not-found",
      url: `${app}/nowhere`,
      shows: "There is no page here",
      expected: /404/,
      ...guest,
    },
    office("overview", ""),
    office("orders", "/orders"),
    office("orders-none", "/orders?q=nobody-of-that-name"),
    office("order", `/orders/${order}`),
    office("refund", `/orders/${order}/refund`),
    office("customers", "/customers"),
    office("customer", `/customers/${customer}`),
    office("products", "/products"),
    office("discounts", "/discounts"),
    office("deliveries", "/deliveries"),
    office("api-calls", "/api-calls"),
    office("theme-editor", "/themes/editor"),
  ];
}

export function hostedShots(place: Place): Shot[] {
  return [...checkout(place), ...account(place), ...merchant(place)];
}
