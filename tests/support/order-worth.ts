/**
 * What an order is worth by the rules of exactness, read off the shop's own record of it. Written
 * apart from the app: no code of it is used here.
 */
export interface OrderRecord {
  id: number;
  name: string;
  taxes_included: boolean;
  financial_status: string;
  line_items: LineRecord[];
}

interface LineRecord {
  id: number;
  title: string;
  price: string;
  quantity: number;
  current_quantity: number;
  gift_card: boolean;
  discount_allocations: { amount: string }[];
  tax_lines: { price: string }[];
}

const PENCE = 100;
const minor = (amount: string): number => Math.round(Number(amount) * PENCE);
const sum = (amounts: readonly number[]): number => amounts.reduce((a, b) => a + b, 0);

/** Goods that were kept, in pence: a line less its discounts and included taxes, for what was not returned. */
export function keptGoodsMinor(order: OrderRecord): number {
  return sum(
    order.line_items
      .filter(({ gift_card: giftCard }) => !giftCard)
      .map((line) => {
        const off = sum(line.discount_allocations.map(({ amount }) => minor(amount)));
        const tax = sum(line.tax_lines.map(({ price }) => minor(price)));
        const goods = minor(line.price) * line.quantity - off - (order.taxes_included ? tax : 0);
        return Math.floor((goods * line.current_quantity) / line.quantity + 0.5);
      }),
  );
}

/** One point for each whole pound, at the tier's rate, for the order as a whole. */
export function pointsOf(order: OrderRecord, ratePercent = 100): number {
  return Math.floor((keptGoodsMinor(order) * ratePercent) / (PENCE * 100));
}
