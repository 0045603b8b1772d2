/**
 * Seals: once an hour has passed, its entries are fixed per shop by count, sum and a hash chained
 * to the previous seal. Sealed after the fact: a chain head per entry would make every redemption
 * wait for the one before. Hashing is given as an argument; nothing here is secret.
 */
import { HOUR, MINUTE, toIso, type Instant } from "../shared/instant.ts";

/** How long after its end an hour is sealed; no transaction of the app may be open longer. */
export const SEAL_MARGIN = 5 * MINUTE;

/** The chain's first link. */
export const NO_SEAL_BEFORE = "0".repeat(64);

/** An entry as it is hashed: every column that means something, as the database holds it. */
export type SealedEntry = {
  entryId: string;
  memberId: string;
  kind: string;
  cause: string;
  n: number;
  points: string;
  reason: string;
  occurredAt: string;
  postedAt: string;
  arithmetic: string;
};

export type SealContent = {
  hour: Instant;
  entries: number;
  points: number;
  lastEntryId: string;
  hash: string;
  previousHash: string;
};

export function hourOf(instant: Instant): Instant {
  return Math.floor(instant / HOUR) * HOUR;
}

/** The last hour (its start) whose entries can't change any more at `now`. */
export function lastSealableHour(now: Instant): Instant {
  return hourOf(now - SEAL_MARGIN) - HOUR;
}

/** One line of the hashed text; also the form in which `ledger:export` writes entries. */
export function canonicalEntry(entry: SealedEntry): string {
  return JSON.stringify([
    entry.entryId,
    entry.memberId,
    entry.kind,
    entry.cause,
    entry.n,
    entry.points,
    entry.reason,
    entry.occurredAt,
    entry.postedAt,
    entry.arithmetic,
  ]);
}

/** `entries` are the hour's, by ascending id; `sha256` gives lower-case hex. */
export function sealHour(
  hour: Instant,
  entries: readonly SealedEntry[],
  previousHash: string,
  sha256: (lines: Iterable<string>) => string,
): SealContent {
  const lines = [previousHash, toIso(hour), ...entries.map(canonicalEntry)];
  return {
    hour,
    entries: entries.length,
    points: entries.reduce((sum, entry) => sum + Number(entry.points), 0),
    lastEntryId: entries.at(-1)?.entryId ?? "0",
    hash: sha256(lines),
    previousHash,
  };
}

/** What is signed: the whole seal, so that none of its figures can be changed alone. */
export function signedText(shopDomain: string, seal: SealContent): string {
  return JSON.stringify([
    shopDomain,
    toIso(seal.hour),
    seal.entries,
    seal.points,
    seal.lastEntryId,
    seal.previousHash,
    seal.hash,
  ]);
}
