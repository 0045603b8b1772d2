import { describe, expect, test } from "vitest";
import type { DevStore } from "../../dev-store/start.ts";
import { GUEST, hidden, send, textOf } from "./checkout-form.ts";
import { COMBINES, discountStore, makeBasic, makeFreeShipping } from "./discount-calls.ts";
import { Shopper } from "./shopper.ts";
import { call, json, startReceiver, topicOf, until } from "./store.ts";

async function shop(
  items: unknown[] = [
    { id: 72, quantity: 1 },
    { id: 81, quantity: 1 },
  ],
) {
  const store = await discountStore();
  const shopper = new Shopper(store);
  await shopper.ask("/cart/add.js", { items });
  return { store, shopper };
}

async function orders(store: DevStore) {
  const { body } = await call(store, "GET", "/control/orders");
  return body["orders"] as Record<string, unknown>[];
}

async function lastOrder(store: DevStore): Promise<Record<string, unknown>> {
  return (await orders(store)).at(-1) ?? {};
}

describe("a guest", () => {
  test("orders, is thanked, and finds the cart empty", async () => {
    const { store, shopper } = await shop();
    const page = await send(shopper);
    expect(page.status).toBe(303);
    expect(page.location).toMatch(/^\/checkout\/thank-you\/[0-9a-f]{32}$/);
    const thanks = await shopper.get(page.location ?? "");
    expect(textOf(thanks)).toContain("Thank you, Gus!");
    expect(textOf(thanks)).toContain("Cup Large Quantity 1 £25.00");
    expect(textOf(thanks)).toContain("Subtotal £30.55 Shipping £3.95 Total £34.50");
    expect((await shopper.ask("/cart.js")).body["item_count"]).toBe(0);
    expect(await lastOrder(store)).toMatchObject({
      financial_status: "paid",
      total_price: "34.50",
      taxes_included: true,
      total_tax: "5.09",
      email: "guest@example.com",
      shipping_address: {
        first_name: "Gus",
        last_name: "Guest",
        address1: "1 High Street",
        city: "Leeds",
        zip: "LS1 1AA",
        country_code: "GB",
      },
      shipping_lines: [{ title: "Standard", price: "3.95" }],
      line_items: [
        { variant_id: 81, quantity: 1, price: "5.55" },
        { variant_id: 72, quantity: 1, price: "25.00", sku: "C-L", vendor: "Kiln" },
      ],
    });
  });

  test("becomes a customer by the e-mail address, and is the same one next time", async () => {
    const { store, shopper } = await shop();
    await send(shopper);
    await shopper.ask("/cart/add.js", { id: 71 });
    await send(shopper, { email: "GUEST@example.com" });
    const [first, second] = await orders(store);
    expect((first?.["customer"] as { id: number }).id).toBe(
      (second?.["customer"] as { id: number }).id,
    );
    expect(store.shop.state.customers.size).toBe(3);
    expect([...store.shop.state.customers.values()].at(-1)).toMatchObject({
      email: "guest@example.com",
      firstName: "Gus",
      address: { city: "Leeds", countryCode: "GB" },
    });
  });

  test("who gives the address of a customer changes nothing of theirs", async () => {
    const { store, shopper } = await shop();
    const before = store.shop.state.customers.get("2");
    await send(shopper, { email: "bob@example.com" });
    expect(await lastOrder(store)).toMatchObject({ customer: { id: 2 } });
    expect(store.shop.state.customers.get("2")).toEqual(before);
  });

  test("gets webhooks sent: the customer, then the order made, paid and updated", async () => {
    const receiver = await startReceiver();
    const store = await discountStore({ appUrl: receiver.url });
    const shopper = new Shopper(store);
    await shopper.ask("/cart/add.js", { id: 71 });
    await until("stock's webhooks", () => store.deliverer.counts().pending === 0);
    receiver.received.splice(0);
    await send(shopper);
    await until("four webhooks", () => receiver.received.length === 4);
    expect(receiver.received.map(topicOf).sort()).toEqual([
      "customers/create",
      "orders/create",
      "orders/paid",
      "orders/updated",
    ]);
    const paid = receiver.received.find((one) => topicOf(one) === "orders/paid");
    expect(paid === undefined ? {} : json(paid)).toMatchObject({
      customer_locale: "en",
      total_price: "13.95",
    });
  });
});

