import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { historyPieces } from "../../../bench/history-lines.ts";
import { assembleOrder, readLines, type OrderPart } from "./bulk-lines.server.ts";

const [piece = ""] = historyPieces({ seed: 9, orders: 30, until: Date.UTC(2026, 3, 1) });
const lines = piece.trimEnd().split("\n");

/** As a table gives JSON back: fields by the length of their names. */
function fromTable<T>(value: T): T {
  const sorted = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(sorted);
    if (typeof item !== "object" || item === null) return item;
    const fields = Object.entries(item).map(([name, each]) => [name, sorted(each)] as const);
    return Object.fromEntries(fields.sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1)));
  };
  return sorted(JSON.parse(JSON.stringify(value))) as T;
}

function assembled(cuts: readonly string[][]): Record<string, unknown> {
  const parts = new Map<string, OrderPart[]>();
  for (const cut of cuts)
    for (const part of readLines(cut.join("\n"), 1).parts)
      parts.set(part.orderId, [...(parts.get(part.orderId) ?? []), fromTable(part)]);
  return Object.fromEntries([...parts].map(([id, each]) => [id, assembleOrder(each)]));
}

describe("orders of a file", () => {
  const whole = assembled([lines]);

  test("are all there, with all their lines", () => {
    expect(Object.keys(whole)).toHaveLength(30);
    const found = Object.values(whole as Record<string, ReturnType<typeof assembleOrder>>);
    const count = found.reduce(
      (sum, each) => sum + (each.kind === "order" ? (each.facts.snapshot?.lines.length ?? 0) : 0),
      0,
    );
    expect(count).toBe(lines.length - 30);
  });

  test("are the same wherever the file is cut, however its lines are shuffled, whichever it has twice", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(lines, { minLength: lines.length }),
        fc.subarray(lines),
        fc.array(fc.nat(2 * lines.length), { maxLength: 5 }),
        (shuffled, twice, at) => {
          const all = [...shuffled, ...twice];
          const ends = [
            ...at.map((each) => Math.min(each, all.length)).sort((a, b) => a - b),
            all.length,
          ];
          const cuts = ends.map((end, i) => all.slice(ends[i - 1] ?? 0, end));
          expect(assembled(cuts)).toEqual(whole);
        },
      ),
      { numRuns: 60 },
    );
  });
});

test("a line that can't be read spoils its order alone, wherever the order's other lines are", () => {
  const at = lines.findIndex((line) => line.includes("__parentId"));
  const spoilt = lines.map((line, i) => (i === at ? line.slice(0, -1) : line));
  const found = assembled([spoilt.slice(0, 1), spoilt.slice(1)]) as Record<
    string,
    { kind: string }
  >;
  expect(Object.values(found).filter(({ kind }) => kind === "unreadable")).toHaveLength(1);
  expect(Object.values(found).filter(({ kind }) => kind === "order")).toHaveLength(29);
});

test("lines are counted from where the block begins, blank ones too", () => {
  const read = readLines(["", lines[0], "x", "", "y"].join("\n"), 100);
  expect(read).toMatchObject({ lines: 5, orders: 1, skipped: 2 });
  expect(read.problems.map(({ line }) => line)).toEqual([102, 104]);
});
