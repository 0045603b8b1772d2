/** Seeded chance, so that a run can be repeated and two servers get the same input. */

export type Chance = {
  /** In [0, 1). */
  next: () => number;
  /** A whole number in [0, below). */
  below: (below: number) => number;
};

/** Mulberry32: 32 bits of state are plenty for input that only has to look busy. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, below: (below) => Math.floor(next() * below) };
}

/**
 * Draws ranks 0 to `count` - 1 with weights 1 / (rank + 1 + offset): Zipf's law, or with an offset
 * Zipf and Mandelbrot's, whose head is flat (no shopper places a tenth of all orders).
 */
export function zipf(chance: Chance, count: number, offset = 0): () => number {
  const cumulated = new Float64Array(count);
  let sum = 0;
  for (let rank = 0; rank < count; rank += 1) {
    sum += 1 / (rank + 1 + offset);
    cumulated[rank] = sum;
  }
  return () => {
    const wanted = chance.next() * sum;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulated[middle] ?? sum) <= wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
