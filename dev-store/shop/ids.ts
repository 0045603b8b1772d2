/**
 * Ids as Shopify hands them out: 64-bit integers, each kind in a range of its own, so that an id
 * of one kind is never mistaken for one of another. `large` starts above 2^53, where Shopify's own
 * sample payloads are and where a program that reads ids as doubles goes wrong.
 */
const KINDS = {
  customer: 7_100_000_000_000n,
  address: 8_200_000_000_000n,
  product: 7_870_000_000_000n,
  variant: 42_500_000_000_000n,
  collection: 290_000_000_000n,
  order: 5_990_000_000_000n,
  line: 13_900_000_000_000n,
  shippingLine: 4_710_000_000_000n,
  transaction: 6_820_000_000_000n,
  refund: 890_000_000_000n,
  refundLine: 510_000_000_000n,
  adjustment: 240_000_000_000n,
  fulfillment: 4_330_000_000_000n,
  edit: 78_000_000_000n,
  metafield: 24_000_000_000_000n,
  subscription: 1_180_000_000_000n,
  discount: 1_420_000_000_000n,
  redeemCode: 20_150_000_000_000n,
  codeCreation: 1_010_000_000_000n,
  bulkOperation: 3_150_000_000_000n,
  request: 9_900_000_000n,
} as const;

export type IdKind = keyof typeof KINDS;

/**
 * What the app makes has a counter of its own: when and how often it calls must not decide which
 * ids the shop's orders get, or one history would give two shops that can't be compared.
 */
const MADE_BY_THE_APP: ReadonlySet<IdKind> = new Set<IdKind>([
  "metafield",
  "discount",
  "redeemCode",
  "codeCreation",
  "bulkOperation",
]);

/** The next number of each counter. */
export interface NextIds {
  shop: number;
  app: number;
}

const LARGE_BASE = 820_000_000_000_000_000n;

/** Hands out ids from counters that are part of the shop's state, so a replay gives the same ones. */
export class IdSource {
  readonly #large: boolean;
  readonly next: NextIds;

  constructor(next: NextIds, large: boolean) {
    this.next = { ...next };
    this.#large = large;
  }

  take(kind: IdKind): string {
    const counter = MADE_BY_THE_APP.has(kind) ? "app" : "shop";
    const id = (this.#large ? LARGE_BASE : 0n) + KINDS[kind] + BigInt(this.next[counter]);
    this.next[counter] += 1;
    return id.toString();
  }
}
