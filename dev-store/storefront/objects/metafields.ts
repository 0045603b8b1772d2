import type { Context } from "liquidjs";
import { LiquidObject } from "../liquid/object.ts";
import { appKeyOf } from "../liquid/page.ts";
import type { Metafield } from "../../shop/records.ts";
import type { ShopState } from "../../shop/state.ts";

const APP_NAMESPACE = /^app--/;

class MetafieldDrop extends LiquidObject {
  readonly #metafield: Metafield;

  constructor(metafield: Metafield) {
    super();
    this.#metafield = metafield;
  }
  get type(): string {
    return this.#metafield.type;
  }
  get value(): unknown {
    const { type, value } = this.#metafield;
    if (/^(number_|json|boolean|money|rating|list\.)/.test(type)) {
      const parsed = JSON.parse(value) as unknown;
      return parsed;
    }
    return value;
  }
  get "list?"(): boolean {
    return this.#metafield.type.startsWith("list.");
  }
  override toString(): string {
    return this.#metafield.value;
  }
  override toJSON(): unknown {
    return this.value;
  }
}

type Owned = ReadonlyMap<string, Metafield> | undefined;

class NamespaceDrop extends LiquidObject {
  readonly #owned: Owned;
  readonly #namespace: string;

  constructor(owned: Owned, namespace: string) {
    super();
    this.#owned = owned;
    this.#namespace = namespace;
  }
  override liquidMethodMissing(key: string): unknown {
    const metafield = this.#owned?.get(`${this.#namespace}.${key}`);
    return metafield === undefined ? undefined : new MetafieldDrop(metafield);
  }
}

/** The namespace that a name means to whoever reads; null for one that is kept from them. */
function namespaceOf(name: string, appKey: string | null): string | null {
  const own = appKey === null ? null : `app--${appKey}`;
  if (name === "$app") return own;
  if (name.startsWith("$app:"))
    return own === null ? null : `${own}--${name.slice("$app:".length)}`;
  if (!APP_NAMESPACE.test(name)) return name;
  return own !== null && (name === own || name.startsWith(`${own}--`)) ? name : null;
}

/** A resource's metafields: what an app keeps for itself, its own blocks alone see. */
export class MetafieldsDrop extends LiquidObject {
  readonly #owned: Owned;

  constructor(state: ShopState, ownerGid: string) {
    super();
    this.#owned = state.metafields.get(ownerGid);
  }
  override liquidMethodMissing(key: string, context?: Context): unknown {
    const appKey = context === undefined ? null : appKeyOf(context);
    const namespace = namespaceOf(key, appKey);
    return namespace === null ? undefined : new NamespaceDrop(this.#owned, namespace);
  }
}
