import type { DiscountApplication, Line, Order } from "../shop/records.ts";
import type { ShopState } from "../shop/state.ts";
import {
  lineDiscountMinor,
  lineShareMinor,
  orderTotals,
  receivedMinor,
  refundedMinor,
} from "../shop/totals.ts";
import { markup, type Html, type Piece } from "../http/html.ts";
import { count, money } from "./wording.ts";

/** As wide as twice its place, for sharp screens. */
const PICTURE_WIDTH = 88;

export function picture(seed: number | undefined): Html {
  return seed === undefined
    ? markup`<span class="picture"></span>`
    : markup`<img class="picture" src="/cdn/shop/products/${String(seed)}.svg?width=${PICTURE_WIDTH}" alt="" loading="lazy" width="44" height="44">`;
}

const linePicture = (state: ShopState, line: Line): Html =>
  picture(line.productId === null ? undefined : state.products.get(line.productId)?.imageSeed);

const taken = (line: Line): number => line.quantity - line.currentQuantity;

/** Picture and title of a line, and what it is; to its right what a page wants there. */
export function lineItem(of: { state: ShopState; order: Order; line: Line; right: Piece }): Html {
  const { state, order, line } = of;
  const discount = lineDiscountMinor(line);
  return markup`<li><div class="what">${linePicture(state, line)}<div><span class="strong">${line.title}</span>${
    line.variantTitle !== null && markup`<br><small>${line.variantTitle}</small>`
  }<br><small>${money(line.priceMinor, order.currency)} each${
    discount > 0 && `, ${money(discount, order.currency)} off`
  }${line.giftCard && ", gift card"}${
    taken(line) > 0 && `, ${taken(line)} of ${line.quantity} refunded or taken off`
  }</small></div></div><div class="line-fields">${of.right}</div></li>`;
}

export function itemList(state: ShopState, order: Order): Html {
  return markup`<ul class="lines">${order.lines.map((line) =>
    lineItem({
      state,
      order,
      line,
      right: markup`<span class="quiet numbers">× ${line.currentQuantity}</span><span class="numbers strong">${money(lineShareMinor(line, line.currentQuantity), order.currency)}</span>`,
    }),
  )}</ul>`;
}

const codesOf = (discounts: readonly DiscountApplication[]): string =>
  discounts.flatMap(({ code }) => (code === null ? [] : [code])).join(", ");

const sum = (name: Piece, value: Piece, strong = false) =>
  markup`<div${strong && markup` class="sum"`}><dt>${name}</dt><dd>${value}</dd></div>`;

/** From the goods to what the shop keeps, in the order's currency. */
export function moneyList(order: Order): Html {
  const totals = orderTotals(order);
  const { currency, presentment } = order;
  const show = (minor: number) => money(minor, currency);
  const items = order.lines.reduce((all, line) => all + line.quantity, 0);
  const codes = codesOf(order.discounts);
  const refunded = refundedMinor(order);
  const received = receivedMinor(order);
  return markup`<dl class="sums">${sum(`Goods, ${count(items, "item")}`, show(totals.lineItemsMinor))}${
    totals.discountsMinor > 0 &&
    sum(codes === "" ? "Discount" : `Discount ${codes}`, show(-totals.discountsMinor))
  }${order.shippingLines.map((line) => sum(`Shipping, ${line.title}`, show(line.priceMinor)))}${
    totals.taxMinor > 0 && sum(order.taxesIncluded ? "Tax, included" : "Tax", show(totals.taxMinor))
  }${sum("Total as placed", show(totals.totalMinor), true)}${sum("Received", show(received))}${
    refunded > 0 && sum("Paid back", show(-refunded))
  }${refunded > 0 && sum("The shop keeps", show(received - refunded))}${
    totals.outstandingMinor > 0 && sum("Outstanding", show(totals.outstandingMinor))
  }</dl>${
    presentment.currency !== currency &&
    markup`<p class="quiet">The shopper paid in ${presentment.currency}, at ${presentment.rate} for one ${currency}.</p>`
  }`;
}
