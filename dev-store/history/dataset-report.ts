/** What became of every line of a data set. Nothing is dropped without being counted here. */
export interface DatasetReport {
  /** Invoices read so far, of `DatasetHistory.invoices`. */
  invoices: number;
  /** Orders made of them. */
  orders: number;
  /** Item lines read. Each ends in exactly one of: linesSold, linesCharged, returnsMatched, returnsUnmatched, skipped. */
  lines: number;
  /** Became an order line, or part of one with the same item and price. */
  linesSold: number;
  /** Became an order's shipping or discount. */
  linesCharged: number;
  customers: number;
  /** Orders without a customer. */
  guests: number;
  products: number;
  refunds: number;
  /** Lines of returns and credits booked in full on earlier orders. */
  returnsMatched: number;
  /** Lines of which a part or all found no order, and why. */
  returnsUnmatched: number;
  unmatchedBecause: Record<string, number>;
  unitsMatched: number;
  unitsUnmatched: number;
  /** Reasons that start with "invoice:" count invoices, the others item lines. */
  skipped: Record<string, number>;
  /** The first bad lines, named; `skipped` counts all of them. */
  problems: { file: string; line: number; reason: string }[];
  /** Countries by name that no ISO code is known for. */
  unknownCountries: Record<string, number>;
}

export const PROBLEMS_MAX = 100;

export function emptyReport(): DatasetReport {
  return {
    invoices: 0, orders: 0, lines: 0, linesSold: 0, linesCharged: 0, customers: 0, guests: 0, products: 0,
    refunds: 0, returnsMatched: 0, returnsUnmatched: 0, unmatchedBecause: {}, unitsMatched: 0, unitsUnmatched: 0,
    skipped: {}, problems: [], unknownCountries: {},
  }; // prettier-ignore
}

export function count(counts: Record<string, number>, reason: string, by = 1): void {
  if (by > 0) counts[reason] = (counts[reason] ?? 0) + by;
}
