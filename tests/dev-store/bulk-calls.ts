import { expect } from "vitest";
import { issueOffline } from "../../dev-store/oauth/tokens.ts";
import type { DevStore } from "../../dev-store/start.ts";
import { call, EVERYTHING, SHOP, startStore, until } from "./store.ts";

export type Fields = Record<string, unknown>;

export interface GraphQLAnswer {
  data?: Record<string, Fields | null> | null;
  errors?: { message: string; extensions?: Fields }[];
}

export async function ask(
  store: DevStore,
  query: string,
  variables: Fields = {},
  version = "2026-07",
): Promise<GraphQLAnswer> {
  const { token } = issueOffline(store.shop, store.clock, { expiring: true });
  const headers = { "X-Shopify-Access-Token": token, "X-Forwarded-Host": SHOP };
  const path = `/admin/api/${version}/graphql.json`;
  const answer = await call(store, "POST", path, { query, variables }, headers);
  expect(answer.status).toBe(200);
  return answer.body;
}

const ALL = `id status errorCode createdAt completedAt objectCount rootObjectCount fileSize url partialDataUrl query type`;

const RUN = `mutation Run($query: String!, $groupObjects: Boolean!) {
  bulkOperationRunQuery(query: $query, groupObjects: $groupObjects) {
    bulkOperation { ${ALL} } userErrors { field message code } } }`;

export interface Submitted {
  bulkOperation: Fields | null;
  userErrors: { field: string[] | null; message: string; code: string }[];
}

export async function submit(
  store: DevStore,
  query: string,
  { groupObjects = false, version = "2026-07" } = {},
): Promise<Submitted> {
  const answer = await ask(store, RUN, { query, groupObjects }, version);
  expect(answer.errors).toBeUndefined();
  return answer.data?.["bulkOperationRunQuery"] as unknown as Submitted;
}

export async function read(store: DevStore, id: unknown): Promise<Fields> {
  const answer = await ask(store, `query($id: ID!) { bulkOperation(id: $id) { ${ALL} } }`, { id });
  expect(answer.errors).toBeUndefined();
  return answer.data?.["bulkOperation"] ?? {};
}

export async function begin(
  store: DevStore,
  query: string,
  options: { groupObjects?: boolean; version?: string } = {},
): Promise<unknown> {
  const { bulkOperation, userErrors } = await submit(store, query, options);
  expect(userErrors).toEqual([]);
  return bulkOperation?.["id"];
}

/** Runs a bulk operation to its end. */
export async function runToEnd(
  store: DevStore,
  query: string,
  options: { groupObjects?: boolean } = {},
): Promise<Fields> {
  const id = await begin(store, query, options);
  await store.bulk.settled();
  return read(store, id);
}

export const fetchText = async (url: unknown): Promise<string> => (await fetch(String(url))).text();

export async function fetchLines(url: unknown): Promise<Fields[]> {
  const text = await fetchText(url);
  expect(text.endsWith("\n")).toBe(true);
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Fields);
}

/** Waits for a status that an operation passes through. */
export async function untilStatus(store: DevStore, id: unknown, status: string): Promise<void> {
  const number = String(id).split("/").at(-1) ?? "";
  await until(`bulk operation ${number} ${status}`, () => {
    const operation = store.shop.state.bulkOperations.get(number);
    return operation !== undefined && store.bulk.view(operation).status === status;
  });
}

/** Orders 1, 2, 3 …, each of two lines. */
export async function storeWith(
  orders: number,
  options: Parameters<typeof startStore>[0] = {},
): Promise<DevStore> {
  const store = await startStore(options);
  for (let id = 1; id <= orders; id += 1) {
    const lines = [1, 2].map((line) => ({ id: id * 10 + line, title: "Cup", price: "1.00" }));
    await call(store, "POST", "/control/orders", { id, line_items: lines });
  }
  return store;
}

/** Orders of one line that nobody is told of; seven times of processing take turns. */
export async function storeOfMany(orders: number): Promise<DevStore> {
  const store = await startStore({ configuration: { ...EVERYTHING, subscriptions: [] } });
  const at = store.clock.now();
  const lines = [{ productId: null, title: "Cup", quantity: 1, priceMinor: 100 }];
  for (let id = 1; id <= orders; id += 1) {
    const processedAt = at + (id % 7);
    const order = { id: String(id), customerId: null, lines, status: "paid", processedAt } as const;
    store.shop.execute({ kind: "order.place", at, order: { ...order, lines } });
  }
  return store;
}