describe("a customer who is logged in", () => {
  test("finds what is known filled in, and the order is theirs whatever e-mail the form says", async () => {
    const { store, shopper } = await shop();
    await call(store, "PUT", "/control/customers/1", {
      default_address: { address1: "2 Low Road", city: "York", zip: "YO1", country_code: "GB" },
    });
    await shopper.logIn("1");
    const page = await shopper.get("/checkout");
    expect(textOf(page)).toContain("Logged in as ann@example.com");
    for (const value of ["Ann", "Lee", "2 Low Road", "York", "YO1"])
      expect(page.text).toContain(`value="${value}"`);
    await send(shopper, { email: "bob@example.com" }, page);
    expect(await lastOrder(store)).toMatchObject({ customer: { id: 1 }, email: "ann@example.com" });
  });
});

describe("paying", () => {
  test("later by bank transfer makes an order that waits", async () => {
    const { store, shopper } = await shop();
    const page = await send(shopper, { payment: "bank-transfer" });
    expect(await lastOrder(store)).toMatchObject({ financial_status: "pending" });
    const thanks = await shopper.get(page.location ?? "");
    expect(textOf(thanks)).toContain("Please transfer £34.50 and give #1001 as the reference.");
  });

  test.each(["2", "4000 0000 0000 0002"])("with the card %s is declined", async (cardNumber) => {
    const { store, shopper } = await shop();
    const page = await send(shopper, { cardNumber });
    expect(page.status).toBe(422);
    expect(textOf(page)).toContain("Your card was declined");
    expect(await orders(store)).toEqual([]);
    expect((await shopper.ask("/cart.js")).body["item_count"]).toBe(2);
  });

  test("twice makes one order: both times the same confirmation", async () => {
    const { store, shopper } = await shop();
    const opened = await shopper.get("/checkout");
    const body = new URLSearchParams({
      ...GUEST,
      action: "pay",
      checkout: hidden(opened, "checkout"),
      seen: hidden(opened, "seen"),
    });
    const headers = { Cookie: `cart=${shopper.cookies.get("cart") ?? ""}` };
    const post = () =>
      fetch(`${store.url}/checkout`, { method: "POST", body, headers, redirect: "manual" });
    const answers = await Promise.all([post(), post(), post()]);
    const places = new Set(answers.map((answer) => answer.headers.get("Location")));
    expect(places.size).toBe(1);
    expect([...places][0]).toMatch(/thank-you/);
    expect(await orders(store)).toHaveLength(1);
    const later = await shopper.post("/checkout", Object.fromEntries(body));
    expect(later.location).toBe([...places][0]);
  });

  test("another total than the one that was seen is shown first", async () => {
    const { store, shopper } = await shop();
    const page = await send(shopper, { seen: "1" });
    expect([page.status, await orders(store)]).toEqual([200, []]);
    expect(textOf(page)).toContain("The total has changed");
  });
});

describe("what is missing or wrong is said beside its field, and what was entered stays", () => {
  test.each<[Record<string, string>, string, string]>([
    [{ email: "nobody" }, "email", "Enter an e-mail address"],
    [{ lastName: " " }, "lastName", "Enter a last name"],
    [{ address1: "" }, "address1", "Enter an address"],
    [{ city: "" }, "city", "Enter a city"],
    [{ zip: "" }, "zip", "Enter a postcode"],
    [{ country: "XX" }, "country", "Choose a country"],
    [{ city: "x".repeat(101) }, "city", "That is too long: 100"],
    [{ cardNumber: "12" }, "cardNumber", "Enter a card number"],
    [{ expiry: "01/20" }, "expiry", "Enter a date in the future"],
    [{ securityCode: "x" }, "securityCode", "Enter the 3 or 4 digits"],
  ])("%j", async (changes, field, message) => {
    const { store, shopper } = await shop();
    const page = await send(shopper, { firstName: `Zoë <"&'>`, ...changes });
    expect(page.status).toBe(422);
    expect(page.text).toContain(`id="${field}-error">${message}`);
    const control = new RegExp(`<(?:input|select) id="${field}"[^>]*>`).exec(page.text)?.[0];
    expect(control).toContain(`aria-describedby="${field}-error"`);
    expect(control).toContain("autofocus");
    expect(page.text).toContain(`value="Zoë &#60;&#34;&#38;&#39;&#62;"`);
    expect(await orders(store)).toEqual([]);
  });

  test("the first wrong field has the focus", async () => {
    const { shopper } = await shop();
    const page = await send(shopper, { email: "", city: "" });
    expect(page.text.match(/autofocus/g)).toHaveLength(1);
    expect(page.text).toMatch(/id="email"[^>]*autofocus/);
  });
});

