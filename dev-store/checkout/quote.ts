import type { Cart } from "../cart/cart.ts";
import { priceCart, type PricedCart } from "../cart/price-cart.ts";
import { taxAmount } from "../shop/commands/lines.ts";
import { countriesOf, presentMinor, type Localization } from "../shop/markets.ts";
import type { ShopState } from "../shop/state.ts";
import {
  deliveryMethods,
  freeFromMinor,
  taxOf,
  type DeliveryMethod,
  type Tax,
} from "./delivery.ts";
import { isEmail, type Entries } from "./entries.ts";

/** What a cart costs with these entries. `…Minor` is the shopper's currency, `shop…` the shop's. */
export interface Quote {
  cart: PricedCart;
  methods: readonly (DeliveryMethod & { shownMinor: number })[];
  /** Null where nothing is shipped. */
  method: DeliveryMethod | null;
  freeFromMinor: number;
  shippingMinor: number;
  shippingDiscountMinor: number;
  taxMinor: number;
  tax: Tax;
  totalMinor: number;
  shopTotalMinor: number;
}

interface Quoting {
  state: ShopState;
  cart: Cart;
  where: Localization;
  customerId: string | null;
  now: number;
}

/** Who a discount is bound to may also show by the e-mail address, as at Shopify's checkout. */
export function customerByEmail(state: ShopState, email: string): string | null {
  const wanted = email.trim().toLowerCase();
  if (wanted === "") return null;
  for (const customer of state.customers.values())
    if (customer.email?.toLowerCase() === wanted) return customer.id;
  return null;
}

/** Tax line by line, as the order will have it. */
function shopTax(cart: PricedCart, tax: Tax): number {
  return cart.lines.reduce((sum, line) => {
    if (line.giftCard) return sum;
    const discounts = line.discounts.reduce((all, discount) => all + discount.shopMinor, 0);
    return sum + taxAmount(line.shopLineMinor - discounts, tax.percent / 100, tax.included);
  }, 0);
}

/** The country to deliver to; one that the shop doesn't deliver to counts as its own. */
function destination({ state, where }: Quoting, entries: Entries): string {
  const known = countriesOf(state.info).some(({ code }) => code === entries.country);
  return known ? entries.country : where.country.code;
}

function pricing(quoting: Quoting, entries: Entries) {
  const { state, cart, where, now } = quoting;
  const email = isEmail(entries.email) ? entries.email : null;
  const customerId = quoting.customerId ?? (email === null ? null : customerByEmail(state, email));
  return (delivery: { countryCode: string; priceMinor: number } | null) =>
    priceCart(state, cart, where, { customerId, now, email, delivery });
}

export function quote(quoting: Quoting, entries: Entries): Quote {
  const { state, where } = quoting;
  const price = pricing(quoting, entries);
  const countryCode = destination(quoting, entries);
  // What is free depends on the goods after their discounts, and a code on what shipping costs.
  const goods = price(null);
  const methods: readonly DeliveryMethod[] = goods.requiresShipping
    ? deliveryMethods(state.info, countryCode, goods.shop.totalMinor)
    : [];
  const [first = null] = methods;
  const method = methods.find(({ id }) => id === entries.method) ?? first;
  const cart = method === null ? goods : price({ countryCode, priceMinor: method.priceMinor });
  const paid = cart.codes.find((code) => code.applied && code.class === "shipping");
  const shopShipping = (method?.priceMinor ?? 0) - (paid?.shippingMinor ?? 0);
  const shippingMinor = presentMinor(method?.priceMinor ?? 0, where);
  const shippingDiscountMinor = Math.min(shippingMinor, paid?.amountMinor ?? 0);
  const tax = taxOf(state.info, countryCode);
  const taxShop = shopTax(cart, tax);
  const taxMinor = presentMinor(taxShop, where);
  return {
    cart,
    methods: methods.map((item) => ({ ...item, shownMinor: presentMinor(item.priceMinor, where) })),
    method,
    freeFromMinor: presentMinor(freeFromMinor(state.info, countryCode), where),
    shippingMinor,
    shippingDiscountMinor,
    taxMinor,
    tax,
    totalMinor:
      cart.totalMinor + shippingMinor - shippingDiscountMinor + (tax.included ? 0 : taxMinor),
    shopTotalMinor: cart.shop.totalMinor + shopShipping + (tax.included ? 0 : taxShop),
  };
}
