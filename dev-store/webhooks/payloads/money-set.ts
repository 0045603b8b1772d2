import { currencyDigits, formatMinor } from "../../shop/money.ts";
import type { Order } from "../../shop/records.ts";

export type Money = Pick<Order, "currency" | "presentment">;

/** The same amount as the shopper saw it. */
export function presentmentMinor(minor: number, money: Money): number {
  if (money.presentment.currency === money.currency) return minor;
  const scale = 10 ** (currencyDigits(money.presentment.currency) - currencyDigits(money.currency));
  return Math.round(minor * money.presentment.rate * scale);
}

export function amountText(minor: number, money: Money): string {
  return formatMinor(minor, money.currency);
}

export function moneySet(minor: number, money: Money) {
  return {
    shop_money: { amount: formatMinor(minor, money.currency), currency_code: money.currency },
    presentment_money: {
      amount: formatMinor(presentmentMinor(minor, money), money.presentment.currency),
      currency_code: money.presentment.currency,
    },
  };
}
