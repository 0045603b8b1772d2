import { describe, expect, test } from "vitest";
import {
  admin,
  amountOff,
  basic,
  CREATE_BASIC,
  CREATE_FREE_SHIPPING,
  discountStore,
  makeBasic,
  makeFreeShipping,
  percentOff,
  START,
  type Answer,
} from "./discount-calls.ts";
import { stock } from "./shopper.ts";
import { call, startStore } from "./store.ts";

const CUSTOMER = "gid://shopify/Customer/1";

const BY_CODE = `query ($code: String!) {
  codeDiscountNodeByCode(code: $code) {
    id
    codeDiscount {
      __typename
      ... on DiscountCodeBasic {
        title status startsAt endsAt usageLimit appliesOncePerCustomer asyncUsageCount tags
        codes(first: 5) { nodes { code asyncUsageCount } }
        codesCount { count precision }
        combinesWith { orderDiscounts productDiscounts shippingDiscounts }
        context { __typename ... on DiscountCustomers { customers { id } } }
        discountClasses
        minimumRequirement {
          ... on DiscountMinimumSubtotal { greaterThanOrEqualToSubtotal { amount currencyCode } }
          ... on DiscountMinimumQuantity { greaterThanOrEqualToQuantity }
        }
        customerGets {
          items {
            __typename
            ... on DiscountProducts { products(first: 5) { nodes { id } } productVariants(first: 5) { nodes { id } } }
            ... on DiscountCollections { collections(first: 5) { nodes { id } } }
          }
          value {
            ... on DiscountAmount { amount { amount currencyCode } appliesOnEachItem }
            ... on DiscountPercentage { percentage }
          }
        }
        summary
      }
      ... on DiscountCodeFreeShipping {
        title status maximumShippingPrice { amount } discountClasses
        destinationSelection { ... on DiscountCountries { countries } ... on DiscountCountryAll { allCountries } }
      }
    }
  }
}`;

async function discountOf(store: Awaited<ReturnType<typeof discountStore>>, code: string) {
  const answer = await admin(store, BY_CODE, { code });
  expect(answer.errors).toBeUndefined();
  const node = answer.data?.["codeDiscountNodeByCode"] ?? null;
  return node === null ? null : (node["codeDiscount"] as Record<string, unknown>);
}

const problems = (answer: Answer, mutation: string) =>
  (answer.data?.[mutation]?.["userErrors"] as { field: string[]; code: string }[] | undefined)?.map(
    ({ field, code }) => `${field.slice(1).join(".")} ${code}`,
  );

