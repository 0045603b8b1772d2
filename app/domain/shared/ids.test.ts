import { expect, test } from "vitest";
import { compareIds, idFromGid, isId, toGid } from "./ids.ts";

test.each(["1", "1001", "820982911946154508", "9223372036854775807"])("%s is an id", (id) => {
  expect(isId(id)).toBe(true);
  expect(idFromGid("Customer", toGid("Customer", id))).toBe(id);
});

test.each([
  "",
  "0",
  "01",
  "-1",
  "1.5",
  "1e3",
  "9223372036854775808",
  "12345678901234567890",
  "abc",
  "1\0",
])("%j is none", (text) => {
  expect(isId(text)).toBe(false);
});

test("a gid of another kind, or with a query, is told apart", () => {
  expect(idFromGid("Customer", "gid://shopify/Order/1")).toBeNull();
  expect(idFromGid("Order", "gid://shopify/Order/1?key=2")).toBe("1");
  expect(idFromGid("Order", "https://shopify.com/1")).toBeNull();
});

test("ids are ordered as numbers, not as text", () => {
  expect(["10", "9", "820982911946154509", "820982911946154508"].sort(compareIds)).toEqual([
    "9",
    "10",
    "820982911946154508",
    "820982911946154509",
  ]);
});
