import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { HOUR, MINUTE } from "../shared/instant.ts";
import {
  canonicalEntry,
  hourOf,
  HourSeal,
  lastSealableHour,
  leafOf,
  NO_SEAL_BEFORE,
  signedText,
  type ErasedEntry,
  type Hash,
  type SealContent,
  type SealedEntry,
  type SealForm,
} from "./seal.ts";

const hash: Hash = {
  hasher: () => {
    const running = createHash("sha256");
    return {
      add: (line) => void running.update(`${line}\n`),
      digest: () => running.digest("hex"),
    };
  },
  sha256: (lines) => {
    const all = hash.hasher();
    for (const line of lines) all.add(line);
    return all.digest();
  },
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
type Of = { hour?: number; previousHash?: string; form?: SealForm };

function hourWith(entries: (SealedEntry | ErasedEntry)[], of: Of = {}): HourSeal {
  const hour = new HourSeal({ hour: NOON, previousHash: NO_SEAL_BEFORE, form: 2, ...of }, hash);
  for (const each of entries) hour.add(each);
  return hour;
}
const sealed = (entries: (SealedEntry | ErasedEntry)[], of: Of = {}): SealContent =>
  hourWith(entries, of).content();
const erased = (each: SealedEntry): ErasedEntry => ({
  entryId: each.entryId,
  points: each.points,
  postedAt: each.postedAt,
  leafHash: leafOf(each, hash),
});

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
  const before = sealed(two).hash;
  expect(sealed([...two].reverse()).hash).not.toBe(before);
  expect(sealed(two, { previousHash: "1".repeat(64) }).hash).not.toBe(before);
  expect(sealed(two, { hour: NOON + HOUR }).hash).not.toBe(before);
});

test("an erased entry's leaf stands in for it: the hour is sealed the same", () => {
  const [first, second, third] = [entry(), entry({ entryId: "9" }), entry({ entryId: "12" })];
  const whole = sealed([first, second, third]);
  expect(sealed([first, erased(second), third])).toEqual(whole);
  expect(sealed([erased(first), erased(second), erased(third)])).toEqual(whole);
  const forged = { ...erased(second), leafHash: leafOf(entry({ points: "999" }), hash) };
  expect(sealed([first, forged, third]).hash).not.toBe(whole.hash);
});

test("a seal of the old form goes over the lines themselves, and says when one of them is gone", () => {
  const two = [entry(), entry({ entryId: "9" })];
  const lines = two.map(canonicalEntry);
  const old = hourWith(two, { form: 1 });
  expect(old.isInPart).toBe(false);
  expect(old.content().hash).toBe(
    hash.sha256([NO_SEAL_BEFORE, "2026-01-01T12:00:00.000Z", ...lines]),
  );
  const part = hourWith([entry(), erased(entry({ entryId: "9" }))], { form: 1 });
  expect(part.isInPart).toBe(true);
  expect(part.content()).toMatchObject({ entries: 2, points: 500, lastEntryId: "9" });
  expect(hourWith([erased(entry())]).isInPart).toBe(false);
});

test("what is signed of an old seal is what was signed then; the new form is named", () => {
  const two = [entry()];
  const parts = (form: SealForm) =>
    JSON.parse(signedText("a.myshopify.com", sealed(two, { form }))) as unknown[];
  expect(parts(1)).toHaveLength(7);
  expect(parts(2)).toHaveLength(8);
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
