/**
 * Sessions at rest: AES-256-GCM, bound to the shop and the session they belong to, so that a
 * row copied to another shop or id does not open. While a key is being replaced the previous
 * one still opens what it closed; whatever is stored again takes the new key.
 */
import { createSecretKey, type KeyObject } from "node:crypto";
import { FORMAT, keyIdOf, openBytes, sealBytes } from "./aes-gcm.server.ts";

const PURPOSE = "session";

export interface SessionKeys {
  current: Buffer;
  previous?: Buffer | undefined;
}

export interface Sealed {
  keyId: string;
  sealed: Uint8Array<ArrayBuffer>;
}

/** What the ciphertext belongs to. */
export interface SessionPlace {
  shopId: string;
  id: string;
}

export type Opened = { kind: "opened"; text: string } | { kind: "unknown-key" };

/** The content was changed, or belongs to another shop or session. */
export class SessionTampered extends Error {
  override name = "SessionTampered";
  constructor({ shopId, id }: SessionPlace, cause: unknown) {
    super(`The stored session ${id} of shop ${shopId} is not what was stored.`, { cause });
  }
}

export class SessionCipher {
  readonly #keys: Map<string, KeyObject>;
  readonly #currentId: string;

  constructor({ current, previous }: SessionKeys) {
    this.#currentId = keyIdOf(current, PURPOSE);
    this.#keys = new Map([[this.#currentId, createSecretKey(current)]]);
    if (previous !== undefined)
      this.#keys.set(keyIdOf(previous, PURPOSE), createSecretKey(previous));
  }

  seal(text: string, place: SessionPlace): Sealed {
    const keyId = this.#currentId;
    const sealed = sealBytes(this.#key(keyId), Buffer.from(text), boundTo(place, keyId));
    return { keyId, sealed: new Uint8Array(sealed) };
  }

  open({ keyId, sealed }: Sealed, place: SessionPlace): Opened {
    if (!this.#keys.has(keyId)) return { kind: "unknown-key" };
    try {
      const content = openBytes(this.#key(keyId), sealed, boundTo(place, keyId));
      return { kind: "opened", text: content.toString("utf8") };
    } catch (error) {
      throw new SessionTampered(place, error);
    }
  }

  #key(keyId: string): KeyObject {
    const key = this.#keys.get(keyId);
    if (key === undefined) throw new Error(`No session key ${keyId}.`);
    return key;
  }
}

function boundTo({ shopId, id }: SessionPlace, keyId: string): Buffer {
  return Buffer.from([`perennial ${PURPOSE}`, FORMAT, keyId, shopId, id].join("\0"));
}
