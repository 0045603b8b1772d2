/**
 * A history as the app's bulk query yields it, made by seed: two years of a shop with four orders per
 * customer, some 2.5 lines per order, discounts and, of every twentieth order, a refund.
 */
import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { chanceFrom, type Chance } from "./chance.ts";

export type HistoryShape = { seed: number; orders: number; until: number };

export const ORDERS_PER_CUSTOMER = 4;
const YEARS_MS = 2 * 365 * 24 * 3_600_000;
const REFUNDED_SHARE = 0.05;
const DISCOUNTED_SHARE = 0.15;
const PRODUCTS = 500;
/** Shares of orders with one line, two, three, four and seven. */
const LINES: readonly (readonly [number, number])[] = [
  [0.35, 1],
  [0.65, 2],
  [0.83, 3],
  [0.93, 4],
  [1, 7],
];
const FIRST_ORDER = 5_000_000_000;
const FIRST_CUSTOMER = 7_000_000_000;
const PIECE_ORDERS = 500;

/** Pieces of the file, each of whole lines. */
export function* historyPieces({ seed, orders, until }: HistoryShape): Generator<string> {
  const chance = chanceFrom(seed);
  const customers = Math.max(1, Math.floor(orders / ORDERS_PER_CUSTOMER));
  let piece: string[] = [];
  for (let n = 0; n < orders; n += 1) {
    const placed = until - YEARS_MS + Math.floor((YEARS_MS * n) / orders);
    const customer = FIRST_CUSTOMER + chance.below(customers);
    for (const object of orderObjects(chance, { n, placed, customer }))
      piece.push(JSON.stringify(object));
    if ((n + 1) % PIECE_ORDERS > 0) continue;
    yield `${piece.join("\n")}\n`;
    piece = [];
  }
  if (piece.length > 0) yield `${piece.join("\n")}\n`;
}

export type WrittenHistory = { file: string; orders: number; lines: number; bytes: number };

export async function writeHistory(file: string, shape: HistoryShape): Promise<WrittenHistory> {
  let lines = 0;
  const pieces = function* (): Generator<string> {
    for (const piece of historyPieces(shape)) {
      for (let at = piece.indexOf("\n"); at !== -1; at = piece.indexOf("\n", at + 1)) lines += 1;
      yield piece;
    }
  };
  await pipeline(Readable.from(pieces()), createWriteStream(file));
  return { file, orders: shape.orders, lines, bytes: (await stat(file)).size };
}

type Placed = { n: number; placed: number; customer: number };

function* orderObjects(chance: Chance, { n, placed, customer }: Placed): Generator<object> {
  const id = FIRST_ORDER + n * 32;
  const gid = `gid://shopify/Order/${id}`;
  const at = new Date(placed).toISOString().replace(/\.\d+Z$/, "Z");
  const refunded = chance.next() < REFUNDED_SHARE;
  const drawn = chance.next();
  const lines = LINES.find(([share]) => drawn < share)?.[1] ?? 1;
  yield {
    id: gid,
    name: `#${1_001 + n}`,
    processedAt: at,
    createdAt: at,
    updatedAt: at,
    cancelledAt: null,
    test: false,
    currencyCode: "GBP",
    taxesIncluded: true,
    displayFinancialStatus: refunded ? "PARTIALLY_REFUNDED" : "PAID",
    customer: { id: `gid://shopify/Customer/${customer}` },
    refunds: refunded ? [{ id: `gid://shopify/Refund/${id}`, createdAt: at }] : [],
  };
  for (let line = 0; line < lines; line += 1)
    yield {
      ...lineOf(chance, { id: id + line, returned: refunded && line === 0 }),
      __parentId: gid,
    };
}

function lineOf(chance: Chance, { id, returned }: { id: number; returned: boolean }): object {
  const quantity = 1 + chance.below(2);
  const pence = 200 + chance.below(4_000);
  const money = (minor: number) => ({ shopMoney: { amount: (minor / 100).toFixed(2) } });
  return {
    id: `gid://shopify/LineItem/${id}`,
    quantity,
    currentQuantity: returned ? quantity - 1 : quantity,
    isGiftCard: false,
    product: { id: `gid://shopify/Product/${9_000_000_000 + chance.below(PRODUCTS)}` },
    originalUnitPriceSet: money(pence),
    discountAllocations:
      chance.next() < DISCOUNTED_SHARE ? [{ allocatedAmountSet: money(100) }] : [],
    taxLines: [{ priceSet: money(Math.round((pence * quantity) / 6)) }],
  };
}
