import type { HistoryEvent } from "../history/history.ts";
import type { Shop } from "../shop/shop.ts";
import type { Deliverer } from "../webhooks/deliverer.ts";
import { Refusal } from "../wire/refusal.ts";
import { commandOf } from "./command-of.ts";

/** How many webhooks may be under way before the history waits for the app to take some. */
export const PENDING_MAX = 5_000;
/** After this many events the loop lets other work have a turn. */
const TURN_EVENTS = 100;

export interface FillProgress {
  state: "idle" | "running" | "done" | "failed";
  /** Events of the history carried out so far, over all starts. */
  events: number;
  orders: number;
  at: string | null;
  /** How much of the history's time that is, 0 to 1; null before the first event, or of one without an end. */
  share: number | null;
  error: string | null;
}

export interface FillOptions {
  /** The instant at which the history ends; null if nobody knows. */
  until: number | null;
  /** Called when a history is carried out, before it counts as finished. */
  onDone: () => void;
}

export type History = AsyncIterable<HistoryEvent> | Iterable<HistoryEvent>;

/** Carries out a history through the shop's own commands; an interrupted one goes on where it stopped. */
export class Fill {
  readonly #shop: Shop;
  readonly #deliverer: Deliverer;
  readonly #options: FillOptions;
  #progress: FillProgress = {
    state: "idle",
    events: 0,
    orders: 0,
    at: null,
    share: null,
    error: null,
  };
  #stopped = false;

  constructor(shop: Shop, deliverer: Deliverer, options: FillOptions) {
    this.#shop = shop;
    this.#deliverer = deliverer;
    this.#options = options;
    if (shop.historyFinished)
      this.#progress = { ...this.#progress, state: "done", events: shop.historyDone, share: 1 };
  }

  progress(): FillProgress {
    return { ...this.#progress, orders: this.#shop.state.orders.size };
  }

  stop(): void {
    this.#stopped = true;
  }

  async run(
    history: History,
    onProgress?: (progress: FillProgress) => void,
  ): Promise<FillProgress> {
    if (this.#progress.state === "running")
      throw new Refusal(409, "a history is being carried out already");
    this.#progress = { ...this.#progress, state: "running", error: null };
    try {
      await this.#carryOut(history, onProgress);
      if (!this.#stopped) {
        this.#options.onDone();
        this.#shop.finishHistory();
        this.#progress = { ...this.#progress, state: "done", share: 1 };
      }
    } catch (error) {
      this.#progress = { ...this.#progress, state: "failed", error: String(error) };
      throw error;
    }
    return this.progress();
  }

  async #carryOut(history: History, onProgress?: (progress: FillProgress) => void): Promise<void> {
    const done = this.#shop.historyDone;
    let number = 0;
    let from: number | null = null;
    for await (const event of history) {
      number += 1;
      from ??= Date.parse(event.at);
      // The history is the same at every start, so what the journal holds of it is skipped by count.
      if (number <= done) continue;
      if (this.#stopped) return;
      try {
        this.#shop.executeHistory(commandOf(this.#shop.state, event));
      } catch (cause) {
        throw new Error(
          `Event ${number} of the history (${event.kind} at ${event.at}) can't be carried out: ${String(cause)}`,
          { cause },
        );
      }
      const share = this.#shareOf(from, Date.parse(event.at));
      this.#progress = { ...this.#progress, events: number, at: event.at, share };
      if (number % TURN_EVENTS === 0) {
        onProgress?.(this.progress());
        await new Promise((resolve) => setImmediate(resolve));
        await this.#deliverer.drained(PENDING_MAX);
      }
    }
    this.#progress = { ...this.#progress, events: number };
    onProgress?.(this.progress());
  }

  #shareOf(from: number, at: number): number | null {
    const { until } = this.#options;
    return until === null || until <= from ? null : Math.min(1, (at - from) / (until - from));
  }
}
