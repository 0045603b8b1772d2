import { Drop, type Context } from "liquidjs";

/**
 * An object of Shopify's Liquid. Getters are its attributes; what isn't one is nil. The one property
 * of its own keeps it from looking `empty` and `blank`, which liquidjs judges by an object's keys.
 */
export class LiquidObject extends Drop {
  readonly _ = true;

  override toString(): string {
    return this.constructor.name;
  }

  /** What an attribute that the class doesn't have comes to: `collections["tea"]`. */
  override liquidMethodMissing(_key: string | number, _context?: Context): unknown {
    return undefined;
  }

  toJSON(): unknown {
    return { error: "json not allowed for this object" };
  }
}

/** A list as Liquid sees it: `size`, `first`, `last`, `list[2]`. */
export abstract class ListObject<Item> extends LiquidObject {
  abstract items(): readonly Item[];

  override valueOf(): readonly Item[] {
    return this.items();
  }
  get size(): number {
    return this.items().length;
  }
  get first(): Item | undefined {
    return this.items()[0];
  }
  get last(): Item | undefined {
    return this.items().at(-1);
  }
  override liquidMethodMissing(key: string | number): unknown {
    const index = Number(key);
    return Number.isInteger(index) ? this.items().at(index) : undefined;
  }
  override toJSON(): unknown {
    return this.items();
  }
}

/** A list that is worked out when something asks for it. */
export class LazyList<Item> extends ListObject<Item> {
  readonly #load: () => readonly Item[];
  #items: readonly Item[] | null = null;

  constructor(load: () => readonly Item[]) {
    super();
    this.#load = load;
  }

  items(): readonly Item[] {
    this.#items ??= this.#load();
    return this.#items;
  }
}
