/** Seals every hour that has passed and has entries (domain/ledger/seal.ts). */
import type { Instant } from "../domain/shared/instant.ts";
import {
  HourSeal,
  lastSealableHour,
  NO_SEAL_BEFORE,
  SEAL_FORM,
  signedText,
  type Hash,
  type SealForm,
} from "../domain/ledger/seal.ts";
import { HOUR } from "../domain/shared/instant.ts";
import type { ShopId, ShopTransaction, Stores } from "./ports.ts";

/** SHA-256 and the signing key, from the environment. */
export type Sealing = Hash & {
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
      const of = { hour, previousHash: previous, form: SEAL_FORM };
      const seal = (await hourSealed({ stores, sealing }, tx, of)).content();
      await stores.ledger.addSeal(tx, { ...seal, ...sealing.sign(signedText(shop.domain, seal)) });
      previous = seal.hash;
    }
    return hours.length;
  });
}

/** The hour as it stands: erased entries are in it by their leaves. */
export async function hourSealed(
  { stores, sealing }: { stores: Stores; sealing: Sealing },
  tx: ShopTransaction,
  of: { hour: Instant; previousHash: string; form: SealForm },
): Promise<HourSeal> {
  const seal = new HourSeal(of, sealing);
  for await (const entry of stores.ledger.entriesPosted(tx, of.hour, of.hour + HOUR))
    seal.add(entry);
  return seal;
}