describe("a discount made through the Admin API", () => {
  test("is found by its code in any case, with all its terms", async () => {
    const store = await discountStore();
    await makeBasic(store, "LOYAL-5", {
      endsAt: "2030-01-01T00:00:00Z",
      usageLimit: 1,
      appliesOncePerCustomer: true,
      context: { customers: { add: [CUSTOMER] } },
      minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: "20.00" } },
      combinesWith: { productDiscounts: true },
      tags: ["loyalty"],
    });
    expect(await discountOf(store, "loyal-5")).toEqual({
      __typename: "DiscountCodeBasic",
      title: "Title of LOYAL-5",
      status: "ACTIVE",
      startsAt: START,
      endsAt: "2030-01-01T00:00:00Z",
      usageLimit: 1,
      appliesOncePerCustomer: true,
      asyncUsageCount: 0,
      tags: ["loyalty"],
      codes: { nodes: [{ code: "LOYAL-5", asyncUsageCount: 0 }] },
      codesCount: { count: 1, precision: "EXACT" },
      combinesWith: { orderDiscounts: false, productDiscounts: true, shippingDiscounts: false },
      context: { __typename: "DiscountCustomers", customers: [{ id: CUSTOMER }] },
      discountClasses: ["ORDER"],
      minimumRequirement: {
        greaterThanOrEqualToSubtotal: { amount: "20.0", currencyCode: "GBP" },
      },
      customerGets: {
        items: { __typename: "AllDiscountItems" },
        value: { amount: { amount: "5.0", currencyCode: "GBP" }, appliesOnEachItem: false },
      },
      summary:
        "5.00 GBP off entire order • Minimum purchase of 20.00 GBP • For 1 customers • Limit of 1 uses • One use per customer",
    });
    expect(await discountOf(store, "OTHER")).toBeNull();
  });

  test("may be for products, variants or a collection, and is then a product discount", async () => {
    const store = await discountStore();
    const products = {
      productsToAdd: ["gid://shopify/Product/7"],
      productVariantsToAdd: ["gid://shopify/ProductVariant/81"],
    };
    await makeBasic(store, "CUPS", percentOff(0.25, { products }));
    await makeBasic(
      store,
      "TABLE",
      amountOff("1.00", { collections: { add: ["gid://shopify/Collection/6"] } }, true),
    );
    expect(await discountOf(store, "CUPS")).toMatchObject({
      discountClasses: ["PRODUCT"],
      customerGets: {
        items: {
          products: { nodes: [{ id: "gid://shopify/Product/7" }] },
          productVariants: { nodes: [{ id: "gid://shopify/ProductVariant/81" }] },
        },
        value: { percentage: 0.25 },
      },
    });
    expect(await discountOf(store, "TABLE")).toMatchObject({
      customerGets: {
        items: { collections: { nodes: [{ id: "gid://shopify/Collection/6" }] } },
        value: { appliesOnEachItem: true },
      },
    });
  });

  test("may pay the shipping, up to a price and to some countries", async () => {
    const store = await discountStore();
    await makeFreeShipping(store, "POST", {
      maximumShippingPrice: "10.00",
      destination: { countries: { add: ["GB", "IE"] } },
    });
    expect(await discountOf(store, "POST")).toEqual({
      __typename: "DiscountCodeFreeShipping",
      title: "Title of POST",
      status: "ACTIVE",
      maximumShippingPrice: { amount: "10.0" },
      discountClasses: ["SHIPPING"],
      destinationSelection: { countries: ["GB", "IE"] },
    });
  });

  test("takes the deprecated customerSelection as well", async () => {
    const store = await discountStore();
    const { context: _context, ...input } = basic("OLD", {
      customerSelection: { customers: { add: [CUSTOMER] } },
    });
    await admin(store, CREATE_BASIC, { input });
    expect(await discountOf(store, "OLD")).toMatchObject({
      context: { customers: [{ id: CUSTOMER }] },
    });
  });

  test("is scheduled, active or expired by the shop's clock", async () => {
    const store = await discountStore();
    await makeBasic(store, "LATER", { startsAt: "2090-01-01T00:00:00Z" });
    await makeBasic(store, "OVER", { endsAt: "2026-01-02T00:00:00Z" });
    expect(await discountOf(store, "LATER")).toMatchObject({ status: "SCHEDULED" });
    expect(await discountOf(store, "OVER")).toMatchObject({ status: "EXPIRED" });
  });
});