describe("delivery", () => {
  test("is free from a threshold, dearer abroad, faster for more", async () => {
    const { store, shopper } = await shop();
    const total = async (changes: Record<string, string>) => {
      const page = await shopper.post("/checkout", { ...GUEST, ...changes, action: "update" });
      return /Shipping (\S+) Total (\S+)/.exec(textOf(page))?.slice(1);
    };
    expect(await total({})).toEqual(["£3.95", "£34.50"]);
    expect(await total({ method: "express" })).toEqual(["£6.95", "£37.50"]);
    expect(await total({ country: "FR" })).toEqual(["£9.95", "£40.50"]);
    await shopper.ask("/cart/add.js", { id: 72 });
    expect(await total({})).toEqual(["Free", "£55.55"]);
    await send(shopper, { method: "express", country: "US" });
    expect(await lastOrder(store)).toMatchObject({
      shipping_lines: [{ title: "Express", price: "20.00" }],
      total_tax: "0.00",
    });
  });

  test("is nothing that a gift card needs, and a gift card is taxed by nobody", async () => {
    const { store, shopper } = await shop([{ id: 91 }]);
    const page = await shopper.get("/checkout");
    expect(textOf(page)).not.toContain("Shipping method");
    await send(shopper, { address1: "", city: "", lastName: "", zip: "" }, page);
    expect(await lastOrder(store)).toMatchObject({
      total_price: "20.00",
      total_tax: "0.00",
      shipping_lines: [],
      line_items: [{ gift_card: true, requires_shipping: false }],
    });
  });
});

describe("currency and language", () => {
  test("the shopper pays in the currency of their country; the order keeps the shop's and the rate", async () => {
    const { store, shopper } = await shop([{ id: 71, quantity: 3 }]);
    shopper.cookies.set("localization", "DE");
    const page = await send(shopper, { country: "DE" });
    expect(await lastOrder(store)).toMatchObject({
      currency: "GBP",
      total_price: "39.95",
      presentment_currency: "EUR",
      total_price_set: { presentment_money: { amount: "46.34", currency_code: "EUR" } },
    });
    expect(textOf(await shopper.get(page.location ?? ""))).toContain(
      "Subtotal €34.80 Shipping €11.54 Total €46.34",
    );
  });

  test.each([
    ["en", "ltr", "Pay now"],
    ["fr", "ltr", "Payer maintenant"],
    ["de", "ltr", "Jetzt bezahlen"],
    ["es", "ltr", "Pagar ahora"],
    ["ja", "ltr", "今すぐ支払う"],
    ["zh-CN", "ltr", "立即付款"],
    ["zh-TW", "ltr", "立即付款"],
    ["ar", "rtl", "ادفع الآن"],
  ])("%s: from the storefront's path, and kept from then on", async (code, direction, words) => {
    const { store, shopper } = await shop();
    const path = code === "en" ? "" : `/${code.toLowerCase()}`;
    const led = await shopper.send("/checkout", {
      headers: { Referer: `${store.url}${path}/cart` },
    });
    if (path !== "") {
      expect((await shopper.get(`${path}/checkout`)).location).toBe("/checkout");
      expect((await shopper.get("/checkout")).text).toContain(`<html lang="${code}"`);
    }
    expect(led.text).toContain(`<html lang="${code}" dir="${direction}">`);
    expect(textOf(led)).toContain(words);
  });
});

