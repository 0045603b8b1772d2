import { beforeAll, beforeEach, expect, test } from "vitest";
import { START, startTestApp, type TestApp } from "../support/app.ts";
import { orderPayload } from "../support/payloads.ts";

const ANN = 1001;

interface Offer {
  id: string;
  kind: string;
  title: string;
  points: number;
  affordable: boolean;
  missingPoints: number | null;
  minPoints: number | null;
  stepPoints: number | null;
}

let app: TestApp;
let shop: string;
let shops = 0;

beforeAll(async () => {
  app = await startTestApp();
});

beforeEach(async () => {
  shops += 1;
  shop = `rewards-${shops}.myshopify.com`;
  app.clock.now = START;
  await app.installed(shop);
});

async function offers(customer: number | null, query: Record<string, string> = {}) {
  const answer = await app.proxy("rewards", { customer, shop, query });
  expect(answer).toMatchObject({ status: 200, headers: { "cache-control": "no-store" } });
  return (JSON.parse(answer.text) as { rewards: Offer[] }).rewards;
}

const inShort = (rewards: Offer[]) =>
  rewards.map(({ id, affordable, missingPoints }) => [id, affordable, missingPoints]);

test("a visitor sees what membership would give; what is missing isn't known", async () => {
  expect(await offers(null)).toEqual([
    {
      id: "5-off",
      kind: "amount-off",
      title: "£5 off",
      points: 500,
      affordable: false,
      missingPoints: null,
      minPoints: null,
      stepPoints: null,
    },
    {
      id: "10-off",
      kind: "amount-off",
      title: "£10 off",
      points: 900,
      affordable: false,
      missingPoints: null,
      minPoints: null,
      stepPoints: null,
    },
    {
      id: "free-shipping",
      kind: "free-shipping",
      title: "Free shipping",
      points: 300,
      affordable: false,
      missingPoints: null,
      minPoints: null,
      stepPoints: null,
    },
    {
      id: "any-amount",
      kind: "variable",
      title: "As much off as you like",
      points: 100,
      affordable: false,
      missingPoints: null,
      minPoints: 100,
      stepPoints: 100,
    },
  ]);
});

test("who is logged in and has nothing lacks all of the points", async () => {
  expect(inShort(await offers(ANN))).toEqual([
    ["5-off", false, 500],
    ["10-off", false, 900],
    ["free-shipping", false, 300],
    ["any-amount", false, 100],
  ]);
});

test("what the points suffice for can be had, to the point", async () => {
  await app.deliver("orders/create", orderPayload({ id: 1, goods: "300.00" }), { shop });
  await app.drained();
  expect(inShort(await offers(ANN))).toEqual([
    ["5-off", false, 200],
    ["10-off", false, 600],
    ["free-shipping", true, 0],
    ["any-amount", true, 0],
  ]);
});

test("who left can have nothing: kept points can't be spent", async () => {
  await app.deliver("orders/create", orderPayload({ id: 1, goods: "300.00" }), { shop });
  await app.drained();
  await app.proxy("membership", { customer: ANN, method: "DELETE", shop });
  expect(inShort(await offers(ANN))).toContainEqual(["free-shipping", false, 300]);
});

test.each([
  ["de-CH", ["5 £ Rabatt", "10 £ Rabatt", "Kostenloser Versand", "Rabatt in Höhe deiner Wahl"]],
  ["zh-CN", ["立减 £5", "立减 £10", "免运费", "抵扣金额由您决定"]],
  ["xx", ["£5 off", "£10 off", "Free shipping", "As much off as you like"]],
])("worded in the shopper's language: %s", async (locale, titles) => {
  const found = (await offers(null, { locale })).map(({ title }) => title);
  expect(found.map((title) => title.replaceAll("\u00a0", " "))).toEqual(titles);
});

test("a program from before there were rewards has none", async () => {
  await app.superuser.query(
    "UPDATE program_versions SET rules = rules - 'rewards' WHERE shop_id = (SELECT shop_id FROM shops WHERE domain = $1)",
    [shop],
  );
  expect(await offers(ANN)).toEqual([]);
});

test("a merchant's own title stands in every language", async () => {
  await app.superuser.query(
    `UPDATE program_versions SET rules = jsonb_set(rules, '{rewards,0,title}', '"Five quid"')
     WHERE shop_id = (SELECT shop_id FROM shops WHERE domain = $1)`,
    [shop],
  );
  expect((await offers(ANN, { locale: "ja" }))[0]?.title).toBe("Five quid");
});

test("POST: 405, and what it takes", async () => {
  const answer = await app.proxy("rewards", { customer: ANN, shop, method: "POST" });
  expect([answer.status, answer.headers["allow"]]).toEqual([405, "GET"]);
});