describe("what Shopify refuses is refused with its code, all at once, and makes nothing", () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ["no title", { title: " " }, ["title BLANK"]],
    ["no code and no start", { code: "", startsAt: null }, ["startsAt BLANK", "code BLANK"]],
    ["a code of 256 letters", { code: "x".repeat(256) }, ["code TOO_LONG"]],
    ["a code that exists", { code: "taken" }, ["code TAKEN"]],
    ["the end before the start", { endsAt: START }, ["endsAt END_DATE_BEFORE_START_DATE"]],
    ["no use at all", { usageLimit: 0 }, ["usageLimit GREATER_THAN"]],
    ["nothing to get", { customerGets: null }, ["customerGets BLANK"]],
    ["150 percent", percentOff(1.5), ["customerGets.value.percentage VALUE_OUTSIDE_RANGE"]],
    ["nothing off", amountOff("0.00"), ["customerGets.value.discountAmount.amount GREATER_THAN"]],
    ["half a penny", amountOff("0.005"), ["customerGets.value.discountAmount.amount INVALID"]],
    [
      "percentage and amount",
      {
        customerGets: {
          value: { percentage: 0.1, discountAmount: { amount: "1.00" } },
          items: { all: true },
        },
      },
      ["customerGets.value TOO_MANY_ARGUMENTS"],
    ],
    [
      "a product that isn't there",
      percentOff(0.1, { products: { productsToAdd: ["gid://shopify/Product/404"] } }),
      [
        "customerGets.items.products.productsToAdd INVALID",
        "customerGets.items APPLIES_ON_NOTHING",
      ],
    ],
    [
      "all items and some",
      percentOff(0.1, { all: true, products: { productsToAdd: ["gid://shopify/Product/7"] } }),
      ["customerGets.items CONFLICT"],
    ],
    [
      "a customer who isn't there",
      { context: { customers: { add: ["gid://shopify/Customer/404"] } } },
      ["context.customers.add INVALID", "context.customers BLANK"],
    ],
    ["two ways to say who", { customerSelection: { all: true } }, ["context TOO_MANY_ARGUMENTS"]],
    [
      "two minimums",
      {
        minimumRequirement: {
          subtotal: { greaterThanOrEqualToSubtotal: "1.00" },
          quantity: { greaterThanOrEqualToQuantity: "2" },
        },
      },
      [
        "minimumRequirement.subtotal.greaterThanOrEqualToSubtotal MINIMUM_SUBTOTAL_AND_QUANTITY_RANGE_BOTH_PRESENT",
      ],
    ],
  ])("%s", async (_why, changes, expected) => {
    const store = await discountStore();
    await makeBasic(store, "TAKEN");
    const answer = await admin(store, CREATE_BASIC, { input: basic("NEW", changes) });
    expect(problems(answer, "discountCodeBasicCreate")).toEqual(expected);
    expect(answer.data?.["discountCodeBasicCreate"]?.["codeDiscountNode"]).toBeNull();
    expect(store.shop.state.discounts.size).toBe(1);
  });

  test("free shipping can't be combined with free shipping", async () => {
    const store = await discountStore();
    const { customerGets: _gets, ...input } = basic("POST", {
      combinesWith: { shippingDiscounts: true },
    });
    const answer = await admin(store, CREATE_FREE_SHIPPING, { input });
    expect(problems(answer, "discountCodeFreeShippingCreate")).toEqual([
      "combinesWith INVALID_COMBINES_WITH_FOR_DISCOUNT_CLASS",
    ]);
  });

  test("without the scope write_discounts nothing is made or read", async () => {
    const store = await startStore();
    await stock(store);
    const made = await admin(store, CREATE_BASIC, { input: basic("NEW") });
    const read = await admin(store, BY_CODE, { code: "NEW" });
    for (const answer of [made, read])
      expect(answer.errors?.[0]?.extensions?.["code"]).toBe("ACCESS_DENIED");
    expect(store.shop.state.discounts.size).toBe(0);
  });

  test("what the dev store doesn't have it says so", async () => {
    const store = await discountStore();
    const context = { customerSegments: { add: ["gid://shopify/Segment/1"] } };
    const answer = await admin(store, CREATE_BASIC, { input: basic("SEGMENT", { context }) });
    expect(answer.errors?.[0]?.extensions?.["code"]).toBe("NOT_IMPLEMENTED_BY_DEV_STORE");
  });
});

