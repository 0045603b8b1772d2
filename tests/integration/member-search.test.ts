import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { issueOffline } from "../../dev-store/oauth/tokens.ts";
import { startDevStore, type DevStore } from "../../dev-store/start.ts";
import { namesOf, searchCustomers } from "../../app/adapters/shopify/customer-api.server.ts";
import { searchWords } from "../../app/domain/members/customer-search.ts";
import { changeSettings } from "../../app/use-cases/change-settings.ts";
import { keepMissingNames } from "../../app/use-cases/keep-names.ts";
import { readNames } from "../../app/use-cases/read-names.ts";
import { searchMembers } from "../../app/use-cases/search-members.ts";
import { EVERYTHING } from "../dev-store/store.ts";
import { SHOP, startTestApp, START, type TestApp } from "../support/app.ts";
import { addMembers } from "../support/listed-members.ts";
import { mergePayload } from "../support/payloads.ts";

let app: TestApp;
let store: DevStore;
let shop: { shopId: string; shopDomain: string };
/** How often Shopify was asked. */
let asked = 0;

const PEOPLE = [
  { id: 101, first_name: "Ann", last_name: "Smith", email: "ann.smith@example.com" },
  { id: 102, first_name: "Anna", last_name: "Jones", email: "jones@other.org" },
  { id: 103, first_name: "Bo", last_name: "Wang", email: "bo@example.com" },
];

