/** What goes wrong on the way, as shares between 0 and 1 and milliseconds. */
export interface DeliveryFaults {
  /** Share of deliveries sent twice, with the same webhook id. */
  duplicate: number;
  /** From how many waiting deliveries the next one is drawn at random; 0 keeps the order. */
  reorder: number;
  /** Each delivery waits a random time up to this before its first attempt. */
  delayMs: number;
  /** Share of deliveries that never leave. */
  loss: number;
}

export const NO_FAULTS: DeliveryFaults = { duplicate: 0, reorder: 0, delayMs: 0, loss: 0 };

/** Mulberry32: small, seeded, good enough to draw faults from. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