describe("a discount that is there", () => {
  const UPDATE = `mutation ($id: ID!, $input: DiscountCodeBasicInput!) {
    discountCodeBasicUpdate(id: $id, basicCodeDiscount: $input) { codeDiscountNode { id } userErrors { field code } }
  }`;

  test("changes what an update names and keeps the rest", async () => {
    const store = await discountStore();
    const id = await makeBasic(store, "OLD", { usageLimit: 3 });
    const input = {
      code: "NEW",
      context: { customers: { add: [CUSTOMER] } },
      endsAt: "2031-01-01T00:00:00Z",
    };
    const answer = await admin(store, UPDATE, { id, input });
    expect(problems(answer, "discountCodeBasicUpdate")).toEqual([]);
    expect(await discountOf(store, "OLD")).toBeNull();
    expect(await discountOf(store, "NEW")).toMatchObject({
      title: "Title of OLD",
      usageLimit: 3,
      endsAt: "2031-01-01T00:00:00Z",
      context: { customers: [{ id: CUSTOMER }] },
      customerGets: { value: { amount: { amount: "5.0" } } },
    });
  });

  test("can't take the code of another, but its own in another case", async () => {
    const store = await discountStore();
    await makeBasic(store, "ONE");
    const id = await makeBasic(store, "TWO");
    const rename = (code: string) => admin(store, UPDATE, { id, input: { code } });
    expect(problems(await rename("one"), "discountCodeBasicUpdate")).toEqual(["code TAKEN"]);
    expect(problems(await rename("two"), "discountCodeBasicUpdate")).toEqual([]);
  });

  test("is deactivated by ending it, activated again, and deleted with its codes", async () => {
    const store = await discountStore();
    const id = await makeBasic(store, "CODE");
    const act = (name: string, field: string) =>
      admin(store, `mutation ($id: ID!) { ${name}(id: $id) { ${field} userErrors { code } } }`, {
        id,
      });
    await act("discountCodeDeactivate", "codeDiscountNode { id }");
    expect(await discountOf(store, "CODE")).toMatchObject({ status: "EXPIRED" });
    await act("discountCodeActivate", "codeDiscountNode { id }");
    expect(await discountOf(store, "CODE")).toMatchObject({ status: "ACTIVE", endsAt: null });
    const deleted = await act("discountCodeDelete", "deletedCodeDiscountId");
    expect(deleted.data?.["discountCodeDelete"]).toEqual({
      deletedCodeDiscountId: id,
      userErrors: [],
    });
    expect(await discountOf(store, "CODE")).toBeNull();
    const again = await act("discountCodeDelete", "deletedCodeDiscountId");
    expect(again.data?.["discountCodeDelete"]).toEqual({
      deletedCodeDiscountId: null,
      userErrors: [{ code: "INVALID" }],
    });
    await makeBasic(store, "CODE");
  });

  test("are listed by page and searched by code, title and status", async () => {
    const store = await discountStore();
    const first = await makeBasic(store, "A");
    await makeBasic(store, "B", { endsAt: "2026-01-02T00:00:00Z" });
    const second = await makeBasic(store, "C");
    const list = async (args: string) => {
      const answer = await admin(store, `{ codeDiscountNodes(${args}) { nodes { id } } }`);
      return (answer.data?.["codeDiscountNodes"]?.["nodes"] as { id: string }[]).map(
        ({ id }) => id,
      );
    };
    expect(await list('first: 5, query: "status:active"')).toEqual([first, second]);
    expect(await list('first: 5, query: "code:c"')).toEqual([second]);
    expect(await list(`first: 5, query: "title:'Title of A'"`)).toEqual([first]);
    expect(await list("first: 1")).toEqual([first]);
  });

  test("takes many codes at once: a job says afterwards which of them it took", async () => {
    const store = await discountStore();
    await makeBasic(store, "TAKEN");
    const discountId = await makeBasic(store, "FIRST");
    const answer = await admin(
      store,
      `mutation ($discountId: ID!, $codes: [DiscountRedeemCodeInput!]!) {
        discountRedeemCodeBulkAdd(discountId: $discountId, codes: $codes) {
          bulkCreation { id done codesCount importedCount } userErrors { code }
        }
      }`,
      { discountId, codes: ["A1", "taken", "A2", "a1"].map((code) => ({ code })) },
    );
    const creation = answer.data?.["discountRedeemCodeBulkAdd"]?.["bulkCreation"] as { id: string };
    expect(creation).toMatchObject({ done: false, codesCount: 4, importedCount: 0 });
    store.clock.offsetSeconds += 2;
    const later = await admin(
      store,
      `query ($id: ID!) { discountRedeemCodeBulkCreation(id: $id) {
        done importedCount failedCount discountCode { id }
        codes(first: 5) { nodes { code discountRedeemCode { code } errors { code } } }
      } }`,
      { id: creation.id },
    );
    const made = (code: string) => ({ code, discountRedeemCode: { code }, errors: [] });
    const failed = (code: string) => ({
      code,
      discountRedeemCode: null,
      errors: [{ code: "TAKEN" }],
    });
    expect(later.data?.["discountRedeemCodeBulkCreation"]).toEqual({
      done: true,
      importedCount: 2,
      failedCount: 2,
      discountCode: { id: discountId },
      codes: { nodes: [made("A1"), failed("taken"), made("A2"), failed("a1")] },
    });
    expect(await discountOf(store, "a2")).toMatchObject({ codesCount: { count: 3 } });
  });

  test("is shown by the control API as plain objects, one per code", async () => {
    const store = await discountStore();
    const id = await makeBasic(store, "LOYAL", {
      endsAt: "2030-06-01T00:00:00Z",
      context: { customers: { add: [CUSTOMER] } },
      usageLimit: 1,
    });
    const order = {
      line_items: [{ variant_id: 72, quantity: 1 }],
      customer: { id: 1 },
      discount_codes: [{ code: "loyal", amount: "5.00" }],
    };
    const [before] = (await call(store, "GET", "/control/discounts?code=loyal")).body[
      "discounts"
    ] as Record<string, unknown>[];
    expect(before).toMatchObject({
      admin_graphql_api_id: id,
      code: "LOYAL",
      status: "active",
      usage_count: 0,
      usage_limit: 1,
      value_type: "fixed_amount",
      value: "-5.00",
      customer_ids: [1],
      ends_at: "2030-06-01T01:00:00+01:00",
    });
    await call(store, "POST", "/control/orders", order);
    const { discounts } = (await call(store, "GET", "/control/discounts")).body;
    expect(discounts).toMatchObject([{ code: "LOYAL", usage_count: 1 }]);
  });
});
