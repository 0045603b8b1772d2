export interface ThrottleStatus {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
}

/** Points of a Standard shop: a bucket of 2,000 that fills by 100 a second. */
export const STANDARD_PLAN = { maximum: 2_000, restoreRate: 100 };

/** The leaky bucket of one app on one shop. */
export class Bucket {
  readonly #maximum: number;
  readonly #restoreRate: number;
  #available: number;
  #at = Date.now();

  constructor(plan: { maximum: number; restoreRate: number }) {
    this.#maximum = plan.maximum;
    this.#restoreRate = plan.restoreRate;
    this.#available = plan.maximum;
  }

  #refill(): void {
    const now = Date.now();
    this.#available = Math.min(
      this.#maximum,
      this.#available + ((now - this.#at) / 1000) * this.#restoreRate,
    );
    this.#at = now;
  }

  /** Takes the points of a request, or leaves them all and says no. */
  take(points: number): boolean {
    this.#refill();
    if (this.#available < points) return false;
    this.#available -= points;
    return true;
  }

  giveBack(points: number): void {
    this.#available = Math.min(this.#maximum, this.#available + points);
  }

  drain(): void {
    this.#refill();
    this.#available = 0;
  }

  status(): ThrottleStatus {
    this.#refill();
    return {
      maximumAvailable: this.#maximum,
      currentlyAvailable: Math.floor(this.#available),
      restoreRate: this.#restoreRate,
    };
  }
}
