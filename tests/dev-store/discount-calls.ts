import { expect } from "vitest";
import { issueOffline } from "../../dev-store/oauth/tokens.ts";
import type { DevStore, DevStoreOptions } from "../../dev-store/start.ts";
import { call, EVERYTHING, SHOP, startStore } from "./store.ts";
import { stock } from "./shopper.ts";

/** A stocked store whose app may make discounts, with customers 1 (Ann) and 2 (Bob). */
export async function discountStore(options: Partial<DevStoreOptions> = {}): Promise<DevStore> {
  const scopes = [...EVERYTHING.scopes, "write_discounts"];
  const store = await startStore({ configuration: { ...EVERYTHING, scopes }, ...options });
  await stock(store);
  await call(store, "PUT", "/control/customers/1", {
    email: "ann@example.com",
    first_name: "Ann",
    last_name: "Lee",
  });
  await call(store, "PUT", "/control/customers/2", { email: "bob@example.com" });
  return store;
}

export interface Answer {
  data?: Record<string, Record<string, unknown> | null> | null;
  errors?: { message: string; extensions?: Record<string, unknown> }[];
}

export async function admin(
  store: DevStore,
  query: string,
  variables: unknown = {},
): Promise<Answer> {
  const { token } = issueOffline(store.shop, store.clock, { expiring: true });
  const answer = await call(
    store,
    "POST",
    "/admin/api/2026-07/graphql.json",
    { query, variables },
    { "X-Shopify-Access-Token": token, "X-Forwarded-Host": SHOP },
  );
  return answer.body;
}

const ERRORS = "userErrors { field code message }";

export const CREATE_BASIC = `mutation ($input: DiscountCodeBasicInput!) {
  discountCodeBasicCreate(basicCodeDiscount: $input) { codeDiscountNode { id } ${ERRORS} }
}`;

export const CREATE_FREE_SHIPPING = `mutation ($input: DiscountCodeFreeShippingInput!) {
  discountCodeFreeShippingCreate(freeShippingCodeDiscount: $input) { codeDiscountNode { id } ${ERRORS} }
}`;

export const START = "2026-01-01T00:00:00Z";

/** 5.00 off the order for everybody, unless told otherwise. */
export function basic(code: string, changes: Record<string, unknown> = {}) {
  return {
    title: `Title of ${code}`,
    code,
    startsAt: START,
    context: { all: "ALL" },
    customerGets: {
      value: { discountAmount: { amount: "5.00", appliesOnEachItem: false } },
      items: { all: true },
    },
    ...changes,
  };
}

export const percentOff = (percentage: number, items: unknown = { all: true }) => ({
  customerGets: { value: { percentage }, items },
});

export const amountOff = (
  amount: string,
  items: unknown = { all: true },
  appliesOnEachItem = false,
) => ({ customerGets: { value: { discountAmount: { amount, appliesOnEachItem } }, items } });

export const COMBINES = {
  combinesWith: { orderDiscounts: true, productDiscounts: true, shippingDiscounts: true },
};

function idOf(answer: Answer, mutation: string): string {
  const payload = answer.data?.[mutation];
  expect([answer.errors, payload?.["userErrors"]]).toEqual([undefined, []]);
  return (payload?.["codeDiscountNode"] as { id: string }).id;
}

export async function makeBasic(
  store: DevStore,
  code: string,
  changes: Record<string, unknown> = {},
): Promise<string> {
  const answer = await admin(store, CREATE_BASIC, { input: basic(code, changes) });
  return idOf(answer, "discountCodeBasicCreate");
}

export async function makeFreeShipping(
  store: DevStore,
  code: string,
  changes: Record<string, unknown> = {},
): Promise<string> {
  const { customerGets: _gets, ...input } = basic(code, changes);
  const answer = await admin(store, CREATE_FREE_SHIPPING, { input });
  return idOf(answer, "discountCodeFreeShippingCreate");
}
