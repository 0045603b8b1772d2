import { markup, type Html, type Piece } from "../http/html.ts";
import { addressText, currenciesOf, orderSummary } from "../hosted/order-view.ts";
import type { Words } from "../hosted/words.ts";
import { presentMinor } from "../shop/markets.ts";
import type { Order } from "../shop/records.ts";
import type { ShopState } from "../shop/state.ts";
import { orderTotals } from "../shop/totals.ts";

function standing(order: Order, words: Words): Html {
  const { outstandingMinor } = orderTotals(order);
  const where = currenciesOf(order);
  const [title, text] =
    outstandingMinor > 0
      ? [
          words.say("order_pending"),
          words.say("order_pending_text", {
            amount: words.money(presentMinor(outstandingMinor, where), where.currency),
            name: order.name,
          }),
        ]
      : [
          words.say("order_confirmed"),
          words.say("order_confirmed_text", { email: order.email ?? "" }),
        ];
  return markup`<section class="block card"><h2>${title}</h2><p>${text}</p></section>`;
}

function details(order: Order, words: Words): Html {
  const { checkout } = order;
  const address = checkout?.shippingAddress ?? null;
  const [line] = order.shippingLines;
  const method = line === undefined ? null : words.say(line.title.toLowerCase());
  const rows: [string, Piece][] = [
    [words.say("contact"), order.email],
    [
      words.say("payment_method"),
      words.say(checkout?.payment === "bank-transfer" ? "bank_transfer" : "card"),
    ],
  ];
  if (address !== null) rows.push([words.say("shipping_address"), addressText(address, words)]);
  if (method !== null) rows.push([words.say("shipping_method"), method]);
  return markup`<section class="block card"><h2>${words.say("order_details")}</h2><dl class="details">${rows.map(([label, value]) => markup`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl></section>`;
}

/** The confirmation of an order, for whoever has its token. */
export function thankYouContent(
  state: ShopState,
  order: Order,
  words: Words,
  shopUrl: string,
): Html {
  const name = order.checkout?.shippingAddress?.firstName ?? null;
  const thanks = name === null ? words.say("thank_you_plain") : words.say("thank_you", { name });
  return markup`<div class="two-columns"><div class="entries">
<div><p class="quiet">${words.say("order", { name: order.name })}</p><h1>${thanks}</h1></div>
${standing(order, words)}
${details(order, words)}
<p><a class="button" href="${shopUrl}">${words.say("continue_shopping")}</a></p>
</div>${orderSummary(state, order, words)}</div>`;
}
