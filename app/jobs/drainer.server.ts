/**
 * Drives the inbox: a shop that intake wakes lingers for a moment, so that the deliveries of one
 * order meet in one batch, and then waits for a lane; a slow sweep finds what other processes took in.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { drainInbox, type Drained } from "../use-cases/drain-inbox.ts";
import type { Ports, ShopId } from "../use-cases/ports.ts";

/** What arrives within this time (ms) is settled together: half of the work of doing so at once. */
const LINGER_MS = 50;
const SWEEP_MS = 500;
const SWEEP_SHOPS_MAX = 1_000;
/** Shops drained at once. */
const LANES = 3;
/** A failing shop is left alone for this long (ms), doubled up to the longest. */
const PAUSE_MS = 250;
const PAUSE_LONGEST_MS = 30_000;

export class Drainer {
  readonly #ports: Ports;
  readonly #onDrained: (drained: Drained, shopId: ShopId) => void;
  readonly #shopsWithDeliveries: (shopsMax: number) => Promise<ShopId[]>;
  readonly #lingering = new Set<ShopId>();
  readonly #ready = new Set<ShopId>();
  readonly #busy = new Set<ShopId>();
  readonly #paused = new Map<ShopId, { until: number; pauseMs: number }>();
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #started = false;

  constructor(options: {
    ports: Ports;
    shopsWithDeliveries: (shopsMax: number) => Promise<ShopId[]>;
    onDrained: (drained: Drained, shopId: ShopId) => void;
  }) {
    this.#ports = options.ports;
    this.#shopsWithDeliveries = options.shopsWithDeliveries;
    this.#onDrained = options.onDrained;
  }

  start(): void {
    this.#started = true;
    this.#track(this.#sweepForEver());
  }

  /** Something was committed to this shop's inbox. Where only the web part runs, the worker finds it. */
  wake(shopId: ShopId): void {
    if (!this.#started || this.#lingering.has(shopId)) return;
    if (this.#ready.has(shopId)) {
      this.#next(); // it may have waited for the end of its pause
      return;
    }
    this.#lingering.add(shopId);
    setTimeout(() => {
      this.#lingering.delete(shopId);
      this.#ready.add(shopId);
      this.#next();
    }, LINGER_MS);
  }

  /** Lets the batches under way finish; what is left stays pending. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled([...this.#running]);
  }

  #track(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }

  #next(): void {
    for (const shopId of this.#ready) {
      if (this.#stopping.signal.aborted || this.#busy.size >= LANES) return;
      if (this.#busy.has(shopId) || this.#isPaused(shopId)) continue;
      this.#ready.delete(shopId);
      this.#busy.add(shopId);
      this.#track(this.#drain(shopId));
    }
  }

  #isPaused(shopId: ShopId): boolean {
    const pause = this.#paused.get(shopId);
    return pause !== undefined && pause.until > performance.now();
  }

  async #drain(shopId: ShopId): Promise<void> {
    try {
      const drained = await drainInbox(this.#ports, shopId);
      this.#paused.delete(shopId);
      if (drained.deliveries > 0) this.#onDrained(drained, shopId);
      if (drained.more) this.#ready.add(shopId); // to the back of the line: other shops go first
    } catch (error) {
      const pauseMs = Math.min(
        PAUSE_LONGEST_MS,
        2 * (this.#paused.get(shopId)?.pauseMs ?? PAUSE_MS / 2),
      );
      this.#paused.set(shopId, { until: performance.now() + pauseMs, pauseMs });
      this.#ports.log.warn(
        { shopId, error, pauseMs },
        "a shop's inbox could not be drained; tried again soon",
      );
    } finally {
      this.#busy.delete(shopId);
      this.#next();
    }
  }

  async #sweepForEver(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        for (const shopId of await this.#shopsWithDeliveries(SWEEP_SHOPS_MAX)) this.wake(shopId);
      } catch (error) {
        this.#ports.log.warn({ error }, "the inbox could not be asked for work; asked again soon");
      }
      await sleep(SWEEP_MS, undefined, { signal: this.#stopping.signal }).catch(ignoreAbort);
    }
  }
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error) || error.name !== "AbortError") throw error;
}
