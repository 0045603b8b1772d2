/** Where the reading of a shop's history stands, in words and numbers that people are shown. */
import type { Instant } from "../shared/instant.ts";

/** In this order. */
export const UNDER_WAY = [
  /** Shopify prepares the file. */
  "asking",
  /** The file is read, then its orders are joined with what is known. */
  "reading",
  /** Lines of refunds, which no file has, are asked for. */
  "refunds",
  /** What each choice for past orders would come to is worked out. */
  "trying",
  /** The merchant's choice is waited for. */
  "choosing",
  /** Each customer is settled once, on everything that is known. */
  "settling",
] as const;
export type StateUnderWay = (typeof UNDER_WAY)[number];
export type ImportState = StateUnderWay | "done" | "failed" | "stopped";
export type ImportSource = "shopify" | "file";

export type ImportCounts = {
  linesRead: number;
  /** Orders of the file; the same one twice counts twice. */
  ordersRead: number;
  /** Those that weren't known before, and those known that say something new. */
  ordersNew: number;
  ordersChanged: number;
  /** Lines that were no use; `problems` says where and why. */
  linesSkipped: number;
  refundsToRead: number;
  refundsRead: number;
  /** Of orders that Shopify no longer knows, or of a shop that can't be asked. */
  refundsMissed: number;
  membersToSettle: number;
  membersSettled: number;
};

export const NOTHING_COUNTED: ImportCounts = {
  linesRead: 0,
  ordersRead: 0,
  ordersNew: 0,
  ordersChanged: 0,
  linesSkipped: 0,
  refundsToRead: 0,
  refundsRead: 0,
  refundsMissed: 0,
  membersToSettle: 0,
  membersSettled: 0,
};

/** A line that was no use. Lines count from 1. */
export type LineProblem = { line: number; reason: string };
/** Of so many problems line and reason are kept; the others are counted. */
export const PROBLEMS_KEPT_MAX = 20;

export type ImportProgress = {
  importId: string;
  source: ImportSource;
  state: ImportState;
  counts: ImportCounts;
  problems: LineProblem[];
  /** Of the file; null while it isn't there. */
  bytes: number | null;
  atByte: number;
  /** The file is read to its end: of `reading`, its orders are joined with what is known. */
  isWhole: boolean;
  startedAt: Instant;
  movedAt: Instant;
  finishedAt: Instant | null;
  /** What went wrong last and what to do, or what there is to know at the end. */
  remark: string | null;
};

export function addCounts(counts: ImportCounts, more: Partial<ImportCounts>): ImportCounts {
  const sum = { ...counts };
  for (const [name, value] of Object.entries(more)) sum[name as keyof ImportCounts] += value;
  return sum;
}
