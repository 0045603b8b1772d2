import { expect, test } from "vitest";
import { ContentCipher, ContentTampered } from "./content-cipher.server.ts";

const [OLD, NEW, OTHER] = [1, 2, 3].map((byte) => Buffer.alloc(32, byte)) as [
  Buffer,
  Buffer,
  Buffer,
];
const PLACE = { shopId: "7", id: "webhook-1" };
const BODY = Buffer.from('{"email":"ann@example.org"}');

test("what is sealed spells nothing, and opens where it belongs", () => {
  const cipher = new ContentCipher({ current: NEW }, "delivery");
  const { keyId, sealed } = cipher.seal(BODY, PLACE);
  expect(sealed.toString("latin1")).not.toContain("ann");
  expect(cipher.open({ keyId, sealed }, PLACE)).toEqual(BODY);
  expect(cipher.seal(BODY, PLACE).sealed.equals(sealed)).toBe(false);
  expect(cipher.seal(Buffer.alloc(0), PLACE).sealed.length).toBeGreaterThan(0);
});

test.each([
  { why: "another row", place: { ...PLACE, id: "webhook-2" }, purpose: "delivery" },
  { why: "another shop", place: { ...PLACE, shopId: "8" }, purpose: "delivery" },
])("moved to $why it doesn't open", ({ place, purpose }) => {
  const sealed = new ContentCipher({ current: NEW }, "delivery").seal(BODY, PLACE);
  const cipher = new ContentCipher({ current: NEW }, purpose);
  expect(() => cipher.open(sealed, place)).toThrow(ContentTampered);
});

test("sealed for one purpose it is no key's for another", () => {
  const sealed = new ContentCipher({ current: NEW }, "delivery").seal(BODY, PLACE);
  expect(new ContentCipher({ current: NEW }, "customer name").open(sealed, PLACE)).toBeNull();
});

test("any changed byte is noticed", () => {
  const cipher = new ContentCipher({ current: NEW }, "delivery");
  const { keyId, sealed } = cipher.seal(BODY, PLACE);
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => cipher.open({ keyId, sealed: changed }, PLACE)).toThrow(ContentTampered);
  }
});

test("while the key is replaced the previous one still opens what it closed; a key that is gone opens nothing", () => {
  const before = new ContentCipher({ current: OLD }, "delivery").seal(BODY, PLACE);
  const rotating = new ContentCipher({ current: NEW, previous: OLD }, "delivery");
  expect(rotating.open(before, PLACE)).toEqual(BODY);
  expect(rotating.seal(BODY, PLACE).keyId).not.toBe(before.keyId);
  expect(new ContentCipher({ current: OTHER }, "delivery").open(before, PLACE)).toBeNull();
});
