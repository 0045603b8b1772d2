/** First in, first out, with a look at (and a pick from) the front, without shifting arrays. */
export class Queue<Item> {
  #items: (Item | undefined)[] = [];
  #head = 0;
  /** Below this many dead slots a compaction costs more than it frees. */
  static readonly #COMPACT_FROM = 1024;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  /** Takes the item `offset` places from the front; the front item moves into its place. */
  take(offset = 0): Item | undefined {
    if (offset >= this.length) return undefined;
    const place = this.#head + offset;
    const item = this.#items[place];
    this.#items[place] = this.#items[this.#head];
    this.#items[this.#head] = undefined;
    this.#head += 1;
    if (this.#head >= Queue.#COMPACT_FROM && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  clear(): void {
    this.#items = [];
    this.#head = 0;
  }
}
