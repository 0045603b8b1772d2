import { beforeEach, describe, expect, test } from "vitest";
import { issueOffline } from "../../dev-store/oauth/tokens.ts";
import type { DevStore } from "../../dev-store/start.ts";
import { call, SHOP, startStore } from "./store.ts";

let store: DevStore;

const PEOPLE = [
  { id: 1, first_name: "Ann", last_name: "Smith", email: "ann.smith@example.com" },
  { id: 2, first_name: "Anna", last_name: "Jones", email: "jones@other.org", tags: "VIP" },
  { id: 3, first_name: "Bo", last_name: "Wang", email: "bo.wang@example.com" },
  { id: 4, first_name: null, last_name: null, email: null },
];

beforeEach(async () => {
  store = await startStore();
  for (const { id, ...person } of PEOPLE)
    await call(store, "PUT", `/control/customers/${id}`, person);
});

interface Found {
  data: { customers: { nodes: { id: string; firstName: string | null; email: string | null }[] } };
  errors?: { message: string; path: unknown[]; extensions: { code: string } }[];
}

async function ask(query: string): Promise<Found> {
  const { token } = issueOffline(store.shop, store.clock, { expiring: true });
  const headers = { "X-Shopify-Access-Token": token, "X-Forwarded-Host": SHOP };
  const document = `query ($q: String) { customers(first: 10, query: $q) { nodes { id firstName email } } }`;
  const body = { query: document, variables: { q: query } };
  return (await call(store, "POST", "/admin/api/2026-07/graphql.json", body, headers))
    .body as unknown as Found;
}

const idsOf = ({ data }: Found): number[] =>
  data.customers.nodes.map(({ id }) => Number(id.split("/").at(-1)));

describe("customers(query:)", () => {
  test.each([
    { why: "a word is looked for in names and addresses", query: "smith", finds: [1] },
    { why: "a whole word, not a part of one", query: "ann", finds: [1] },
    { why: "a star takes what begins with it", query: "ann*", finds: [1, 2] },
    { why: "every word must be found", query: "ann* jones", finds: [2] },
    { why: "or either, if it says so", query: "smith OR wang", finds: [1, 3] },
    { why: "and not those that are excluded", query: "ann* -jones", finds: [1] },
    { why: "an address, typed as far as it goes", query: "email:bo.wang@exam*", finds: [3] },
    { why: "an address as a phrase", query: 'email:"ann.smith@example.com"', finds: [1] },
    { why: "the domain of an address", query: "email:example.com", finds: [1, 3] },
    { why: "whoever has an address", query: "email:*", finds: [1, 2, 3] },
    { why: "by field", query: "first_name:anna", finds: [2] },
    { why: "by number", query: "id:>=3", finds: [3, 4] },
    { why: "by tag", query: "tag:VIP", finds: [2] },
    { why: "nothing asked, everybody answers", query: "", finds: [1, 2, 3, 4] },
  ])("$why: $query", async ({ query, finds }) => {
    expect(idsOf(await ask(query))).toEqual(finds);
  });

  test("what the search doesn't know is refused loudly", async () => {
    expect((await ask("orders_count:5")).errors?.[0]?.message).toMatch(/not implemented/);
  });
});

test("an app that isn't approved for level 2 gets ids, nulls in place of names, and is told why", async () => {
  await call(store, "POST", "/control/protected-data", { level: 1 });
  const found = await ask("smith");
  expect(found.data.customers.nodes).toEqual([
    { id: "gid://shopify/Customer/1", firstName: null, email: null },
  ]);
  expect(found.errors?.map(({ path }) => path.at(-1))).toEqual(["firstName", "email"]);
  expect(found.errors?.[0]).toMatchObject({
    message: expect.stringMatching(/^This app is not approved to access the Customer/) as string,
    extensions: { code: "ACCESS_DENIED" },
  });
  await call(store, "POST", "/control/protected-data", { level: 2 });
  expect((await ask("smith")).errors).toBeUndefined();
  expect((await call(store, "POST", "/control/protected-data", { level: 3 })).status).toBe(422);
});