async function control(method: string, path: string, body: unknown): Promise<void> {
  const answer = await fetch(`${store.url}${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

/** As the app's own client asks, with the answer as it came. */
const exchange = async (query: string, variables: Record<string, unknown>) => {
  asked += 1;
  const { token } = issueOffline(store.shop, store.clock, { expiring: true });
  const answer = await fetch(`${store.url}/admin/api/2026-07/graphql.json`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-shopify-access-token": token,
      "x-forwarded-host": SHOP,
    },
    body: JSON.stringify({ query, variables }),
  });
  return (await answer.json()) as { data?: unknown; errors?: unknown };
};

beforeAll(async () => {
  app = await startTestApp();
  store = await startDevStore({
    ...{ port: 0, dataDir: null, shop: SHOP, appUrl: "http://127.0.0.1:9" },
    ...{ apiKey: "test-key", apiSecret: "test-secret", configuration: EVERYTHING },
  });
  afterAll(() => store.stop());
  shop = { shopId: await app.installed(), shopDomain: SHOP };
  for (const { id, ...person } of PEOPLE) await control("PUT", `/control/customers/${id}`, person);
  await addMembers(app.superuser, shop.shopId, [
    { customerId: 101, balance: 77, enrolledAt: START },
    { customerId: 103, balance: 5, enrolledAt: START },
    { customerId: 104, balance: 1, enrolledAt: START },
  ]);
  for (const ports of [app.app.ports, app.app.timed]) {
    ports.customers = {
      namesOf: (_shop, ids) => namesOf(exchange, ids),
      search: (_shop, words, first) => searchCustomers(exchange, words, first),
    };
  }
});

beforeEach(async () => {
  asked = 0;
  await app.superuser.query("UPDATE shops SET settings = '{}'; DELETE FROM customer_names");
  await control("POST", "/control/faults", {});
  await control("POST", "/control/protected-data", { level: 2 });
});

const search = (text: string) => searchMembers(app.app.ports, shop, text);
const kept = async (): Promise<{ id: string; sealed: Buffer }[]> =>
  (
    await app.superuser.query<{ id: string; sealed: Buffer }>(
      "SELECT customer_id::text AS id, sealed FROM customer_names WHERE shop_id = $1 ORDER BY 1",
      [shop.shopId],
    )
  ).rows;
const setKeeping = (on: boolean) =>
  changeSettings(app.app.ports, shop.shopId, {
    staff: null,
    was: { keepNames: !on },
    to: { keepNames: on },
  });

describe("searching", () => {
  test.each([
    { why: "by the beginning of a name", text: "ann", finds: ["101", "102"] },
    { why: "by both names", text: "smi ann", finds: ["101"] },
    { why: "by an address as far as it is typed", text: "ann.smith@exa", finds: ["101"] },
    { why: "by number", text: "103", finds: ["103"] },
    { why: "by gid", text: "gid://shopify/Customer/103", finds: ["103"] },
    { why: "nobody by signs alone", text: "(:*", finds: [] },
    { why: "nobody where there is nobody", text: "zelda", finds: [] },
  ])("finds $why", async ({ text, finds }) => {
    const { customers, trouble } = await search(text);
    expect([customers.map(({ customerId }) => customerId).sort(), trouble]).toEqual([finds, null]);
  });

  test("shows members with their figures, and customers who aren't members as such", async () => {
    const { customers } = await search("ann");
    expect(customers).toMatchObject([
      { customerId: "101", name: "Ann Smith", member: { available: 77, tierId: "bronze" } },
      { customerId: "102", name: "Anna Jones", email: "jones@other.org", member: null },
    ]);
  });

  test("a number that was merged away leads to who lives on", async () => {
    await app.deliver("customers/merge", mergePayload(999, 102));
    await app.drained();
    expect((await search("999")).customers).toMatchObject([
      { customerId: "102", name: "Anna Jones" },
    ]);
  });

  test("without level 2 it says so, and numbers still work", async () => {
    await control("POST", "/control/protected-data", { level: 1 });
    const byName = await search("ann");
    expect(byName.trouble).toBe("refused");
    expect(byName.customers.every(({ name }) => name === null)).toBe(true);
    expect(await search("101")).toMatchObject({
      trouble: "refused",
      customers: [{ customerId: "101", name: null, member: { available: 77 } }],
    });
  });

  test("a busy or broken Shopify is told apart", async () => {
    await control("POST", "/control/faults", { throttle: 1 });
    expect((await search("ann")).trouble).toBe("throttled");
    await control("POST", "/control/faults", { fail: 1 });
    expect(await search("ann")).toMatchObject({ customers: [], trouble: "away" });
    expect((await search("101")).customers).toMatchObject([{ member: { available: 77 } }]);
  });

  test.each([
    { typed: 'a"b (c) d:e', asks: "ab* c* de*" },
    { typed: "-ann OR bo", asks: "ann* or* bo*" },
    { typed: "  é 王  ", asks: "é* 王*" },
    { typed: "a@b.c", asks: "email:a@b.c*" },
  ])(
    "what the syntax would read as its own signs is only looked for: $typed",
    ({ typed, asks }) => {
      expect(searchWords(typed)).toBe(asks);
    },
  );
});

describe("names", () => {
  test("are read live and not kept, unless the merchant wants it", async () => {
    const { names } = await readNames(app.app.ports, shop, ["101", "104"]);
    expect(names.get("101")).toEqual({ name: "Ann Smith", email: "ann.smith@example.com" });
    expect(names.get("104")).toBeNull();
    expect(await kept()).toEqual([]);
  });

  test("kept, they are sealed at rest, read without asking again, and gone once unwanted", async () => {
    await setKeeping(true);
    await readNames(app.app.ports, shop, ["101"]);
    expect(asked).toBe(1);
    await readNames(app.app.ports, shop, ["101"]);
    expect(asked).toBe(1);
    const [row] = await kept();
    expect(row?.id).toBe("101");
    expect(row?.sealed.includes("Ann")).toBe(false);
    expect(row?.sealed.includes("example")).toBe(false);
    await setKeeping(false);
    expect(await kept()).toEqual([]);
    await readNames(app.app.ports, shop, ["101"]);
    expect([asked, await kept()]).toEqual([2, []]);
  });

  test("a row moved to another customer doesn't open", async () => {
    await setKeeping(true);
    await readNames(app.app.ports, shop, ["101"]);
    await app.superuser.query("UPDATE customer_names SET customer_id = 103 WHERE shop_id = $1", [
      shop.shopId,
    ]);
    await expect(readNames(app.app.ports, shop, ["103"])).rejects.toThrow(/was changed/);
    await setKeeping(false);
  });

  test("a job keeps those of everyone, and what changed at Shopify is read again", async () => {
    await setKeeping(true);
    await keepMissingNames(app.app.ports, shop);
    expect((await kept()).map(({ id }) => id)).toEqual(["101", "103", "104"]);
    await control("PUT", "/control/customers/101", { first_name: "Anne" });
    await app.deliver("customers/update", { id: 101 });
    await app.drained();
    expect((await kept()).map(({ id }) => id)).toEqual(["103", "104"]);
    await keepMissingNames(app.app.ports, shop);
    const { names } = await readNames(app.app.ports, shop, ["101"]);
    expect(names.get("101")?.name).toBe("Anne Smith");
    await setKeeping(false);
  });

  test("nothing is kept by whoever asked before it was turned off", async () => {
    await setKeeping(true);
    const { customers } = app.app.ports;
    app.app.ports.customers = {
      ...customers,
      namesOf: async (domain, ids) => {
        const answer = await customers.namesOf(domain, ids);
        await setKeeping(false);
        return answer;
      },
    };
    await readNames(app.app.ports, shop, ["101"]);
    app.app.ports.customers = customers;
    expect(await kept()).toEqual([]);
  });
});
