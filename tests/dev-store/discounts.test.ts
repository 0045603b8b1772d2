import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { priceCart } from "../../dev-store/cart/price-cart.ts";
import { presentDiscounts } from "../../dev-store/shop/present-discounts.ts";
import type { DevStore } from "../../dev-store/start.ts";
import { COUNTRIES, type Localization } from "../../dev-store/shop/markets.ts";
import { send, textOf } from "./checkout-form.ts";
import {
  admin,
  amountOff,
  COMBINES,
  discountStore,
  makeBasic,
  makeFreeShipping,
  percentOff,
  START,
} from "./discount-calls.ts";
import { Shopper } from "./shopper.ts";
import { call } from "./store.ts";

const ANN = { customers: { add: ["gid://shopify/Customer/1"] } };
const CUPS = { products: { productsToAdd: ["gid://shopify/Product/7"] } };
const TABLEWARE = { collections: { add: ["gid://shopify/Collection/6"] } };

type Quantities = Record<string, number>;

/** What the codes come to for a cart, by the rules alone. */
function priced(store: DevStore, quantities: Quantities, codes: string[], buying: Buying = {}) {
  const lines = Object.entries(quantities).map(([variantId, quantity]) => ({
    variantId,
    quantity,
    properties: {},
  }));
  const cart = { token: "", lines, discountCodes: codes, note: null, attributes: {} };
  return priceCart(store.shop.state, cart, buying.where ?? AT_HOME, {
    customerId: null,
    now: store.clock.now(),
    ...buying,
  });
}

interface Buying {
  customerId?: string | null;
  email?: string | null;
  delivery?: { countryCode: string; priceMinor: number } | null;
  now?: number;
  where?: Localization;
}

const AT_HOME: Localization = {
  language: {
    code: "en",
    name: "English",
    endonym: "English",
    rootUrl: "",
    direction: "ltr",
  },
  country: COUNTRIES[0] ?? { code: "GB", name: "United Kingdom", currency: "GBP" },
  currency: "GBP",
  shopCurrency: "GBP",
  rate: 1,
  rootUrl: "",
  path: "/",
};

/** `CODE saved` or `CODE reason`, one per code. */
const outcomes = (cart: ReturnType<typeof priced>) =>
  cart.codes.map((code) => `${code.code} ${code.reason?.kind ?? code.amountMinor}`);

describe("what a code takes off", () => {
  const THREE = { 72: 1, 81: 2, 91: 1 };

  test.each<[string, Record<string, unknown>, number[]]>([
    ["an amount once over the whole order", amountOff("5.00"), [346, 154, 0]],
    ["a percentage of the order", percentOff(0.1), [250, 111, 0]],
    ["a third, rounded once", percentOff(1 / 3), [833, 370, 0]],
    ["more than the goods cost takes them to nothing", amountOff("99.00"), [2500, 1110, 0]],
    ["a product's discount leaves the others alone", percentOff(0.1, CUPS), [250, 0, 0]],
    ["an amount over a product's lines", amountOff("5.00", CUPS), [500, 0, 0]],
    ["an amount off each of a collection's units", amountOff("0.50", TABLEWARE, true), [0, 100, 0]],
  ])("%s; a gift card never", async (_why, gets, parts) => {
    const store = await discountStore();
    await makeBasic(store, "CODE", gets);
    const cart = priced(store, THREE, ["CODE"]);
    expect(
      ["72", "81", "91"].map((id) => {
        const line = cart.lines.find((item) => item.variantId === id);
        return line?.discounts.reduce((sum, discount) => sum + discount.shopMinor, 0);
      }),
    ).toEqual(parts);
    expect(cart.totalMinor).toBe(5_610 - parts.reduce((sum, part) => sum + part, 0));
  });

  test("free shipping takes off what shipping costs, once that is known", async () => {
    const store = await discountStore();
    await makeFreeShipping(store, "POST");
    const delivery = { countryCode: "GB", priceMinor: 395 };
    expect(outcomes(priced(store, { 71: 1 }, ["POST"]))).toEqual(["POST 0"]);
    expect(outcomes(priced(store, { 71: 1 }, ["POST"], { delivery }))).toEqual(["POST 395"]);
  });

  test("in every currency the lines, less the discounts, are the total, and all off is all off", () => {
    const line = fc.record({ unit: fc.integer({ min: 1, max: 9_999 }), quantity: fc.nat(9) });
    const currencies = fc.constantFrom(
      { currency: "EUR", rate: 1.16 },
      { currency: "JPY", rate: 196 },
      { currency: "KWD", rate: 0.405 },
    );
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 6 }),
        currencies,
        fc.float({ min: 0, max: 1, noNaN: true }),
        (lines, money, share) => {
          const where = { ...money, shopCurrency: "GBP" };
          const scale = money.currency === "JPY" ? 0.01 : money.currency === "KWD" ? 10 : 1;
          const converted = lines.map(({ unit, quantity }) => ({
            lineMinor: Math.round(unit * money.rate * scale) * quantity,
            shopLineMinor: unit * quantity,
          }));
          const some = converted.map((item) => Math.floor(item.shopLineMinor * share));
          const rest = converted.map((item, index) => item.shopLineMinor - (some[index] ?? 0));
          const [first = [], second = []] = presentDiscounts(converted, [some, rest], where);
          converted.forEach((item, index) => {
            const off = (first[index] ?? 0) + (second[index] ?? 0);
            expect(Math.min(first[index] ?? 0, second[index] ?? 0)).toBeGreaterThanOrEqual(0);
            expect(off).toBe(item.shopLineMinor === 0 ? 0 : item.lineMinor);
          });
        },
      ),
    );
  });
});

