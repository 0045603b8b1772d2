import { GraphqlQueryError } from "@shopify/shopify-api";
import { expect, test } from "vitest";
import { namesOf } from "../adapters/shopify/customer-api.server.ts";
import { adminExchange } from "./admin-call.server.ts";
import type { Shopify } from "./shopify.server.ts";

/** As Shopify's client throws an answer with errors, whatever was answered beside them. */
function answering(body: object): Shopify {
  const failure = new GraphqlQueryError({ message: "denied", response: {}, body: { ...body } });
  const admin = { graphql: () => Promise.reject(failure) };
  const access = { answered: () => undefined };
  const unauthenticated = { admin: () => Promise.resolve({ admin, session: {} }) };
  return { unauthenticated, access } as unknown as Shopify;
}

test("what Shopify answers beside its errors is kept: customers whose names it doesn't give are known", async () => {
  const errors = [{ message: "not approved to access", extensions: { code: "ACCESS_DENIED" } }];
  const refused = { id: "gid://shopify/Customer/1", firstName: null, lastName: null };
  const shopify = answering({
    data: { nodes: [{ ...refused, defaultEmailAddress: null }, null] },
    errors: { graphQLErrors: errors },
  });
  const exchange = adminExchange(shopify, "shop.myshopify.com");
  expect(await exchange("query", {})).toMatchObject({ data: { nodes: [refused, null] }, errors });
  expect(await namesOf(exchange, ["1", "2"])).toEqual({
    names: new Map([
      ["1", { name: null, email: null }],
      ["2", null],
    ]),
    trouble: "refused",
  });
});

test("errors without data are told as they are", async () => {
  const errors = [{ message: "Throttled", extensions: { code: "THROTTLED" } }];
  const exchange = adminExchange(
    answering({ errors: { graphQLErrors: errors } }),
    "a.myshopify.com",
  );
  expect(await exchange("query", {})).toEqual({ errors });
});
