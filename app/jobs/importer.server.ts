/** Drives imports: looks for shops that have one to carry on with, a few at a time. */
import { setTimeout as sleep } from "node:timers/promises";
import { carryOnImport } from "../use-cases/carry-on-import.ts";
import type { Ports, ShopId } from "../use-cases/ports.ts";

const SWEEP_MS = 1_000;
const SHOPS_MAX = 100;
/** Imports at once: each keeps some connections and a thread busy. */
const LANES = 2;
/** So long (ms) one shop is worked on before the others that wait have their turn. */
const TURN_MS = 15_000;
/** The database is away, or something is wrong with us: left alone for so long (ms). */
const PAUSE_MS = 5_000;

export class Importer {
  readonly #ports: Ports;
  readonly #shopsWithImports: (shopsMax: number) => Promise<ShopId[]>;
  readonly #busy = new Map<ShopId, Promise<void>>();
  readonly #notBefore = new Map<ShopId, number>();
  /** When each shop that may go on had its turn last. */
  readonly #lastTurn = new Map<ShopId, number>();
  readonly #stopping = new AbortController();
  #sweeping: Promise<void> = Promise.resolve();
  #wake: AbortController = new AbortController();

  constructor(options: {
    ports: Ports;
    shopsWithImports: (shopsMax: number) => Promise<ShopId[]>;
  }) {
    this.#ports = options.ports;
    this.#shopsWithImports = options.shopsWithImports;
  }

  start(): void {
    this.#sweeping = this.#sweepForEver();
  }

  /** An import was started, or what it waits for has come. */
  wake(): void {
    this.#wake.abort();
  }

  /** What is under way ends with its step; another worker goes on from there. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake.abort();
    await this.#sweeping;
    await Promise.all(this.#busy.values());
  }

  async #sweepForEver(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#sweep();
      } catch (error) {
        this.#ports.log.warn({ error }, "imports could not be looked for");
        await this.#rest(PAUSE_MS);
      }
      await this.#rest(SWEEP_MS);
    }
  }

  async #sweep(): Promise<void> {
    const waiting = await this.#shopsWithImports(SHOPS_MAX);
    const turnOf = (shopId: ShopId): number => this.#lastTurn.get(shopId) ?? 0;
    for (const shopId of waiting.toSorted((a, b) => turnOf(a) - turnOf(b))) {
      if (this.#busy.size >= LANES) return;
      if (this.#busy.has(shopId) || (this.#notBefore.get(shopId) ?? 0) > performance.now())
        continue;
      this.#notBefore.delete(shopId);
      this.#busy.set(
        shopId,
        this.#carryOn(shopId).finally(() => {
          this.#busy.delete(shopId);
          this.wake();
        }),
      );
    }
  }

  async #carryOn(shopId: ShopId): Promise<void> {
    const turnEndsAt = performance.now() + TURN_MS;
    try {
      const again = await carryOnImport(this.#ports, shopId, {
        stopping: this.#stopping.signal,
        turnEndsAt,
      });
      if (again === null) this.#lastTurn.delete(shopId);
      else this.#lastTurn.set(shopId, performance.now());
    } catch (error) {
      this.#notBefore.set(shopId, performance.now() + PAUSE_MS);
      this.#ports.log.warn({ shopId, error }, "an import could not be carried on; tried again");
    }
  }

  async #rest(ms: number): Promise<void> {
    this.#wake = new AbortController();
    if (this.#stopping.signal.aborted) return;
    await sleep(ms, undefined, { signal: this.#wake.signal }).catch((error: unknown) => {
      if (!this.#wake.signal.aborted) throw error;
    });
  }
}
