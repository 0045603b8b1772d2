import type { Clock } from "../shop/clock.ts";
import type { Occurrence } from "../shop/shop.ts";
import {
  envelopeOf,
  webhookIdOf,
  type Delivery,
  type DeliveryOutcome,
  type Envelope,
} from "./delivery.ts";
import { DeliveryLog, type AttemptKind } from "./delivery-log.ts";
import { NO_FAULTS, REORDER_HOLD_MS, seededRandom, type DeliveryFaults } from "./faults.ts";
import { Queue } from "./queue.ts";
import { RETRY_WAITS_MS } from "./retries.ts";
import type { Answer, Sender } from "./sender.ts";

export interface DelivererOptions {
  appUrl: string;
  storeId: string;
  secret: string;
  clock: Clock;
  sender: Sender;
  concurrency: number;
  seed: number;
  /** Told when a delivery is over, so that a restart does not begin it again. */
  onOutcome: (number: number, outcome: DeliveryOutcome) => void;
  /** Told of a subscription that Shopify would drop after a failed delivery. */
  onGivenUp: (delivery: Delivery) => void;
}

export interface DeliveryCounts {
  pending: number;
  waiting: number;
  inFlight: number;
  delivered: number;
  failed: number;
  lost: number;
  attempts: number;
  retried: number;
  duplicated: number;
}

export interface Failure {
  webhookId: string;
  topic: string;
  attempt: number;
  at: string;
  reason: string;
}

const FAILURES_KEPT = 200;

/**
 * Sends webhooks as Shopify does: many at a time, without order, each until a 2xx or eight retries
 * over four hours of the shop's clock.
 */
export class Deliverer {
  readonly #options: DelivererOptions;
  readonly #open = new Map<number, Delivery>();
  readonly #ready = new Queue<{ delivery: Delivery; kind: AttemptKind }>();
  readonly #waiting = new Map<number, { timer: NodeJS.Timeout; delivery: Delivery }>();
  readonly #random: () => number;
  readonly #damaged = new Set<number>();
  readonly #idle = new Set<() => void>();
  readonly #urls = new Map<string, URL>();
  readonly failures: Failure[] = [];
  readonly log = new DeliveryLog();
  #numbered = 0;
  #inFlight = 0;
  #running = false;
  #counts = { delivered: 0, failed: 0, lost: 0, attempts: 0, retried: 0, duplicated: 0 };
  faults: DeliveryFaults = NO_FAULTS;

