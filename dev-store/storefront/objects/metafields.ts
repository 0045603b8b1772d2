import { LiquidObject } from "../liquid/object.ts";
import type { Metafield } from "../../shop/records.ts";
import type { ShopState } from "../../shop/state.ts";

/** Who reads: the theme, or an app's own blocks, which alone see what the app keeps for itself. */
export interface Reader {
  appKey: string | null;
}

const APP = /^app--([^-].*?)(?:--(.+))?$/;

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

/** A resource's metafields as one reader sees them: `$app` is the reader's own app, or nothing. */
export class MetafieldsDrop extends LiquidObject {
  readonly #owned: Owned;
  readonly #reader: Reader;

  constructor(state: ShopState, ownerGid: string, reader: Reader) {
    super();
    this.#owned = state.metafields.get(ownerGid);
    this.#reader = reader;
  }
  override liquidMethodMissing(key: string): unknown {
    const { appKey } = this.#reader;
    const own = appKey === null ? null : `app--${appKey}`;
    const namespace = /^\$app(?=$|:)/.test(key)
      ? own === null
        ? null
        : key.replace("$app:", `${own}--`).replace(/^\$app$/, own)
      : key;
    if (namespace === null) return undefined;
    if (APP.test(namespace) && !namespace.startsWith(own ?? "none")) return undefined;
    return new NamespaceDrop(this.#owned, namespace);
  }
}
