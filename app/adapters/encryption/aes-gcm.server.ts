/**
 * AES-256-GCM as everything at rest here is sealed with it: format, nonce, tag and ciphertext in one
 * value, bound to a text that says what it belongs to, so that a row copied elsewhere doesn't open.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  randomFillSync,
  type KeyObject,
} from "node:crypto";

const ALGORITHM = "aes-256-gcm";
export const FORMAT = 1;
export const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + IV_BYTES + TAG_BYTES;

/** A key object, not bytes: taking bytes in costs more than sealing an order does. */
export function sealBytes(key: KeyObject, content: Uint8Array, boundTo: Buffer): Buffer {
  const iv = nextNonce();
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo);
  const sealed = cipher.update(content);
  const rest = cipher.final();
  return Buffer.concat([Buffer.of(FORMAT), iv, cipher.getAuthTag(), sealed, rest]);
}

/** Throws when the content was changed, or belongs to something else. */
export function openBytes(key: KeyObject, sealed: Uint8Array, boundTo: Buffer): Buffer {
  if (sealed[0] !== FORMAT || sealed.length < HEAD_BYTES) throw new Error("unknown format");
  const iv = sealed.subarray(1, 1 + IV_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(boundTo);
  decipher.setAuthTag(sealed.subarray(1 + IV_BYTES, HEAD_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(HEAD_BYTES)), decipher.final()]);
}

/** Names a key without telling anything of it. */
export function keyIdOf(key: Buffer, purpose: string): string {
  if (key.length !== KEY_BYTES)
    throw new Error(`A ${purpose} key has ${KEY_BYTES} bytes, not ${key.length}.`);
  return createHash("sha256")
    .update(`perennial ${purpose} key\0`)
    .update(key)
    .digest("hex")
    .slice(0, 16);
}

// Random nonces by the hundred: asking the system for each took a third of the time of sealing.
const nonces = Buffer.alloc(IV_BYTES * 512);
let nonceAt = nonces.length;

function nextNonce(): Buffer {
  if (nonceAt === nonces.length) {
    randomFillSync(nonces);
    nonceAt = 0;
  }
  const nonce = Buffer.from(nonces.subarray(nonceAt, nonceAt + IV_BYTES));
  nonceAt += IV_BYTES;
  return nonce;
}