describe("limits: why a code takes nothing off", () => {
  test.each<[string, Record<string, unknown>, Quantities, Buying, string]>([
    ["before its start", { startsAt: "2090-01-01T00:00:00Z" }, { 72: 1 }, {}, "scheduled"],
    ["after its end", { endsAt: "2026-01-02T00:00:00Z" }, { 72: 1 }, {}, "expired"],
    ["for a product that isn't there", percentOff(0.1, TABLEWARE), { 72: 1 }, {}, "no-items"],
    ["for a gift card", {}, { 91: 1 }, {}, "no-items"],
    ["below a subtotal", atLeast("25.01"), { 72: 1 }, {}, "minimum-subtotal"],
    ["at the subtotal", atLeast("25.00"), { 72: 1 }, {}, "500"],
    ["below a quantity", ofUnits("3"), { 71: 1, 81: 1 }, {}, "minimum-quantity"],
    ["at the quantity", ofUnits("3"), { 71: 1, 81: 2 }, {}, "500"],
    [
      "other products don't count",
      { ...ofUnits("2"), ...percentOff(0.1, CUPS) },
      { 71: 1, 81: 5 },
      {},
      "minimum-quantity",
    ],
    ["bound to Ann, nobody known", { context: ANN }, { 72: 1 }, {}, "log-in"],
    ["bound to Ann, for Ann", { context: ANN }, { 72: 1 }, { customerId: "1" }, "500"],
    ["bound to Ann, for Bob", { context: ANN }, { 72: 1 }, { customerId: "2" }, "other-customer"],
    [
      "bound to Ann, for a stranger's e-mail",
      { context: ANN },
      { 72: 1 },
      { email: "x@example.com" },
      "other-customer",
    ],
  ])("%s", async (_why, changes, quantities, buying, expected) => {
    const store = await discountStore();
    await makeBasic(store, "CODE", changes);
    expect(outcomes(priced(store, quantities, ["code"], buying))).toEqual([`CODE ${expected}`]);
  });

  test.each<[string, Record<string, unknown>, Quantities, Buying["delivery"], string]>([
    ["nothing is shipped", {}, { 91: 1 }, null, "nothing-to-ship"],
    [
      "another country",
      { destination: { countries: { add: ["GB"] } } },
      { 72: 1 },
      { countryCode: "FR", priceMinor: 995 },
      "destination",
    ],
    [
      "dearer than it pays",
      { maximumShippingPrice: "5.00" },
      { 72: 1 },
      { countryCode: "GB", priceMinor: 695 },
      "shipping-too-dear",
    ],
    ["below a subtotal", atLeast("25.01"), { 72: 1 }, null, "minimum-subtotal"],
  ])("free shipping: %s", async (_why, changes, quantities, delivery, expected) => {
    const store = await discountStore();
    await makeFreeShipping(store, "POST", changes);
    expect(outcomes(priced(store, quantities, ["POST"], { delivery: delivery ?? null }))).toEqual([
      `POST ${expected}`,
    ]);
  });

  test("a code of one use is used up by the first order, for everybody", async () => {
    const store = await discountStore();
    await makeBasic(store, "ONCE", { usageLimit: 1 });
    await buy(store, "ONCE", "one@example.com");
    expect(outcomes(priced(store, { 72: 1 }, ["ONCE"]))).toEqual(["ONCE used-up"]);
    const page = await buy(store, "ONCE", "two@example.com");
    expect(textOf(page)).toContain("ONCE has been used up");
  });

  test("each code of a discount has its own uses", async () => {
    const store = await discountStore();
    const discountId = await makeBasic(store, "A", { usageLimit: 1 });
    await admin(
      store,
      `mutation ($discountId: ID!, $codes: [DiscountRedeemCodeInput!]!) {
        discountRedeemCodeBulkAdd(discountId: $discountId, codes: $codes) { userErrors { code } }
      }`,
      { discountId, codes: [{ code: "B" }] },
    );
    await buy(store, "A", "one@example.com");
    expect(outcomes(priced(store, { 72: 1 }, ["A"]))).toEqual(["A used-up"]);
    expect(outcomes(priced(store, { 72: 1 }, ["B"]))).toEqual(["B 500"]);
  });

  test("once per customer knows a customer by login and a guest by the e-mail address", async () => {
    const store = await discountStore();
    await makeBasic(store, "EACH", { appliesOncePerCustomer: true });
    await buy(store, "EACH", "ann@example.com");
    const asked = (buying: Buying) => outcomes(priced(store, { 72: 1 }, ["EACH"], buying));
    expect(asked({ customerId: "1" })).toEqual(["EACH used-by-shopper"]);
    expect(asked({ email: "ANN@example.com" })).toEqual(["EACH used-by-shopper"]);
    expect(asked({ customerId: "2", email: "bob@example.com" })).toEqual(["EACH 500"]);
    expect(asked({})).toEqual(["EACH 500"]);
  });

  test("a code that is bound to a customer works at the checkout with their e-mail address too", async () => {
    const store = await discountStore();
    await makeBasic(store, "BOUND", { context: ANN });
    const refused = await buy(store, "BOUND", "bob@example.com");
    expect(textOf(refused)).toContain("BOUND belongs to another customer");
    expect((await buy(store, "BOUND", "ann@example.com")).status).toBe(303);
    expect((await orders(store)).map((order) => order["discount_codes"])).toEqual([
      [{ code: "BOUND", amount: "5.00", type: "fixed_amount" }],
    ]);
  });

  test("a code that is deactivated or deleted in the meantime is not part of the order", async () => {
    const store = await discountStore();
    const id = await makeBasic(store, "GOES");
    const shopper = new Shopper(store);
    await shopper.ask("/cart/add.js", { id: 72 });
    await shopper.get("/discount/GOES");
    const opened = await shopper.get("/checkout");
    expect(textOf(opened)).toContain("Total £23.95");
    await admin(
      store,
      "mutation ($id: ID!) { discountCodeDelete(id: $id) { userErrors { code } } }",
      { id },
    );
    const seen = /name="seen" value="(\d+)"/.exec(opened.text)?.[1] ?? "";
    const page = await send(shopper, { seen }, opened);
    expect(textOf(page)).toContain("The total has changed");
    expect(await orders(store)).toEqual([]);
  });
});

