import { markup, type Html } from "../http/html.ts";
import { pictureUrl } from "../cart/price-cart.ts";
import { presentMinor } from "../shop/markets.ts";
import { presentDiscounts, presentLine } from "../shop/present-discounts.ts";
import type { Address, Order } from "../shop/records.ts";
import type { ShopState } from "../shop/state.ts";
import {
  orderTotals,
  refundedMinor,
  shippingDiscountMinor,
  shippingPriceMinor,
} from "../shop/totals.ts";
import { amountList, summaryLines, type Amount, type SummaryLine } from "./amounts.ts";
import type { Words } from "./words.ts";

export const currenciesOf = (order: Order) => ({
  currency: order.presentment.currency,
  shopCurrency: order.currency,
  rate: order.presentment.rate,
});

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);

/** An order in the shopper's currency, adding up as the checkout showed it. */
function presentOrder(order: Order) {
  const where = currenciesOf(order);
  const lines = order.lines.map((line) => presentLine(line.priceMinor, line.quantity, where));
  const parts = order.discounts.map((_discount, application) =>
    order.lines.map((line) =>
      sum(
        line.allocations
          .filter((part) => part.application === application)
          .map((part) => part.amountMinor),
      ),
    ),
  );
  const discounts = presentDiscounts(lines, parts, where);
  const shippingMinor = presentMinor(shippingPriceMinor(order), where);
  const offShipping = sum(order.shippingLines.map(shippingDiscountMinor));
  const shippingOffMinor = Math.min(shippingMinor, presentMinor(offShipping, where));
  return { where, lines, discounts, shippingMinor, shippingOffMinor };
}

type Presented = ReturnType<typeof presentOrder>;

const ofLine = (order: Order, application: number): boolean => {
  const discount = order.discounts[application];
  return discount?.class === "product" || discount?.targetLine === true;
};

function lineViews(state: ShopState, order: Order, words: Words, shown: Presented): SummaryLine[] {
  return order.lines.map((line, place) => {
    const product = line.productId === null ? undefined : state.products.get(line.productId);
    const lineMinor = shown.lines[place]?.lineMinor ?? 0;
    const own = shown.discounts.flatMap((parts, application) =>
      ofLine(order, application) ? [{ application, minor: parts[place] ?? 0 }] : [],
    );
    const taken = line.quantity - line.currentQuantity;
    return {
      title: line.title,
      variantTitle: line.variantTitle,
      quantity: line.quantity,
      pictureUrl: product === undefined ? null : pictureUrl(product),
      lineMinor,
      finalLineMinor: lineMinor - sum(own.map(({ minor }) => minor)),
      codes: own.flatMap(({ application, minor }) =>
        minor > 0 ? (order.discounts[application]?.code ?? []) : [],
      ),
      note: taken > 0 ? words.say("removed_units", { count: taken }) : null,
    };
  });
}

function orderAmounts(order: Order, words: Words, shown: Presented): Amount[] {
  const { where, lines, discounts, shippingMinor, shippingOffMinor } = shown;
  const money = (minor: number) => words.money(minor, where.currency);
  const totals = orderTotals(order);
  const off = discounts.map((parts) => sum(parts));
  const ownOff = sum(off.filter((_minor, application) => ofLine(order, application)));
  const label = (code: string | null) => words.say("discount", { code: code ?? "" }).trim();
  const goods = sum(lines.map((line) => line.lineMinor));
  const taxMinor = presentMinor(totals.taxMinor, where);
  const totalMinor =
    goods - sum(off) + shippingMinor - shippingOffMinor + (order.taxesIncluded ? 0 : taxMinor);
  const amounts: Amount[] = [{ label: words.say("subtotal"), text: money(goods - ownOff) }];
  order.discounts.forEach((discount, application) => {
    const minor = discount.class === "shipping" ? 0 : (off[application] ?? 0);
    if (minor > 0 && !ofLine(order, application))
      amounts.push({ label: label(discount.code), text: money(-minor), kind: "saving" });
  });
  if (order.shippingLines.length > 0)
    amounts.push({
      label: words.say("shipping"),
      text: shippingMinor === 0 ? words.say("free") : money(shippingMinor),
    });
  for (const discount of order.discounts)
    if (discount.class === "shipping")
      amounts.push({ label: label(discount.code), text: money(-shippingOffMinor), kind: "saving" });
  if (!order.taxesIncluded && taxMinor > 0)
    amounts.push({ label: words.say("tax"), text: money(taxMinor) });
  amounts.push({ label: words.say("total"), text: money(totalMinor), kind: "total" });
  if (order.taxesIncluded && taxMinor > 0)
    amounts.push({
      label: words.say("tax_included", { amount: money(taxMinor) }),
      text: "",
      kind: "note",
    });
  return [...amounts, ...settledAmounts(order, words)];
}

/** What has gone back, and what is still to come. */
function settledAmounts(order: Order, words: Words): Amount[] {
  const where = currenciesOf(order);
  const money = (minor: number) => words.money(presentMinor(minor, where), where.currency);
  const refunded = refundedMinor(order);
  const { outstandingMinor } = orderTotals(order);
  return [
    ...(refunded > 0
      ? [{ label: words.say("refunded"), text: money(-refunded), kind: "saving" as const }]
      : []),
    ...(outstandingMinor > 0
      ? [{ label: words.say("outstanding"), text: money(outstandingMinor) }]
      : []),
  ];
}

/** What was bought and what it came to. */
export function orderSummary(state: ShopState, order: Order, words: Words): Html {
  const shown = presentOrder(order);
  const { currency } = shown.where;
  return markup`<section class="summary" aria-labelledby="summary-title"><h2 id="summary-title">${words.say("summary")}</h2>${summaryLines(lineViews(state, order, words, shown), currency, words)}${amountList(orderAmounts(order, words, shown))}</section>`;
}

/** An address as it stands on a parcel. */
export function addressText(address: Address, words: Words): Html {
  const name = [address.firstName, address.lastName].filter((part) => part !== null).join(" ");
  const town = [address.zip, address.city].filter((part) => part !== null).join(" ");
  const rows = [name, address.address1 ?? "", town, words.region(address.countryCode)];
  const filled = rows.filter((row) => row !== "");
  return markup`<address>${filled.map((row, index) => (index === 0 ? [row] : [markup`<br>`, row]))}</address>`;
}
