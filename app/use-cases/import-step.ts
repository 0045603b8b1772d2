/** What the steps of an import share: who works on what, and what each comes to. */
import type { ImportRow } from "../adapters/postgres/import-store.server.ts";
import {
  PROBLEMS_KEPT_MAX,
  type ImportCounts,
  type LineProblem,
} from "../domain/imports/import-progress.ts";
import type { ToldBudget } from "./pace-calls.ts";
import type { Ports, ShopId } from "./ports.ts";

/** Whoever works on an import has it for so long (s) from each step on; after a kill another goes on. */
export const LEASE_SECONDS = 10;

export type ImportWork = {
  ports: Ports;
  shopId: ShopId;
  shopDomain: string;
  stopping: AbortSignal;
  /** Told after every step that was kept. */
  onStep: (row: ImportRow) => void;
  /** What Shopify said last of its budget. */
  budget: ToldBudget | null;
};

/** A step's end: at once the next, or not before a while (s). */
export type Stepped = { row: ImportRow; restSeconds: number };

/** Something that only somebody else can mend; the remark says what to do. */
export class ImportFailed extends Error {
  override name = "ImportFailed";
}

export function keptProblems(
  before: readonly LineProblem[],
  more: readonly LineProblem[],
): LineProblem[] {
  return [...before, ...more].slice(0, PROBLEMS_KEPT_MAX);
}

/** Nothing of a file counts when it is read from its beginning again. */
export function withoutReading(counts: ImportCounts): ImportCounts {
  return { ...counts, linesRead: 0, ordersRead: 0, linesSkipped: 0 };
}