  constructor(options: DelivererOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed);
  }

  /** Takes in an event: one delivery for each subscription, numbered in order. */
  accept(occurrence: Occurrence): void {
    for (const subscription of occurrence.subscriptions) {
      this.#numbered += 1;
      const delivery: Delivery = {
        number: this.#numbered,
        action: occurrence.action,
        event: occurrence.event,
        subscription,
        attempts: 0,
        fromHistory: occurrence.fromHistory,
      };
      this.#open.set(delivery.number, delivery);
      this.log.took(delivery);
      if (this.#running) this.#schedule(delivery);
    }
  }

  /** While the journal is replayed: a delivery that was over before the restart. */
  settleReplayed(number: number, outcome: DeliveryOutcome): void {
    if (!this.#open.delete(number)) return;
    this.#counts[outcome] += 1;
    this.log.over(number, outcome);
  }

  start(): void {
    this.#running = true;
    for (const delivery of this.#open.values()) this.#schedule(delivery);
  }

  stop(): void {
    this.#running = false;
    for (const { timer } of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
    this.#ready.clear();
    this.#wake();
    this.#options.sender.close();
  }

  counts(): DeliveryCounts {
    return {
      pending: this.#open.size,
      waiting: this.#waiting.size,
      inFlight: this.#inFlight,
      ...this.#counts,
    };
  }

  /** Resolves when fewer than `below` deliveries are pending. */
  async drained(below: number): Promise<void> {
    while (this.#running && this.#open.size >= below) {
      await new Promise<void>((resolve) => this.#idle.add(resolve));
    }
  }

  /** Tries everything that waits for a retry at once. */
  retryNow(): void {
    for (const number of [...this.#waiting.keys()]) this.#tryNow(number);
  }

  /** The request that a delivery makes, the same in every attempt. */
  envelope(delivery: Delivery): Envelope {
    const { storeId, secret } = this.#options;
    const damaged = this.#damaged.has(delivery.number);
    return envelopeOf(delivery, { storeId, secret, damaged });
  }

  /**
   * Sends a delivery once more with its own webhook id, as Shopify at times does; one that waits
   * is tried at once instead. False if it is too long ago to be remembered.
   */
  sendAgain(number: number): boolean {
    const delivery = this.#waiting.get(number)?.delivery ?? this.log.find(number)?.delivery;
    if (delivery === undefined) return false;
    if (this.#waiting.has(number)) this.#tryNow(number);
    else this.#enqueue(delivery, "again");
    return true;
  }

  #tryNow(number: number): void {
    const waiting = this.#waiting.get(number);
    if (waiting === undefined) return;
    clearTimeout(waiting.timer);
    this.#waiting.delete(number);
    this.#enqueue(waiting.delivery, "send");
  }

  #schedule(delivery: Delivery): void {
    if (this.#random() < this.faults.loss) {
      this.#finish(delivery, "lost");
      return;
    }
    const { delayMs, reorder, damage } = this.faults;
    const isOrder = delivery.event.topic.startsWith("orders/");
    if (isOrder && damage > 0 && this.#random() < damage) this.#damaged.add(delivery.number);
    const hold = Math.max(delayMs, reorder > 0 ? REORDER_HOLD_MS : 0);
    if (hold > 0) this.#wait(delivery, this.#random() * hold);
    else this.#enqueue(delivery, "send");
  }

  #wait(delivery: Delivery, realMs: number): void {
    const timer = setTimeout(() => {
      this.#waiting.delete(delivery.number);
      this.#enqueue(delivery, "send");
    }, realMs);
    this.log.waits(delivery.number, Date.now() + realMs);
    this.#waiting.set(delivery.number, { timer, delivery });
  }

  #enqueue(delivery: Delivery, kind: AttemptKind): void {
    this.#ready.push({ delivery, kind });
    if (kind === "send" && delivery.attempts === 0) this.#duplicate(delivery);
    this.#pump();
  }

  #duplicate(delivery: Delivery): void {
    const { duplicate } = this.faults;
    const copies = duplicate < 1 ? Number(this.#random() < duplicate) : Math.floor(duplicate);
    this.#counts.duplicated += copies;
    for (let copy = 1; copy <= copies; copy += 1) this.#enqueue(delivery, "copy");
  }

  #pump(): void {
    while (this.#running && this.#inFlight < this.#options.concurrency && this.#ready.length > 0) {
      const span = Math.min(this.#ready.length, Math.max(1, this.faults.reorder));
      const next = this.#ready.take(Math.floor(this.#random() * span));
      if (next === undefined) return;
      this.#inFlight += 1;
      void this.#attempt(next.delivery, next.kind);
    }
  }

  async #attempt(delivery: Delivery, kind: AttemptKind): Promise<void> {
    const { appUrl, sender } = this.#options;
    const envelope = this.envelope(delivery);
    this.#counts.attempts += 1;
    const attempt = this.log.began(delivery.number, kind);
    const answer = await sender.send(this.#urlOf(delivery.subscription.uri, appUrl), envelope);
    attempt.durationMs = Date.now() - attempt.at;
    if ("status" in answer) attempt.status = answer.status;
    else attempt.error = answer.error;
    this.#inFlight -= 1;
    if (this.#running) {
      if (kind === "send") this.#answered(delivery, answer);
      this.#pump();
    }
  }

  #urlOf(uri: string, appUrl: string): URL {
    let url = this.#urls.get(uri);
    if (url === undefined) {
      url = new URL(uri, appUrl);
      this.#urls.set(uri, url);
    }
    return url;
  }

  #answered(delivery: Delivery, answer: Answer): void {
    if ("status" in answer && answer.status >= 200 && answer.status < 300) {
      this.#finish(delivery, "delivered");
      return;
    }
    const reason = "status" in answer ? `answered ${answer.status}` : answer.error;
    delivery.attempts += 1;
    this.#note(delivery, reason);
    const wait = RETRY_WAITS_MS[delivery.attempts - 1];
    if (wait === undefined) {
      this.#finish(delivery, "failed");
      this.#options.onGivenUp(delivery);
      return;
    }
    this.#counts.retried += 1;
    this.#wait(delivery, wait / this.#options.clock.acceleration);
  }

  #note(delivery: Delivery, reason: string): void {
    this.failures.push({
      webhookId: webhookIdOf(delivery, this.#options.storeId),
      topic: delivery.event.topic,
      attempt: delivery.attempts,
      at: new Date().toISOString(),
      reason,
    });
    if (this.failures.length > FAILURES_KEPT) this.failures.shift();
  }

  #finish(delivery: Delivery, outcome: DeliveryOutcome): void {
    this.#open.delete(delivery.number);
    this.#counts[outcome] += 1;
    this.log.over(delivery.number, outcome);
    this.#options.onOutcome(delivery.number, outcome);
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#idle) resolve();
    this.#idle.clear();
  }
}
