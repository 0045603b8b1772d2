import { ListObject } from "../liquid/object.ts";

/** Without `{% paginate %}` Liquid shows the first 50 of a long list. */
const UNPAGED_MAX = 50;

/** A long list of which a page is shown; `{% paginate %}` says which. */
export class PagedList<Item> extends ListObject<Item> {
  readonly #total: () => number;
  readonly #slice: (from: number, count: number) => Item[];
  #window = { from: 0, count: UNPAGED_MAX };
  #shown: Item[] | null = null;

  constructor(total: () => number, slice: (from: number, count: number) => Item[]) {
    super();
    this.#total = total;
    this.#slice = slice;
  }
  /** Moves the page; gives back a function that undoes it. */
  show(from: number, count: number): () => void {
    const before = this.#window;
    this.#window = { from, count };
    this.#shown = null;
    return () => {
      this.#window = before;
      this.#shown = null;
    };
  }
  total(): number {
    return this.#total();
  }
  items(): Item[] {
    this.#shown ??= this.#slice(this.#window.from, this.#window.count);
    return this.#shown;
  }
}
