import { expect, test } from "vitest";
import { countryCode, localeOf } from "./dataset-countries.ts";
import { parseDatasetLine } from "./dataset-format.ts";

const GOOD = {
  order: "536365",
  user: "17850",
  at: "2010-12-01T08:26:00Z",
  country: "United Kingdom",
  items: [{ id: "85123A", title: "HOLDER", quantity: 6, price: 2.55 }],
};

test("the contract's line is read", () => {
  expect(parseDatasetLine(JSON.stringify(GOOD))).toEqual({
    ...GOOD,
    at: Date.parse(GOOD.at),
    badItems: [],
  });
});

test("ids written as numbers mean the same, a missing user is a guest, a missing title is named after the item", () => {
  const line = JSON.stringify({
    ...GOOD,
    order: 536365,
    user: undefined,
    items: [{ id: 71053, quantity: 1, price: 1 }],
  });
  expect(parseDatasetLine(line)).toMatchObject({
    order: "536365",
    user: null,
    items: [{ id: "71053", title: "Item 71053" }],
  });
});

test.each([
  { line: "customer_id,date,amount", says: /^not JSON/ },
  { line: "[1]", says: /not a JSON object/ },
  { line: JSON.stringify({ ...GOOD, order: "" }), says: /"order"/ },
  { line: JSON.stringify({ ...GOOD, user: {} }), says: /"user"/ },
  {
    line: JSON.stringify({ ...GOOD, at: "yesterday" }),
    says: /"at" must be an instant .* not "yesterday"/,
  },
  { line: JSON.stringify({ ...GOOD, at: 17 }), says: /"at"/ },
  { line: JSON.stringify({ ...GOOD, items: null }), says: /"items"/ },
])("$line is refused by its reason", ({ line, says }) => {
  expect(parseDatasetLine(line)).toMatch(says);
});

test.each([
  { item: { id: "1", quantity: 0, price: 1 }, says: /quantity/ },
  { item: { id: "1", quantity: 1.5, price: 1 }, says: /quantity/ },
  { item: { id: "1", quantity: 1, price: "1" }, says: /price/ },
  { item: { quantity: 1, price: 1 }, says: /"id"/ },
  { item: null, says: /object/ },
])("the item $item is left out by its reason, the others stay", ({ item, says }) => {
  const order = parseDatasetLine(JSON.stringify({ ...GOOD, items: [item, ...GOOD.items] }));
  expect(order).toMatchObject({ items: GOOD.items, badItems: [expect.stringMatching(says)] });
});

test.each([
  ["United Kingdom", "GB"],
  ["EIRE", "IE"],
  ["RSA", "ZA"],
  ["Channel Islands", "JE"],
  ["Germany", "DE"],
  ["Saudi Arabia", "SA"],
  ["FR", "FR"],
  ["Unspecified", null],
])("%s is %s", (name, code) => {
  expect(countryCode(name)).toBe(code);
});

test("people speak what is spoken where they live", () => {
  expect(["GB", "DE", "JP", "BR"].map(localeOf)).toEqual(["en", "de", "ja", "pt"]);
});
