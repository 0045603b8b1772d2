import type { PricedCode } from "../cart/price-cart.ts";
import type { DiscountReason } from "../shop/discounts/reason.ts";
import { presentMinor, type Localization } from "../shop/markets.ts";
import type { Values, Words } from "./words.ts";

export interface ReasonPlace {
  words: Words;
  where: Localization;
  timeZone: string;
}

function valuesOf(reason: DiscountReason, { words, where, timeZone }: ReasonPlace): Values {
  const amount = (minor: number) => words.money(presentMinor(minor, where), where.currency);
  switch (reason.kind) {
    case "scheduled":
      return { date: words.date(reason.startsAt, timeZone) };
    case "expired":
      return { date: words.date(reason.endsAt, timeZone) };
    case "minimum-subtotal":
      return { amount: amount(reason.subtotalMinor) };
    case "minimum-quantity":
      return { count: reason.quantity };
    case "shipping-too-dear":
      return { amount: amount(reason.maximumMinor) };
    default:
      return {};
  }
}

/** Why a code takes nothing off, in the shopper's words. */
export function reasonText(code: PricedCode, place: ReasonPlace): string | null {
  const { reason } = code;
  if (reason === null) return null;
  const key = `reason_${reason.kind.replaceAll("-", "_")}`;
  return place.words.say(key, { code: code.code, ...valuesOf(reason, place) });
}
