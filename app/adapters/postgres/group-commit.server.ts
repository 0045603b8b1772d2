/**
 * Group commit: rows that arrive together are written together, and each caller is answered only
 * after the commit. Batches are of one shop. When it can't keep up it sheds instead of queueing.
 */
export type GroupCommitLimits = {
  /** Rows in one statement. */
  rowsMax: number;
  /** Bytes in one statement. */
  bytesMax: number;
  /** Statements under way at once, in all and of one shop. */
  inFlightMax: number;
  inFlightPerShopMax: number;
  /** What may wait: rows, bytes, and the age (ms) of the oldest. */
  waitingRowsMax: number;
  waitingBytesMax: number;
  waitingAgeMax: number;
};

export const INTAKE_LIMITS: GroupCommitLimits = {
  rowsMax: 256,
  bytesMax: 8 * 1024 * 1024,
  inFlightMax: 6,
  inFlightPerShopMax: 2,
  waitingRowsMax: 10_000,
  waitingBytesMax: 128 * 1024 * 1024,
  waitingAgeMax: 2_000,
};

export class Shed extends Error {
  constructor() {
    super("more deliveries arrive than can be committed; try again shortly");
    this.name = "Shed";
  }
}

type Waiting<Row> = {
  row: Row;
  bytes: number;
  since: number;
  resolve: () => void;
  reject: (error: unknown) => void;
};
type Lane<Row> = { rows: Waiting<Row>[]; inFlight: number };

export class GroupCommit<Row> {
  readonly #insert: (shopId: string, rows: Row[]) => Promise<void>;
  readonly #isDataFault: (error: unknown) => boolean;
  readonly #limits: GroupCommitLimits;
  readonly #lanes = new Map<string, Lane<Row>>();
  #inFlight = 0;
  #waitingRows = 0;
  #waitingBytes = 0;
  #scheduled = false;

  constructor(options: {
    insert: (shopId: string, rows: Row[]) => Promise<void>;
    /** Whether a failure is a row's own fault, so that halving the batch isolates it. */
    isDataFault: (error: unknown) => boolean;
    limits?: GroupCommitLimits;
  }) {
    this.#insert = options.insert;
    this.#isDataFault = options.isDataFault;
    this.#limits = options.limits ?? INTAKE_LIMITS;
  }

  get waiting(): number {
    return this.#waitingRows;
  }

  /** Resolves once the row is committed; rejects with `Shed` when too much waits already. */
  add(shopId: string, row: Row, bytes: number): Promise<void> {
    if (this.#overloaded(bytes)) return Promise.reject(new Shed());
    return new Promise((resolve, reject) => {
      const lane = this.#lanes.get(shopId) ?? { rows: [], inFlight: 0 };
      this.#lanes.set(shopId, lane);
      lane.rows.push({ row, bytes, since: performance.now(), resolve, reject });
      this.#waitingRows += 1;
      this.#waitingBytes += bytes;
      this.#schedule();
    });
  }

  #overloaded(bytes: number): boolean {
    const { waitingRowsMax, waitingBytesMax, waitingAgeMax } = this.#limits;
    if (this.#waitingRows >= waitingRowsMax || this.#waitingBytes + bytes > waitingBytesMax)
      return true;
    return performance.now() - this.#waitingSince() > waitingAgeMax;
  }

  /** Since when the lane that is served next has waited; lanes in front of it wait for nothing. */
  #waitingSince(): number {
    for (const { rows } of this.#lanes.values()) if (rows[0]) return rows[0].since;
    return Number.POSITIVE_INFINITY;
  }

  // After this turn of the event loop: everything that was read from sockets in it goes together.
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#dispatch();
    });
  }

  #dispatch(): void {
    for (const [shopId, lane] of this.#lanes) {
      if (this.#inFlight >= this.#limits.inFlightMax) return;
      if (lane.rows.length === 0 || lane.inFlight >= this.#limits.inFlightPerShopMax) continue;
      const batch = this.#take(lane);
      // To the back of the line: one busy shop must not starve the others.
      this.#lanes.delete(shopId);
      this.#lanes.set(shopId, lane);
      lane.inFlight += 1;
      this.#inFlight += 1;
      void this.#commit(shopId, batch).finally(() => {
        lane.inFlight -= 1;
        this.#inFlight -= 1;
        if (lane.rows.length === 0 && lane.inFlight === 0) this.#lanes.delete(shopId);
        this.#dispatch();
      });
    }
  }

  #take(lane: Lane<Row>): Waiting<Row>[] {
    let bytes = 0;
    let count = 0;
    for (const waiting of lane.rows) {
      if (
        count >= this.#limits.rowsMax ||
        (count > 0 && bytes + waiting.bytes > this.#limits.bytesMax)
      )
        break;
      bytes += waiting.bytes;
      count += 1;
    }
    this.#waitingRows -= count;
    this.#waitingBytes -= bytes;
    return lane.rows.splice(0, count);
  }

  async #commit(shopId: string, batch: Waiting<Row>[]): Promise<void> {
    try {
      await this.#insert(
        shopId,
        batch.map((waiting) => waiting.row),
      );
    } catch (error) {
      if (batch.length === 1 || !this.#isDataFault(error)) {
        for (const waiting of batch) waiting.reject(error);
        return;
      }
      const middle = Math.ceil(batch.length / 2);
      await this.#commit(shopId, batch.slice(0, middle));
      await this.#commit(shopId, batch.slice(middle));
      return;
    }
    for (const waiting of batch) waiting.resolve();
  }
}
