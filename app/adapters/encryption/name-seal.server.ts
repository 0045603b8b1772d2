/** Customers' names and e-mail addresses at rest: bound to shop and customer, so that no row serves for another. */
import type { SealedName } from "../postgres/name-store.server.ts";
import type { CustomerName } from "../shopify/customer-api.server.ts";
import type { ContentCipher } from "./content-cipher.server.ts";

/** What the cipher's keys are told apart by. */
export const NAME_PURPOSE = "customer name";

export class NameSeal {
  readonly #cipher: ContentCipher;

  constructor(cipher: ContentCipher) {
    this.#cipher = cipher;
  }

  seal(shopId: string, customerId: string, { name, email }: CustomerName): SealedName {
    const content = Buffer.from(JSON.stringify([name, email]), "utf8");
    return { customerId, ...this.#cipher.seal(content, { shopId, id: customerId }) };
  }

  /** Null when it was sealed under a key that is gone. */
  open(shopId: string, { customerId, keyId, sealed }: SealedName): CustomerName | null {
    const content = this.#cipher.open({ keyId, sealed }, { shopId, id: customerId });
    if (!content) return null;
    // Authenticated before: it is what `seal` wrote.
    const [name, email] = JSON.parse(content.toString("utf8")) as [string | null, string | null];
    return { name, email };
  }
}
