import { currencyDigits, formatMinor } from "../../shop/money.ts";
import type { Order } from "../../shop/records.ts";

/** `MoneyV2.amount` prints at least one and no needless decimals: 10.0, 9.5, 9.99. */
export function moneyV2(minor: number, currency: string) {
  const text = currencyDigits(currency) === 0 ? `${minor}.0` : formatMinor(minor, currency);
  return { amount: text.replace(/(\.\d+?)0+$/, "$1"), currencyCode: currency };
}

export function moneyBag(minor: number, order: Pick<Order, "currency" | "presentment">) {
  const { currency, presentment } = order;
  const scale = 10 ** (currencyDigits(presentment.currency) - currencyDigits(currency));
  const seen =
    presentment.currency === currency ? minor : Math.round(minor * presentment.rate * scale);
  return {
    shopMoney: moneyV2(minor, currency),
    presentmentMoney: moneyV2(seen, presentment.currency),
  };
}
