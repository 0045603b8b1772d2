/**
 * Sessions at rest: AES-256-GCM, bound to the shop and the session they belong to, so that a
 * row copied to another shop or id does not open. While a key is being replaced the previous
 * one still opens what it closed; whatever is stored again takes the new key.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

const ALGORITHM = "aes-256-gcm";
const FORMAT = 1;
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + IV_BYTES + TAG_BYTES;

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
  readonly #keys: Map<string, Buffer>;
  readonly #currentId: string;

  constructor({ current, previous }: SessionKeys) {
    this.#currentId = keyIdOf(current);
    this.#keys = new Map([[this.#currentId, current]]);
    if (previous !== undefined) this.#keys.set(keyIdOf(previous), previous);
  }

  seal(text: string, place: SessionPlace): Sealed {
    const keyId = this.#currentId;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#key(keyId), iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(boundTo(place, keyId));
    const content = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    const sealed = Buffer.concat([Buffer.from([FORMAT]), iv, cipher.getAuthTag(), content]);
    return { keyId, sealed: new Uint8Array(sealed) };
  }

  open({ keyId, sealed }: Sealed, place: SessionPlace): Opened {
    if (!this.#keys.has(keyId)) return { kind: "unknown-key" };
    try {
      if (sealed[0] !== FORMAT || sealed.length < HEAD_BYTES) throw new Error("unknown format");
      const iv = sealed.subarray(1, 1 + IV_BYTES);
      const decipher = createDecipheriv(ALGORITHM, this.#key(keyId), iv, {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(boundTo(place, keyId));
      decipher.setAuthTag(sealed.subarray(1 + IV_BYTES, HEAD_BYTES));
      const content = Buffer.concat([
        decipher.update(sealed.subarray(HEAD_BYTES)),
        decipher.final(),
      ]);
      return { kind: "opened", text: content.toString("utf8") };
    } catch (error) {
      throw new SessionTampered(place, error);
    }
  }

  #key(keyId: string): Buffer {
    const key = this.#keys.get(keyId);
    if (key === undefined) throw new Error(`No session key ${keyId}.`);
    return key;
  }
}

/** Names a key without telling anything of it. */
function keyIdOf(key: Buffer): string {
  if (key.length !== KEY_BYTES)
    throw new Error(`A session key has ${KEY_BYTES} bytes, not ${key.length}.`);
  return createHash("sha256")
    .update("perennial session key\0")
    .update(key)
    .digest("hex")
    .slice(0, 16);
}

function boundTo({ shopId, id }: SessionPlace, keyId: string): Buffer {
  return Buffer.from(["perennial session", FORMAT, keyId, shopId, id].join("\0"));
}
