/** Seals every hour that has passed and has entries (domain/ledger/seal.ts). */
import type { Instant } from "../domain/shared/instant.ts";
import {
  lastSealableHour,
  NO_SEAL_BEFORE,
  sealHour,
  signedText,
  type SealContent,
} from "../domain/ledger/seal.ts";
import { HOUR } from "../domain/shared/instant.ts";
import type { ShopId, ShopTransaction, Stores } from "./ports.ts";

/** SHA-256 and the signing key, from the environment. */
export type Sealing = {
  sha256(lines: Iterable<string>): string;
  sign(text: string): { keyId: string; signature: string };
  isSignedBy(keyId: string, text: string, signature: string): boolean;
};

/** Hours sealed in one pass over a shop; a shop that slept for long catches up in several. */
const HOURS_MAX = 24;

/** `realNow`: the database's own clock, not the domain's: entries carry when they were posted. */
export async function sealLedger(
  { stores, sealing }: { stores: Stores; sealing: Sealing },
  shop: { shopId: ShopId; domain: string },
  realNow: Instant,
): Promise<number> {
  return stores.inShop(shop.shopId, async (tx) => {
    const hours = await stores.ledger.unsealedHours(
      tx,
      lastSealableHour(realNow) + HOUR,
      HOURS_MAX,
    );
    let previous = (await stores.ledger.lastSeal(tx))?.hash ?? NO_SEAL_BEFORE;
    for (const hour of hours) {
      const seal = await contentOf({ stores, sealing }, tx, hour, previous);
      await stores.ledger.addSeal(tx, { ...seal, ...sealing.sign(signedText(shop.domain, seal)) });
      previous = seal.hash;
    }
    return hours.length;
  });
}

export async function contentOf(
  { stores, sealing }: { stores: Stores; sealing: Sealing },
  tx: ShopTransaction,
  hour: Instant,
  previousHash: string,
): Promise<SealContent> {
  const entries = await stores.ledger.entriesPosted(tx, hour, hour + HOUR);
  return sealHour(hour, entries, previousHash, sealing.sha256);
}
