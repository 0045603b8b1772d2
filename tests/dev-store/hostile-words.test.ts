/** What people enter is shown as they entered it, on every page, and never becomes markup or Liquid. */
import { describe, expect, test } from "vitest";
import type { DevStore } from "../../dev-store/start.ts";
import { cookieOf } from "./storefront-shop.ts";
import { call, startStore } from "./store.ts";

const WORDS = `<img src=x onerror=alert(1)>"'</script><script>alert(2)</script>{{ "liq" | append: "uid" }}`;
/** What the words come to where their end is run as Liquid, in whatever way their markup is escaped. */
const RUN = /alert\(2\)\S{0,20}liquid/;

interface Entered {
  store: DevStore;
  productId: string;
  customerId: string;
  orderId: string;
  /** Logged in as the customer, with the product in the cart. */
  cookie: string;
}

/** A shop in which everything that can be named is named so. */
async function enterEverything(): Promise<Entered> {
  const store = await startStore();
  const made = async (method: string, path: string, body: object) => {
    const answer = await call(store, method, path, body);
    expect(answer.status, path).toBeLessThan(300);
    return answer;
  };
  await made("PUT", "/control/shop", { name: WORDS });
  const variants = [{ id: 71, title: WORDS, sku: WORDS, price: "9.99" }];
  const product = { title: WORDS, handle: "cup", vendor: WORDS, product_type: WORDS, variants };
  await made("PUT", "/control/products/7", { ...product, tags: WORDS });
  await made("PUT", "/control/collections/8", { title: WORDS, handle: "cups", product_ids: [7] });
  const address = { address1: WORDS, city: WORDS, zip: WORDS, country_code: "GB" };
  const person = { first_name: WORDS, last_name: WORDS, note: WORDS, tags: WORDS };
  await made("PUT", "/control/customers/9", {
    ...person,
    email: "a@example.com",
    default_address: address,
  });
  const order = await made("POST", "/control/orders", {
    customer_id: 9,
    name: WORDS,
    note: WORDS,
    tags: WORDS,
    line_items: [
      { variant_id: 71, quantity: 1 },
      { title: WORDS, price: "3.00", quantity: 1 },
    ],
    discount_codes: [{ code: WORDS, amount: "1.00" }],
    shipping_lines: [{ title: WORDS, price: "2.00" }],
  });
  const login = await cookieOf(store, "9");
  const add = { id: 71, quantity: 1, properties: { [WORDS]: WORDS } };
  const added = await call(store, "POST", "/cart/add.js", add, { cookie: login });
  const [cart = ""] = (added.headers.get("set-cookie") ?? "").split(";");
  const cookie = `${login}; ${cart}`;
  const orderId = String(order.body["id"]);
  return { store, productId: "7", customerId: "9", orderId, cookie };
}

const Q = encodeURIComponent(WORDS);

const PAGES: Readonly<Record<string, (entered: Entered) => string[]>> = {
  "the storefront": () => [
    "/",
    "/ar",
    "/products/cup",
    "/fr/products/cup",
    "/collections",
    "/collections/cups",
    `/collections/all?sort_by=${Q}&page=${Q}`,
    `/collections/vendors?q=${Q}`,
    `/search?q=${Q}`,
    `/search/suggest?q=${Q}&section_id=main-search`,
    "/cart",
    "/pages/rewards",
    `/nothing${Q}?${Q}=${Q}`,
  ],
  "checkout and accounts": ({ orderId }) => [
    "/checkout",
    "/customer-accounts/orders",
    `/customer-accounts/orders/${orderId}`,
    "/customer-accounts/profile",
    `/customer-accounts/login?return_to=/${Q}`,
    `/customer-accounts/nothing${Q}`,
    `/customer-accounts/extensions/preview?target=profile&locale=${Q}`,
  ],
  "the back office": ({ orderId, customerId, productId }) => [
    "/admin",
    `/admin/orders?q=${Q}&status=${Q}`,
    `/admin/orders/${orderId}`,
    `/admin/orders/${orderId}/refund`,
    `/admin/orders/${orderId}/edit`,
    `/admin/orders/${orderId}/cancel`,
    `/admin/customers?q=${Q}`,
    `/admin/customers/${customerId}`,
    `/admin/products/${productId}`,
    "/admin/discounts",
    "/admin/deliveries/1",
    "/admin/api-calls",
    `/admin/themes/editor?template=product&section=${Q}`,
    `/admin/themes/preview?path=${encodeURIComponent(`/search?q=${Q}`)}`,
    `/admin/apps/perennial/${Q}?a=${Q}`,
    `/admin/nothing${Q}`,
  ],
};

describe.each(Object.entries(PAGES))("%s", (_site, paths) => {
  test("shows words as words", async () => {
    const entered = await enterEverything();
    for (const path of paths(entered)) {
      const headers = { cookie: entered.cookie, accept: "text/html" };
      const answer = await fetch(`${entered.store.url}${path}`, { headers });
      const html = await answer.text();
      expect(answer.status, path).toBeLessThan(500);
      expect(html, path).toContain("<");
      for (const markup of ["<img src=x", "<script>alert", "Liquid error"])
        expect(html.includes(markup), `${path} has ${markup}`).toBe(false);
      expect(RUN.test(html), `${path} runs Liquid`).toBe(false);
    }
  });
});