function atLeast(amount: string) {
  return { minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: amount } } };
}

function ofUnits(quantity: string) {
  return { minimumRequirement: { quantity: { greaterThanOrEqualToQuantity: quantity } } };
}

async function orders(store: DevStore) {
  return (await call(store, "GET", "/control/orders")).body["orders"] as Record<string, unknown>[];
}

/** A cup of 25.00 with a code, as a guest; the page that comes of it. */
async function buy(store: DevStore, code: string, email: string) {
  const shopper = new Shopper(store);
  await shopper.ask("/cart/add.js", { id: 72 });
  const tried = await send(shopper, { action: "discount", discount: code, email });
  return tried.status === 200 ? send(shopper, { email }) : tried;
}

describe("several codes", () => {
  const combines = (...classes: ("order" | "product" | "shipping")[]) => ({
    combinesWith: {
      orderDiscounts: classes.includes("order"),
      productDiscounts: classes.includes("product"),
      shippingDiscounts: classes.includes("shipping"),
    },
  });

  test("that don't combine: the one that saves more applies, whichever came first", async () => {
    const store = await discountStore();
    await makeBasic(store, "FIVE", amountOff("5.00"));
    await makeBasic(store, "TEN", amountOff("10.00"));
    const expected = ["FIVE not-combinable", "TEN 1000"];
    expect(outcomes(priced(store, { 72: 1 }, ["FIVE", "TEN"]))).toEqual(expected);
    expect(outcomes(priced(store, { 72: 1 }, ["TEN", "FIVE"]))).toEqual(expected.reverse());
  });

  test("combine only where both say so", async () => {
    const store = await discountStore();
    await makeBasic(store, "ORDER", { ...amountOff("5.00"), ...combines("product") });
    await makeBasic(store, "CUPS", { ...percentOff(0.1, CUPS), ...combines("order") });
    await makeBasic(store, "SHY", percentOff(0.2, CUPS));
    expect(outcomes(priced(store, { 72: 1 }, ["ORDER", "CUPS"]))).toEqual([
      "ORDER 500",
      "CUPS 250",
    ]);
    expect(outcomes(priced(store, { 72: 1 }, ["ORDER", "SHY"]))).toEqual([
      "ORDER 500",
      "SHY not-combinable",
    ]);
  });

  test("product discounts come first, the order's is worked out on what they leave", async () => {
    const store = await discountStore();
    await makeBasic(store, "HALF", { ...percentOff(0.5), ...COMBINES });
    await makeBasic(store, "CUPS", { ...amountOff("5.00", CUPS), ...COMBINES });
    expect(outcomes(priced(store, { 72: 1 }, ["HALF", "CUPS"]))).toEqual(["HALF 1000", "CUPS 500"]);
  });

  test("an order discount's minimum counts what product discounts leave", async () => {
    const store = await discountStore();
    await makeBasic(store, "ORDER", { ...amountOff("1.00"), ...atLeast("25.00"), ...COMBINES });
    await makeBasic(store, "CUPS", { ...amountOff("5.00", CUPS), ...COMBINES });
    expect(outcomes(priced(store, { 72: 1 }, ["ORDER", "CUPS"]))).toEqual([
      "ORDER not-combinable",
      "CUPS 500",
    ]);
  });

  test("two order discounts are each worked out on the same subtotal, and never below nothing", async () => {
    const store = await discountStore();
    await makeBasic(store, "A", { ...percentOff(0.5), ...COMBINES });
    await makeBasic(store, "B", { ...percentOff(0.3), ...COMBINES });
    await makeBasic(store, "C", { ...percentOff(0.4), ...COMBINES });
    expect(outcomes(priced(store, { 71: 1 }, ["A", "B"]))).toEqual(["A 500", "B 300"]);
    expect(priced(store, { 71: 1 }, ["A", "B", "C"]).totalMinor).toBe(0);
  });

  test("a line takes one product discount: the better one", async () => {
    const store = await discountStore();
    await makeBasic(store, "CUPS", { ...percentOff(0.1, CUPS), ...COMBINES });
    const both = {
      products: { productsToAdd: ["gid://shopify/Product/7", "gid://shopify/Product/8"] },
    };
    await makeBasic(store, "BOTH", { ...amountOff("1.00", both, true), ...COMBINES });
    expect(outcomes(priced(store, { 72: 1, 81: 1 }, ["CUPS", "BOTH"]))).toEqual([
      "CUPS 250",
      "BOTH 100",
    ]);
  });

  test("one code pays the shipping", async () => {
    const store = await discountStore();
    await makeFreeShipping(store, "P1", combines("order", "product"));
    await makeFreeShipping(store, "P2", combines("order", "product"));
    await makeBasic(store, "FIVE", { ...amountOff("5.00"), ...combines("shipping") });
    const delivery = { countryCode: "GB", priceMinor: 395 };
    expect(outcomes(priced(store, { 72: 1 }, ["P1", "P2", "FIVE"], { delivery }))).toEqual([
      "P1 395",
      "P2 not-combinable",
      "FIVE 500",
    ]);
  });

  test("one that is unknown or can't be used stands in nobody's way", async () => {
    const store = await discountStore();
    await makeBasic(store, "FIVE");
    await makeBasic(store, "OVER", { endsAt: "2026-01-02T00:00:00Z", startsAt: START });
    expect(outcomes(priced(store, { 72: 1 }, ["NOPE", "FIVE", "OVER", "five"]))).toEqual([
      "NOPE unknown",
      "FIVE 500",
      "OVER expired",
    ]);
  });
});

