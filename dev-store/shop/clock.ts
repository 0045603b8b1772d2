/** The shop's time: shifted by an offset and, for waits such as retries, run faster. */
export interface Clock {
  /** Milliseconds, cut to whole seconds: Shopify keeps no finer times. */
  now(): number;
  offsetSeconds: number;
  /** How many seconds of the shop's waits pass in a real one. */
  acceleration: number;
}

export function createClock(settings: { offsetSeconds: number; acceleration: number }): Clock {
  return {
    ...settings,
    now() {
      return Math.floor(Date.now() / 1000 + this.offsetSeconds) * 1000;
    },
  };
}
