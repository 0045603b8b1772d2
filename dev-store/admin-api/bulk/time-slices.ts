/** Work of this length lets the requests that came in meanwhile be answered in between. */
export const SLICE_MS = 8;

/** Keeps long work from holding up everything else that the process does. */
export class TimeSlices {
  #since = performance.now();

  /** How long the current slice has taken. */
  elapsedMs(): number {
    return performance.now() - this.#since;
  }

  get due(): boolean {
    return this.elapsedMs() >= SLICE_MS;
  }

  async rest(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#since = performance.now();
  }
}
