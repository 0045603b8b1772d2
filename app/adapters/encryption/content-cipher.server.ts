/**
 * What lies at rest in numbers (bodies of deliveries, customers' names): AES-256-GCM under a key of
 * the shop's own, bound to purpose, shop and row. While a key is being replaced the previous one still
 * opens what it closed.
 *
 * A key of each shop's own, because a nonce is random: under one key 2^32 values are the most that may
 * be sealed (NIST SP 800-38D), which all shops together would reach in weeks and one shop doesn't.
 */
import { createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import { FORMAT, KEY_BYTES, keyIdOf, openBytes, sealBytes } from "./aes-gcm.server.ts";

export type ContentKeys = { current: Buffer; previous?: Buffer | undefined };
export type Place = { shopId: string; id: string };
export type SealedContent = { keyId: string; sealed: Buffer };

/** Shops whose keys are held ready; deriving one takes some 10 µs. */
const DERIVED_MAX = 10_000;

/** The content was changed, or belongs to another row. */
export class ContentTampered extends Error {
  override name = "ContentTampered";
}

export class ContentCipher {
  readonly #purpose: string;
  readonly #keys: Map<string, Buffer>;
  readonly #currentId: string;
  readonly #derived = new Map<string, KeyObject>();

  constructor({ current, previous }: ContentKeys, purpose: string) {
    this.#purpose = purpose;
    this.#currentId = keyIdOf(current, purpose);
    this.#keys = new Map([[this.#currentId, current]]);
    if (previous !== undefined) this.#keys.set(keyIdOf(previous, purpose), previous);
  }

  seal(content: Uint8Array, place: Place): SealedContent {
    const keyId = this.#currentId;
    const key = this.#shopKey(keyId, place.shopId);
    if (!key) throw new Error(`no ${this.#purpose} key ${keyId}`);
    return { keyId, sealed: sealBytes(key, content, this.#boundTo(place, keyId)) };
  }

  /** Null when the key isn't one of those at hand. */
  open({ keyId, sealed }: { keyId: string; sealed: Uint8Array }, place: Place): Buffer | null {
    const key = this.#shopKey(keyId, place.shopId);
    if (!key) return null;
    try {
      return openBytes(key, sealed, this.#boundTo(place, keyId));
    } catch (error) {
      throw new ContentTampered(`The ${this.#purpose} stored as ${place.id} was changed.`, {
        cause: error,
      });
    }
  }

  #shopKey(keyId: string, shopId: string): KeyObject | null {
    const name = `${keyId} ${shopId}`;
    const known = this.#derived.get(name);
    if (known) return known;
    const key = this.#keys.get(keyId);
    if (!key) return null;
    const info = `perennial ${this.#purpose} of shop ${shopId}`;
    const derived = createSecretKey(Buffer.from(hkdfSync("sha256", key, "", info, KEY_BYTES)));
    if (this.#derived.size >= DERIVED_MAX) this.#derived.clear();
    this.#derived.set(name, derived);
    return derived;
  }

  #boundTo({ shopId, id }: Place, keyId: string): Buffer {
    return Buffer.from([`perennial ${this.#purpose}`, FORMAT, keyId, shopId, id].join("\0"));
  }
}
