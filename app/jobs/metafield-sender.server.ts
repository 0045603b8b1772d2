/**
 * Drives what is shown on the storefront at its own pace: a shop is woken when something of it was
 * settled and lingers for a moment, so that changes meet in one call; then it waits for a lane. A
 * shop whose budget is spent, or at which Shopify fails, waits by itself and holds nobody up.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { ToldBudget } from "../use-cases/pace-calls.ts";
import type { Ports, ShopId } from "../use-cases/ports.ts";
import { sendMetafields, type Pass } from "../use-cases/send-metafields.ts";

const LINGER_MS = 100;
const SWEEP_MS = 500;
const SWEEP_SHOPS_MAX = 1_000;
/** Shops sent for at once. */
const LANES = 4;
/** After a failure of the database (ms). */
const PAUSE_MS = 1_000;
/** Pieces of news of one shop that its usual lag is told from. */
const LAGS_KEPT = 200;
/** Shops remembered with their budget and lags. */
const SHOPS_KEPT_MAX = 10_000;

/** A shop at which nothing was taken in waits so long, doubled each time up to the longest (ms). */
const STALLED_MS = 1_000;
const STALLED_LONGEST_MS = 15_000;

type Kept = { budget: ToldBudget | null; lagsMs: number[]; stalls: number };

export class MetafieldSender {
  readonly #ports: Ports;
  readonly #shopsWithMarks: (shopsMax: number) => Promise<ShopId[]>;
  readonly #onPass: (pass: Pass) => void;
  /** Shops that linger or wait, with the timer that ends it. */
  readonly #waiting = new Map<ShopId, NodeJS.Timeout>();
  readonly #ready = new Set<ShopId>();
  readonly #busy = new Set<ShopId>();
  readonly #kept = new Map<ShopId, Kept>();
  readonly #running = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  #started = false;

  constructor(options: {
    ports: Ports;
    shopsWithMarks: (shopsMax: number) => Promise<ShopId[]>;
    onPass: (pass: Pass) => void;
  }) {
    this.#ports = options.ports;
    this.#shopsWithMarks = options.shopsWithMarks;
    this.#onPass = options.onPass;
  }

  start(): void {
    this.#started = true;
    this.#track(this.#sweepForEver());
  }

  /** Something of this shop may have been marked. Where only the web part runs, the worker finds it. */
  wake(shopId: ShopId): void {
    if (!this.#started || this.#waiting.has(shopId) || this.#ready.has(shopId)) return;
    this.#after(LINGER_MS, shopId);
  }

  /** How soon news was shown lately (ms): half of it sooner. Null when none was since the start. */
  usualLagMs(shopId: ShopId | null): number | null {
    const lags =
      shopId === null
        ? [...this.#kept.values()].flatMap((kept) => kept.lagsMs)
        : (this.#kept.get(shopId)?.lagsMs ?? []);
    return lags.toSorted((a, b) => a - b)[Math.floor(lags.length / 2)] ?? null;
  }

  /** Lets the calls under way finish; what is left stays marked. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
    await Promise.allSettled([...this.#running]);
  }

  /** Whoever else was waiting had no part in the failure and starts anew: the shop as a whole does not. */
  #againInMs(shopId: ShopId, { againInMs }: Pass): number | null {
    const stalls = this.#kept.get(shopId)?.stalls ?? 0;
    if (stalls === 0) return againInMs;
    const pauseMs = Math.min(STALLED_LONGEST_MS, STALLED_MS * 2 ** Math.min(stalls - 1, 10));
    return Math.max(againInMs ?? 0, pauseMs);
  }

  /** Whatever woke the shop meanwhile waits as well. */
  #after(ms: number, shopId: ShopId): void {
    if (this.#stopping.signal.aborted) return;
    this.#ready.delete(shopId);
    clearTimeout(this.#waiting.get(shopId));
    const timer = setTimeout(() => {
      this.#waiting.delete(shopId);
      this.#ready.add(shopId);
      this.#next();
    }, ms);
    this.#waiting.set(shopId, timer);
  }

  #track(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }

  #next(): void {
    for (const shopId of this.#ready) {
      if (this.#stopping.signal.aborted || this.#busy.size >= LANES) return;
      if (this.#busy.has(shopId)) continue;
      this.#ready.delete(shopId);
      this.#busy.add(shopId);
      this.#track(this.#send(shopId));
    }
  }

  async #send(shopId: ShopId): Promise<void> {
    try {
      const pass = await sendMetafields(
        this.#ports,
        shopId,
        this.#kept.get(shopId)?.budget ?? null,
      );
      this.#keep(shopId, pass);
      this.#onPass(pass);
      const againInMs = this.#againInMs(shopId, pass);
      if (againInMs === 0)
        this.#ready.add(shopId); // to the back of the line
      else if (againInMs !== null) this.#after(againInMs, shopId);
    } catch (error) {
      this.#ports.log.warn(
        { shopId, error, pauseMs: PAUSE_MS },
        "what a shop shows could not be worked on; tried again soon",
      );
      this.#after(PAUSE_MS, shopId);
    } finally {
      this.#busy.delete(shopId);
      this.#next();
    }
  }

  #keep(shopId: ShopId, pass: Pass): void {
    if (this.#kept.size >= SHOPS_KEPT_MAX) this.#kept.clear();
    const before = this.#kept.get(shopId);
    const lagsMs = [...(before?.lagsMs ?? []), ...pass.newsAfterMs].slice(-LAGS_KEPT);
    const stalled = pass.failed > 0 && pass.sent === 0;
    const stalls = stalled ? (before?.stalls ?? 0) + 1 : 0;
    this.#kept.set(shopId, { budget: pass.budget, lagsMs, stalls });
  }

  async #sweepForEver(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        for (const shopId of await this.#shopsWithMarks(SWEEP_SHOPS_MAX)) this.wake(shopId);
      } catch (error) {
        this.#ports.log.warn({ error }, "marks could not be asked for; asked again soon");
      }
      await sleep(SWEEP_MS, undefined, { signal: this.#stopping.signal }).catch(ignoreAbort);
    }
  }
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error) || error.name !== "AbortError") throw error;
}
