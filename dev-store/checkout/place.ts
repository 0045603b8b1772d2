import { randomBytes } from "node:crypto";
import type { PricedCart } from "../cart/price-cart.ts";
import type { ControlContext } from "../control/context.ts";
import type { DiscountInput, LineInput, OrderInput } from "../shop/commands/command.ts";
import type { Localization } from "../shop/markets.ts";
import type { Address } from "../shop/records.ts";
import type { Entries } from "./entries.ts";
import { customerByEmail, type Quote } from "./quote.ts";

export interface Placing {
  entries: Entries;
  quote: Quote;
  where: Localization;
  /** Of the customer who is logged in. */
  customerId: string | null;
  locale: string;
}

const orNull = (text: string): string | null => (text === "" ? null : text);

function addressOf({ entries, quote }: Placing): Address | null {
  if (quote.method === null) return null;
  return {
    firstName: orNull(entries.firstName),
    lastName: orNull(entries.lastName),
    address1: orNull(entries.address1),
    city: orNull(entries.city),
    zip: orNull(entries.zip),
    countryCode: entries.country,
  };
}

/**
 * Whose order it is: an e-mail address that the shop knows is that customer's, another one makes a
 * customer, as a guest's order does at Shopify. What the shop didn't know yet of them it keeps.
 */
function customerOf({ shop, clock }: ControlContext, placing: Placing): string | null {
  const { entries } = placing;
  const id = placing.customerId ?? customerByEmail(shop.state, entries.email);
  const known = id === null ? undefined : shop.state.customers.get(id);
  const address = addressOf(placing);
  const knownAddress = known?.address?.address1 ?? null;
  // Nobody changes a customer's name or address by ordering with their e-mail address.
  const mayKeep = known === undefined || placing.customerId !== null;
  if (!mayKeep || (knownAddress !== null && known?.lastName !== null)) return id;
  return shop.execute({
    kind: "customer.put",
    at: clock.now(),
    customer: {
      ...(id === null ? { email: entries.email, locale: placing.locale } : { id }),
      firstName: known?.firstName ?? orNull(entries.firstName),
      lastName: known?.lastName ?? orNull(entries.lastName),
      ...(address === null || knownAddress !== null ? {} : { address }),
    },
  });
}

function lineInputs(cart: PricedCart): LineInput[] {
  return cart.lines.map((line) => ({
    productId: line.product.id,
    variantId: line.variantId,
    title: line.product.title,
    variantTitle: line.variant.title === "Default Title" ? null : line.variant.title,
    sku: line.variant.sku,
    vendor: line.product.vendor,
    quantity: line.quantity,
    priceMinor: line.shopUnitMinor,
    giftCard: line.giftCard,
  }));
}

/** In the order in which they are taken off, product discounts first. */
function discountInputs(context: ControlContext, cart: PricedCart): DiscountInput[] {
  const applied = cart.codes.filter((code) => code.applied);
  const classes = ["product", "order", "shipping"] as const;
  return classes.flatMap((wanted) =>
    applied
      .filter((code) => code.class === wanted)
      .map((code): DiscountInput => {
        const discount = context.shop.state.discounts.get(code.discountId ?? "");
        const value = discount?.value;
        return {
          code: code.code,
          amountMinor: code.shopMinor,
          parts: code.parts,
          class: wanted,
          ...(value?.kind === "percentage" ? { percent: value.share * 100 } : {}),
        };
      }),
  );
}

function orderInput(context: ControlContext, placing: Placing, customerId: string | null) {
  const { entries, quote, where } = placing;
  const { cart, method, tax } = quote;
  const pending = entries.payment === "bank-transfer" && quote.shopTotalMinor > 0;
  const input: OrderInput = {
    customerId,
    email: entries.email,
    countryCode: entries.country,
    lines: lineInputs(cart),
    discounts: discountInputs(context, cart),
    taxPercent: tax.percent,
    taxesIncluded: tax.included,
    shipping: method === null ? [] : [{ title: method.title, priceMinor: method.priceMinor }],
    presentment: { currency: where.currency, rate: where.rate },
    status: pending ? "pending" : "paid",
    note: cart.note,
    checkout: {
      token: cart.token,
      confirmation: randomBytes(16).toString("hex"),
      locale: placing.locale,
      payment: entries.payment,
      shippingAddress: addressOf(placing),
    },
  };
  return input;
}

/** The confirmation of the order that a checkout has come to already, or null. */
export function confirmationOf({ shop }: ControlContext, checkoutToken: string): string | null {
  const id = shop.state.orderOfCheckout.get(checkoutToken);
  const order = id === undefined ? undefined : shop.state.orders.get(id);
  return order?.checkout?.confirmation ?? null;
}

/** Places the order; the webhooks flow from it. Answers the token of its confirmation page. */
export function placeOrder(context: ControlContext, placing: Placing): string {
  const { shop, clock } = context;
  const customerId = customerOf(context, placing);
  const order = orderInput(context, placing, customerId);
  shop.execute({ kind: "order.place", at: clock.now(), order });
  return order.checkout?.confirmation ?? "";
}