describe("discount codes", () => {
  test("an applied code goes into the order, and its use is counted", async () => {
    const { store, shopper } = await shop();
    await makeBasic(store, "LOYAL5");
    const applied = await send(shopper, { action: "discount", discount: "loyal5" });
    expect(textOf(applied)).toContain("LOYAL5 is applied: you save £5.00");
    await send(shopper);
    expect(await lastOrder(store)).toMatchObject({
      total_price: "29.50",
      discount_codes: [{ code: "LOYAL5", amount: "5.00", type: "fixed_amount" }],
      // 555 and 2500 of 3055: 0.9083 and 4.0917.
      line_items: [
        { discount_allocations: [{ amount: "0.91" }] },
        { discount_allocations: [{ amount: "4.09" }] },
      ],
    });
    const { discounts } = (await call(store, "GET", "/control/discounts?code=LOYAL5")).body;
    expect(discounts).toMatchObject([{ usage_count: 1 }]);
  });

  test("a code that can't be used says why beside its field and keeps what was entered", async () => {
    const { shopper } = await shop();
    const page = await send(shopper, { action: "discount", discount: "NOPE", city: "Hull" });
    expect(page.status).toBe(422);
    expect(page.text).toContain(`id="discount-error">There is no discount code NOPE`);
    expect(page.text).toContain(`value="Hull"`);
    expect(page.text).toMatch(/id="discount"[^>]*value="NOPE"[^>]*aria-describedby/);
    expect((await shopper.ask("/cart.js")).body["discount_codes"]).toEqual([]);
  });

  test("a typed code is tried before anybody pays without it; Enter in its field does the same", async () => {
    const { store, shopper } = await shop();
    await makeBasic(store, "LOYAL5");
    for (const action of ["pay", "enter"]) {
      const page = await send(shopper, { action, discount: "LOYAL5" });
      expect(textOf(page)).toContain("Total £29.50");
    }
    expect(await orders(store)).toEqual([]);
  });

  test("is taken off again by its button", async () => {
    const { store, shopper } = await shop();
    await makeBasic(store, "LOYAL5");
    await shopper.get("/discount/LOYAL5");
    const page = await send(shopper, { action: "remove:LOYAL5" });
    expect(textOf(page)).toContain("Total £34.50");
  });

  test("free shipping is told in the order as Shopify tells it", async () => {
    const { store, shopper } = await shop();
    await makeFreeShipping(store, "POST", COMBINES_WITH_ORDERS);
    await makeBasic(store, "TENTH", { ...COMBINES, customerGets: TENTH });
    await shopper.get("/discount/POST");
    await shopper.get("/discount/TENTH");
    const page = await send(shopper);
    expect(await lastOrder(store)).toMatchObject({
      total_price: "27.49",
      total_discounts: "7.01",
      total_shipping_price_set: { shop_money: { amount: "3.95" } },
      discount_codes: [
        { code: "TENTH", amount: "3.06", type: "percentage" },
        { code: "POST", amount: "3.95", type: "shipping" },
      ],
      discount_applications: [
        { code: "TENTH", value: "10.0", value_type: "percentage", target_type: "line_item" },
        { code: "POST", value: "100.0", value_type: "percentage", target_type: "shipping_line" },
      ],
      shipping_lines: [
        { price: "3.95", discounted_price: "0.00", discount_allocations: [{ amount: "3.95" }] },
      ],
    });
    expect(textOf(await shopper.get(page.location ?? ""))).toContain(
      "Subtotal £30.55 Discount TENTH -£3.06 Shipping £3.95 Discount POST -£3.95 Total £27.49",
    );
  });

  test("an order that costs nothing needs no card", async () => {
    const { store, shopper } = await shop([{ id: 71 }]);
    await makeBasic(store, "ALL", { ...COMBINES, customerGets: EVERYTHING_OFF });
    await makeFreeShipping(store, "POST", COMBINES_WITH_ORDERS);
    for (const code of ["ALL", "POST"]) await shopper.get(`/discount/${code}`);
    const page = await shopper.get("/checkout");
    expect(textOf(page)).not.toContain("Card number");
    await send(shopper, { cardNumber: "", expiry: "", securityCode: "" }, page);
    expect(await lastOrder(store)).toMatchObject({ total_price: "0.00", financial_status: "paid" });
  });
});

const TENTH = { value: { percentage: 0.1 }, items: { all: true } };
const EVERYTHING_OFF = { value: { percentage: 1 }, items: { all: true } };
const COMBINES_WITH_ORDERS = { combinesWith: { orderDiscounts: true, productDiscounts: true } };

describe("pages that aren't there", () => {
  test("an empty cart has nothing to check out", async () => {
    const store = await discountStore();
    const page = await new Shopper(store).get("/checkout");
    expect(textOf(page)).toContain("Your cart is empty");
  });

  test.each(["/checkout/thank-you/0", `/checkout/thank-you/${"0".repeat(32)}`, "/checkout/x"])(
    "%s is none",
    async (path) => {
      const store = await discountStore();
      const page = await new Shopper(store).get(path);
      expect([page.status, textOf(page).includes("There is no such page")]).toEqual([404, true]);
    },
  );

  test("nothing of an order can be read by its number", async () => {
    const { store, shopper } = await shop();
    await send(shopper);
    const id = String((await lastOrder(store))["id"]);
    for (const guess of [id, "1001", "%231001"])
      expect((await shopper.get(`/checkout/thank-you/${guess}`)).status).toBe(404);
  });
});

test("a restart knows the order, its confirmation and that the code was used", async () => {
  const { mkdtemp, rm } = await import("node:fs/promises");
  const { tmpdir } = await import("node:os");
  const { join } = await import("node:path");
  const dataDir = await mkdtemp(join(tmpdir(), "checkout-"));
  try {
    const store = await discountStore({ dataDir });
    await makeBasic(store, "ONCE", { usageLimit: 1 });
    const shopper = new Shopper(store);
    await shopper.ask("/cart/add.js", { id: 72 });
    await shopper.get("/discount/ONCE");
    const { location } = await send(shopper);
    await store.stop();
    const again = await discountStore({ dataDir });
    const later = new Shopper(again);
    expect(textOf(await later.get(location ?? ""))).toContain("Thank you, Gus!");
    await later.ask("/cart/add.js", { id: 72 });
    const page = await send(later, { action: "discount", discount: "ONCE" });
    expect(textOf(page)).toContain("ONCE has been used up");
    await again.stop();
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});
