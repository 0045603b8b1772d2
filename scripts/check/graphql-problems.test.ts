import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { loadAdminSchema, type AdminSchema } from "./admin-schema.ts";
import { graphqlProblems } from "./graphql-problems.ts";

let admin: AdminSchema;
beforeAll(async () => {
  admin = await loadAdminSchema(path.join(import.meta.dirname, "..", ".."), "2026-07");
});

const granted = new Set(["read_orders", "write_customers"]);
const problemsOf = (text: string) => graphqlProblems({ text, granted }, admin);

describe("a GraphQL document of the app", () => {
  test("passes when Shopify has every field and the app has the scopes", () => {
    expect(problemsOf("query A($id: ID!) { order(id: $id) { id customer { id } } }")).toEqual([]);
  });

  test.each([
    {
      why: "a field that Shopify doesn't have",
      text: "query A($id: ID!) { order(id: $id) { points } }",
      says: expect.stringContaining('line 1: Cannot query field "points"') as unknown,
    },
    {
      why: "a deprecated field",
      text: "query A($id: ID!) { order(id: $id) { id currentBulk: taxesIncluded cartDiscountAmount } }",
      says: expect.stringContaining("cartDiscountAmount") as unknown,
    },
    {
      why: "a type that needs a scope nobody asks for",
      text: "query A($id: ID!) { product(id: $id) { id } }",
      says: "Product needs read_products, which shopify.app.toml doesn't ask for",
    },
    {
      why: "an operation without a name",
      text: "query ($id: ID!) { order(id: $id) { id } }",
      says: "the operation has no name: logs and the dev store know it by its name",
    },
    {
      why: "two operations in one document",
      text: "query A($id: ID!) { order(id: $id) { id } } query B { shop { id } }",
      says: "2 operations; one document, one operation",
    },
    {
      why: "text that is no GraphQL",
      text: "query A {",
      says: "Syntax Error: Expected Name, found <EOF>.",
    },
  ])("is refused for $why", ({ text, says }) => {
    expect(problemsOf(text)).toContainEqual(says);
  });
});
