/** Drives comparisons and proofs: a few shops at a time, each for a while, then others have their turn. */
import { setTimeout as sleep } from "node:timers/promises";
import { inLogContext } from "../log.server.ts";
import { carryOnRuns } from "../use-cases/carry-on-runs.ts";
import type { Ports, ShopId } from "../use-cases/ports.ts";
import type { Sealing } from "../use-cases/seal-ledger.ts";

const SWEEP_MS = 1_000;
const SHOPS_MAX = 100;
/** Shops at once: what they do can wait, while orders and shoppers can't. */
const LANES = 2;
/** One shop's turn, between two pages (ms). */
const TURN_MS = 10_000;

type Parts = {
  ground: Ports & { sealing: Sealing };
  shopsWithRuns: (shopsMax: number) => Promise<ShopId[]>;
};

export class Reconciler {
  readonly #parts: Parts;
  readonly #stopping = new AbortController();
  #sweeping: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  start(): void {
    this.#sweeping = this.#sweepForEver();
  }

  /** What is under way ends with its page; another worker goes on from there. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#sweeping;
  }

  async #sweepForEver(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        const waiting = await this.#parts.shopsWithRuns(SHOPS_MAX);
        await Promise.all(Array.from({ length: LANES }, () => this.#lane(waiting)));
      } catch (error) {
        this.#parts.ground.log.warn({ error }, "runs could not be looked for; asked again soon");
      }
      await sleep(SWEEP_MS, undefined, { signal }).catch(ignoreAbort);
    }
  }

  /** Takes the next shop of `waiting` until none is left. */
  async #lane(waiting: ShopId[]): Promise<void> {
    const { ground } = this.#parts;
    for (let shopId = waiting.shift(); shopId !== undefined; shopId = waiting.shift()) {
      if (this.#stopping.signal.aborted) return;
      const turn = performance.now() + TURN_MS;
      const until = (): boolean => this.#stopping.signal.aborted || performance.now() > turn;
      const one = shopId;
      try {
        await inLogContext({ job: "reconcile" }, () => carryOnRuns(ground, one, until));
      } catch (error) {
        ground.log.warn({ shopId, error }, "a shop's runs could not be carried on");
      }
    }
  }
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error) || error.name !== "AbortError") throw error;
}