test("the AJAX cart tells of discounts as Shopify does", async () => {
  const store = await discountStore();
  await makeBasic(store, "ORDER", { ...percentOff(0.1), ...COMBINES });
  await makeBasic(store, "CUPS", { ...amountOff("5.00", CUPS), ...COMBINES });
  const shopper = new Shopper(store);
  await shopper.ask("/cart/add.js", { items: [{ id: 81 }, { id: 72 }] });
  const { body } = await shopper.ask("/cart/update.js", { discount: "order,cups,nope" });
  expect(body).toMatchObject({
    original_total_price: 3055,
    items_subtotal_price: 2555,
    total_discount: 756,
    total_price: 2299,
    discount_codes: [
      { code: "ORDER", applicable: true },
      { code: "CUPS", applicable: true },
      { code: "nope", applicable: false },
    ],
    cart_level_discount_applications: [
      { title: "ORDER", value: "10.0", value_type: "percentage", total_allocated_amount: 256 },
    ],
    items: [
      {
        original_line_price: 2500,
        final_line_price: 2000,
        line_level_discount_allocations: [
          { amount: 500, discount_application: { title: "CUPS", target_selection: "entitled" } },
        ],
      },
      { final_line_price: 555, line_level_discount_allocations: [] },
    ],
  });
});
