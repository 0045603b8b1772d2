/**
 * What Shopify's answers say of the app's access at a shop. A refused token is no passing failure: its
 * shop is left alone until a visit brings a new token. A token that isn't renewed may be Shopify's own
 * trouble, so that only counts when it has lasted.
 */
import type { AccessStore } from "../adapters/postgres/access-store.server.ts";
import { HOUR } from "../domain/shared/instant.ts";
import type { ShopId } from "../use-cases/ports.ts";

/** Thrown instead of an answer where there is no access: nothing is gained by asking again soon. */
export class NoAccess extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "NoAccess";
  }
}

/** A token that wasn't renewed in this time, by this many tries at least, isn't going to be. */
const UNRENEWED_MAX = HOUR;
const TRIES_MIN = 5;
const SHOPS_KEPT_MAX = 10_000;

type Parts = {
  access: Pick<AccessStore, "lose" | "suspend">;
  findId: (shopDomain: string) => Promise<ShopId | null>;
};

export class AccessWatch {
  readonly #parts: Parts;
  readonly #unrenewed = new Map<string, { since: number; tries: number }>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** A call that began at `since` was refused, or there was no token for it. */
  async refused(shopDomain: string, since: Date, remark: string): Promise<void> {
    this.#unrenewed.delete(shopDomain);
    const shopId = await this.#parts.findId(shopDomain);
    if (shopId) await this.#parts.access.lose(shopId, since, remark);
  }

  async notRenewed(shopDomain: string): Promise<void> {
    const now = performance.now();
    if (this.#unrenewed.size >= SHOPS_KEPT_MAX) this.#unrenewed.clear();
    const known = this.#unrenewed.get(shopDomain) ?? { since: now, tries: 0 };
    known.tries += 1;
    this.#unrenewed.set(shopDomain, known);
    if (known.tries < TRIES_MIN || now - known.since < UNRENEWED_MAX) return;
    const shopId = await this.#parts.findId(shopDomain);
    if (shopId) await this.#parts.access.suspend(shopId, "Shopify doesn't renew the app's token");
  }

  answered(shopDomain: string): void {
    this.#unrenewed.delete(shopDomain);
  }
}
