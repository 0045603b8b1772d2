/** What goes wrong on the way, as shares between 0 and 1 and milliseconds. */
export interface DeliveryFaults {
  /** Copies sent besides, with the same webhook id: below 1 the share of deliveries that get one. */
  duplicate: number;
  /** From how many waiting deliveries the next one is drawn at random; 0 keeps the order. */
  reorder: number;
  /** Each delivery waits a random time up to this before its first attempt. */
  delayMs: number;
  /** Share of deliveries that never leave. */
  loss: number;
  /** Share of deliveries of orders whose body lacks the order's lines, signed all the same. */
  damage: number;
}

/** With `reorder` every delivery is held for a random time up to this, else an idle queue has nothing to swap. */
export const REORDER_HOLD_MS = 250;

export const NO_FAULTS: DeliveryFaults = {
  duplicate: 0,
  reorder: 0,
  delayMs: 0,
  loss: 0,
  damage: 0,
};

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
