import { expect, test } from "vitest";
import { readJson } from "./read-json.ts";

test("an id above 2^53 arrives with all its digits, as text", () => {
  expect(readJson('{"id": 820982911946154508, "ids":[9007199254740993], "small": 12}')).toEqual({
    id: "820982911946154508",
    ids: ["9007199254740993"],
    small: 12,
  });
});

test("digits in a text stay where they are", () => {
  const text =
    '{"id": 820982911946154508, "note": "call 12345678901234567890, or: 98765432109876543210"}';
  expect(readJson(text)).toEqual({
    id: "820982911946154508",
    note: "call 12345678901234567890, or: 98765432109876543210",
  });
});

test.each(["", "{", "{'a':1}", "nul", '{"a":1}x'])("%j is refused as not JSON", (text) => {
  expect(() => readJson(text)).toThrow(/not JSON/);
});

test.each([
  '{"first_name": "Annabella" "last_name": "Winterbourne"}',
  '{"first_name": Annabella}',
  '{"name": "Annabella Winterbourne',
  "Annabella",
])("%s: what is said of it quotes none of it", (text) => {
  expect(() => readJson(text)).toThrow(/^not JSON: \w/);
  expect(() => readJson(text)).not.toThrow(/nnab|Winter/);
});
