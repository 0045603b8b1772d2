/**
 * Seals: once an hour has passed, its entries are fixed per shop by count, sum and a hash chained
 * to the previous seal. Sealed after the fact: a chain head per entry would make every redemption
 * wait for the one before. The hash goes over the hash of each entry (its leaf), so that the leaf of
 * an entry that was erased can stand in for it. Hashing is given as an argument; nothing here is secret.
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

/** What is left of an entry whose member was forgotten. */
export type ErasedEntry = Pick<SealedEntry, "entryId" | "points" | "postedAt"> & {
  leafHash: string;
};

/** 1: the hash goes over the entries' lines, as it did before anything could be erased; 2: over leaves. */
export type SealForm = 1 | 2;
export const SEAL_FORM: SealForm = 2;

export type SealContent = {
  hour: Instant;
  entries: number;
  points: number;
  lastEntryId: string;
  hash: string;
  previousHash: string;
  form: SealForm;
};

/** SHA-256 over lines, each ended by a line feed, as lower-case hex. */
export type Hasher = { add(line: string): void; digest(): string };
export type Hash = { sha256(lines: Iterable<string>): string; hasher(): Hasher };

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

/** What stands for an entry in the seal of its hour, and outlives it. */
export function leafOf(entry: SealedEntry, { sha256 }: Pick<Hash, "sha256">): string {
  return sha256([canonicalEntry(entry)]);
}

/** An hour being sealed, or proved: its entries are added by ascending id. */
export class HourSeal {
  readonly #hour: Instant;
  readonly #previousHash: string;
  readonly #form: SealForm;
  readonly #hash: Hash;
  readonly #all: Hasher;
  #entries = 0;
  #erased = 0;
  #points = 0;
  #lastEntryId = "0";

  constructor(of: { hour: Instant; previousHash: string; form: SealForm }, hash: Hash) {
    this.#hour = of.hour;
    this.#previousHash = of.previousHash;
    this.#form = of.form;
    this.#hash = hash;
    this.#all = hash.hasher();
    this.#all.add(of.previousHash);
    this.#all.add(toIso(of.hour));
  }

  add(entry: SealedEntry | ErasedEntry): void {
    if ("leafHash" in entry) {
      this.#erased += 1;
      this.#all.add(entry.leafHash);
    } else this.#all.add(this.#form === 1 ? canonicalEntry(entry) : leafOf(entry, this.#hash));
    this.#entries += 1;
    this.#points += Number(entry.points);
    this.#lastEntryId = entry.entryId;
  }

  /** Whether the hash can't be worked out again: the old form needs every line, and some are gone. */
  get isInPart(): boolean {
    return this.#form === 1 && this.#erased > 0;
  }

  content(): SealContent {
    return {
      hour: this.#hour,
      entries: this.#entries,
      points: this.#points,
      lastEntryId: this.#lastEntryId,
      hash: this.#all.digest(),
      previousHash: this.#previousHash,
      form: this.#form,
    };
  }
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
    ...(seal.form === 1 ? [] : [seal.form]),
  ]);
}
