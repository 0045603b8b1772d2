import { describe, expect, test } from "vitest";
import { ask, runToEnd, storeWith, submit, type Fields } from "./bulk-calls.ts";
import { call, startStore } from "./store.ts";

describe("what can't run in bulk is refused in Shopify's words", () => {
  const node = (inner: string) => `{ edges { node { id ${inner} } } }`;
  test.each([
    ["nonsense", "{ orders", /^Invalid bulk query: Syntax Error/],
    ["an empty query", "", /^Invalid bulk query: /],
    [
      "a field that isn't there",
      "{ orders { edges { node { idd } } } }",
      /^Invalid bulk query: Cannot query field "idd"/,
    ],
    [
      "a mutation",
      'mutation { customerDelete(input: { id: "x" }) { shop { id } } }',
      /^Invalid operation type/,
    ],
    [
      "variables",
      "query($q: String) { orders(query: $q) { edges { node { id } } } }",
      /can't take variables/,
    ],
    ["no connection", "{ shop { id } }", /must contain at least one connection/],
    ["node at the top", '{ node(id: "gid://shopify/Order/1") { id } }', /top level `node` field/],
    [
      "two fields at the top",
      `{ orders ${node("")} products ${node("")} }`,
      /exactly one top level field/,
    ],
    [
      "nodes in place of edges",
      "{ orders { nodes { id } } }",
      /Selecting via 'nodes' is not supported. Invalid connection fields: 'orders'/,
    ],
    ["a renamed node", "{ orders { edges { order: node { id } } } }", /'edges' > 'node'/],
    [
      "six connections",
      `{ orders ${node(["a", "b", "c", "d", "e"].map((name) => `${name}: lineItems ${node("")}`).join(" "))} }`,
      /cannot contain more than 5 connections/,
    ],
    [
      "three connections below one another and the root",
      `{ collections ${node(`products ${node(`variants ${node(`metafields ${node("")}`)}`)}`)} }`,
      /nesting depth greater than 2/,
    ],
    [
      "a connection inside a list",
      `{ orders ${node(`refunds { refundLineItems ${node("quantity").replace("id", "")} }`)} }`,
      /connection field within a list field/,
    ],
    [
      "a connection inside an object of a list",
      `{ orders ${node(`refunds { order { lineItems ${node("")} } }`)} }`,
      /connection field within a list field/,
    ],
    [
      "a nested connection whose parent has no id",
      `{ orders { edges { node { name lineItems ${node("")} } } } }`,
      /must select the 'id' field.* Connection fields without 'id': orders\./,
    ],
  ])("%s", async (_why, query, message) => {
    const store = await startStore();
    const { bulkOperation, userErrors } = await submit(store, query);
    expect(bulkOperation).toBeNull();
    expect(userErrors[0]).toMatchObject({ field: ["query"], code: "INVALID" });
    expect(userErrors.map((error) => error.message).join("\n")).toMatch(message);
  });

  test("a fragment hides nothing", async () => {
    const store = await storeWith(1);
    const refused = await submit(
      store,
      `query { orders { edges { node { ...Of } } } } fragment Of on Order { refunds { ...Lines } id } fragment Lines on Refund { refundLineItems { edges { node { quantity } } } }`,
    );
    expect(refused.userErrors[0]?.message).toMatch(/within a list field/);
    const done = await runToEnd(
      store,
      `query { orders { edges { node { ...Of } } } } fragment Of on Order { id ... on Order { lineItems { edges { node { id } } } } }`,
    );
    expect(done["objectCount"]).toBe("3");
  });

  test("what the dev store lacks is a loud error, before anything runs", async () => {
    const store = await storeWith(1);
    const ran = async (query: string) => {
      const answer = await ask(
        store,
        "mutation($q: String!) { bulkOperationRunQuery(query: $q) { bulkOperation { id } } }",
        { q: query },
      );
      return answer.errors?.[0]?.message;
    };
    expect(await ran("{ orders { edges { node { id confirmationNumber } } } }")).toMatch(
      /not implemented by the dev store: Order.confirmationNumber/,
    );
    expect(await ran("{ draftOrders { edges { node { id } } } }")).toMatch(/QueryRoot.draftOrders/);
    expect(await ran('{ orders(query: "gateway:x") { edges { node { id } } } }')).toMatch(
      /search term/,
    );
    expect(await ran('{ orders(query: "created_at:>soon") { edges { node { id } } } }')).toMatch(
      /Invalid date/,
    );
    expect(store.shop.state.bulkOperations.size).toBe(0);
  });
});

test("refunds come by ordinary pages: of orders, and line by line of a refund", async () => {
  const store = await startStore();
  const lines = [1, 2, 3].map((id) => ({ id, title: "Cup", price: "1.00", quantity: 2 }));
  await call(store, "POST", "/control/orders", {
    id: 1,
    line_items: lines,
    financial_status: "paid",
  });
  await call(store, "POST", "/control/orders/1/refunds", {
    refund_line_items: lines.map(({ id }) => ({ line_item_id: id, quantity: 1 })),
  });
  const pages = `refundLineItems(first: 2, after: $after) { nodes { quantity lineItem { id } } pageInfo { hasNextPage endCursor } }`;
  const listed = await ask(
    store,
    `query($after: String) { orders(query: "updated_at:>=2026-01-01T00:00:00Z financial_status:partially_refunded", first: 5, sortKey: UPDATED_AT) { nodes { id refunds { id ${pages} } } } }`,
  );
  expect(listed.errors).toBeUndefined();
  const [found] = listed.data?.["orders"]?.["nodes"] as { refunds: Fields[] }[];
  const [refund] = found?.refunds ?? [];
  type Page = {
    nodes: { lineItem: Fields }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
  const first = refund?.["refundLineItems"] as Page;
  expect([first.nodes.length, first.pageInfo.hasNextPage]).toEqual([2, true]);
  const next = await ask(
    store,
    `query($id: ID!, $after: String) { refund(id: $id) { ${pages} } }`,
    {
      id: refund?.["id"],
      after: first.pageInfo.endCursor,
    },
  );
  const second = next.data?.["refund"]?.["refundLineItems"] as Page;
  const ids = [...first.nodes, ...second.nodes].map(({ lineItem }) => lineItem["id"]);
  expect(ids).toEqual([1, 2, 3].map((id) => `gid://shopify/LineItem/${id}`));
  expect(second.pageInfo.hasNextPage).toBe(false);
});
