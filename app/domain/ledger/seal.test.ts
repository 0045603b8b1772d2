import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { HOUR, MINUTE } from "../shared/instant.ts";
import {
  hourOf,
  lastSealableHour,
  NO_SEAL_BEFORE,
  sealHour,
  signedText,
  type SealedEntry,
} from "./seal.ts";

const sha256 = (lines: Iterable<string>): string => {
  const hash = createHash("sha256");
  for (const line of lines) hash.update(`${line}\n`);
  return hash.digest("hex");
};

const entry = (change: Partial<SealedEntry> = {}): SealedEntry => ({
  entryId: "7",
  memberId: "42",
  kind: "order",
  cause: "order:1",
  n: 0,
  points: "250",
  reason: "order",
  occurredAt: "2026-01-01T10:00:00.000Z",
  postedAt: "2026-01-01T10:00:01.000Z",
  arithmetic: '{"target": 250}',
  ...change,
});
const NOON = Date.parse("2026-01-01T12:00:00Z");
const sealed = (entries: SealedEntry[], previous = NO_SEAL_BEFORE) =>
  sealHour(NOON, entries, previous, sha256);

test("a seal says how many entries, how many points, and which was the last", () => {
  const seal = sealed([entry(), entry({ entryId: "9", points: "-50", n: 1 })]);
  expect(seal).toMatchObject({
    entries: 2,
    points: 200,
    lastEntryId: "9",
    previousHash: NO_SEAL_BEFORE,
  });
});

test.each(Object.keys(entry()) as (keyof SealedEntry)[])(
  "another %s gives another hash",
  (column) => {
    const other = column === "n" ? entry({ n: 1 }) : entry({ [column]: "other" });
    expect(sealed([other]).hash).not.toBe(sealed([entry()]).hash);
  },
);

test("order, hour and the seal before go into the hash", () => {
  const two = [entry(), entry({ entryId: "9" })];
  const { hash } = sealed(two);
  expect(sealed([...two].reverse()).hash).not.toBe(hash);
  expect(sealed(two, "1".repeat(64)).hash).not.toBe(hash);
  expect(sealHour(NOON + HOUR, two, NO_SEAL_BEFORE, sha256).hash).not.toBe(hash);
});

test("what is signed holds every figure and the shop", () => {
  const seal = sealed([entry()]);
  const text = signedText("a.myshopify.com", seal);
  expect(signedText("b.myshopify.com", seal)).not.toBe(text);
  for (const change of [
    { entries: 2 },
    { points: 1 },
    { lastEntryId: "8" },
    { hash: "x" },
    { previousHash: "y" },
  ]) {
    expect(signedText("a.myshopify.com", { ...seal, ...change })).not.toBe(text);
  }
});

test("an hour is sealed five minutes after its end, not before", () => {
  expect(lastSealableHour(NOON + 4 * MINUTE)).toBe(NOON - 2 * HOUR);
  expect(lastSealableHour(NOON + 5 * MINUTE)).toBe(NOON - HOUR);
  expect(hourOf(NOON + 59 * MINUTE)).toBe(NOON);
});
