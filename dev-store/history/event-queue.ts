/** Things due, earliest first; of those due at the same instant, the one put in first. A binary heap. */
export class EventQueue<T> {
  #heap: { at: number; sequence: number; item: T }[] = [];
  #sequence = 0;

  get size(): number {
    return this.#heap.length;
  }

  nextAt(): number {
    return this.#heap[0]?.at ?? Infinity;
  }

  put(at: number, item: T): void {
    const entry = { at, sequence: this.#sequence++, item };
    let index = this.#heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = this.#heap[parent];
      if (above === undefined || !before(entry, above)) break;
      this.#heap[index] = above;
      index = parent;
    }
    this.#heap[index] = entry;
  }

  take(): { at: number; item: T } | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (first === undefined || last === undefined || this.#heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      const left = this.#heap[child];
      if (left === undefined) break;
      const right = this.#heap[child + 1];
      let smaller = left;
      if (right !== undefined && before(right, left)) {
        smaller = right;
        child++;
      }
      if (!before(smaller, last)) break;
      this.#heap[index] = smaller;
      index = child;
    }
    this.#heap[index] = last;
    return first;
  }
}

function before(a: { at: number; sequence: number }, b: { at: number; sequence: number }): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}
