/** The key that seals are signed with: HMAC-SHA256, named by the first digits of its hash. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Hasher } from "../domain/ledger/seal.ts";
import type { Sealing } from "../use-cases/seal-ledger.ts";

/** The first key signs; older ones only prove seals that were made with them. */
export function sealingWith(keys: readonly [Buffer, ...Buffer[]]): Sealing {
  const named = keys.map((key) => ({
    key,
    keyId: createHash("sha256").update(key).digest("hex").slice(0, 12),
  }));
  const sign = (key: Buffer, text: string): Buffer =>
    createHmac("sha256", key).update(text).digest();
  return {
    sha256(lines) {
      const all = hasher();
      for (const line of lines) all.add(line);
      return all.digest();
    },
    hasher,
    sign(text) {
      return { keyId: named[0]?.keyId ?? "", signature: sign(keys[0], text).toString("hex") };
    },
    isSignedBy(keyId, text, signature) {
      const found = named.find((each) => each.keyId === keyId);
      const given = Buffer.from(signature, "hex");
      if (!found) return false;
      const expected = sign(found.key, text);
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
  };
}

function hasher(): Hasher {
  const hash = createHash("sha256");
  return {
    add: (line) => void hash.update(line).update("\n"),
    digest: () => hash.digest("hex"),
  };
}
