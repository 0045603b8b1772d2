import type { Delivery, DeliveryOutcome } from "./delivery.ts";

/** Deliveries whose attempts are remembered; older ones are known by their outcome alone. */
export const DELIVERIES_KEPT = 1_000;
/** A first attempt, eight retries, ten copies; what is sent again by hand pushes out the oldest. */
const ATTEMPTS_KEPT = 20;

/** Why a request left: as Shopify does, as a duplicate of a switched-on fault, or by hand. */
export type AttemptKind = "send" | "copy" | "again";

export interface Attempt {
  kind: AttemptKind;
  /** Real time in milliseconds: the shop's clock may be shifted. */
  at: number;
  status: number | null;
  error: string | null;
  /** Null while the answer is awaited. */
  durationMs: number | null;
}

export interface LoggedDelivery {
  delivery: Delivery;
  attempts: Attempt[];
  /** When what waits is tried (again), in real time. */
  nextAt: number | null;
}

export type DeliveryState = "pending" | DeliveryOutcome;

const STATES: readonly DeliveryState[] = ["pending", "delivered", "failed", "lost"];

/** What became of every delivery, in a byte each, and the attempts of the latest. */
export class DeliveryLog {
  readonly #latest: (LoggedDelivery | undefined)[] = [];
  #outcomes = new Uint8Array(1_024);
  #numbered = 0;

  took(delivery: Delivery): void {
    this.#numbered = delivery.number;
    if (delivery.number >= this.#outcomes.length) {
      const longer = new Uint8Array(this.#outcomes.length * 2);
      longer.set(this.#outcomes);
      this.#outcomes = longer;
    }
    this.#latest[delivery.number % DELIVERIES_KEPT] = { delivery, attempts: [], nextAt: null };
  }

  waits(number: number, nextAt: number | null): void {
    const logged = this.find(number);
    if (logged !== null) logged.nextAt = nextAt;
  }

  /** Answers the attempt, for its end to be written into. */
  began(number: number, kind: AttemptKind): Attempt {
    const attempt = { kind, at: Date.now(), status: null, error: null, durationMs: null };
    const logged = this.find(number);
    if (logged !== null) {
      logged.nextAt = null;
      logged.attempts.push(attempt);
      if (logged.attempts.length > ATTEMPTS_KEPT) logged.attempts.shift();
    }
    return attempt;
  }

  over(number: number, outcome: DeliveryOutcome): void {
    this.#outcomes[number] = STATES.indexOf(outcome);
    this.waits(number, null);
  }

  stateOf(number: number): DeliveryState {
    return STATES[this.#outcomes[number] ?? 0] ?? "pending";
  }

  find(number: number): LoggedDelivery | null {
    const logged = this.#latest[number % DELIVERIES_KEPT];
    return logged?.delivery.number === number ? logged : null;
  }

  /** The newest first. */
  *newest(): Generator<LoggedDelivery> {
    const oldest = Math.max(1, this.#numbered - DELIVERIES_KEPT + 1);
    for (let number = this.#numbered; number >= oldest; number -= 1) {
      const logged = this.find(number);
      if (logged !== null) yield logged;
    }
  }
}
