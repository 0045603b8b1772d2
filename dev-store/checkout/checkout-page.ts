import { markup, trusted, type Html, type Piece } from "../http/html.ts";
import { pictureUrl } from "../cart/price-cart.ts";
import { amountList, summaryLines, type Amount } from "../hosted/amounts.ts";
import { reasonText } from "../hosted/discount-words.ts";
import { errorText, stateOf, textField, type FieldView } from "../hosted/fields.ts";
import type { Words } from "../hosted/words.ts";
import { countriesOf, type Localization } from "../shop/markets.ts";
import type { Customer, ShopInfo } from "../shop/records.ts";
import { TEXT_LENGTH_MAX, type Entries, type EntryErrors, type Field } from "./entries.ts";
import type { Quote } from "./quote.ts";

export interface CheckoutView {
  info: ShopInfo;
  words: Words;
  where: Localization;
  customer: Customer | null;
  entries: Entries;
  errors: EntryErrors;
  quote: Quote;
  checkoutToken: string;
  cartUrl: string;
  /** A code that was entered and takes nothing off: it stays in its field with the reason. */
  wrongCode: string | null;
  wrongCodeText: string | null;
  notice: string | null;
}

function errorOf({ errors, words }: CheckoutView, field: Field): string | null {
  const error = errors.get(field);
  return error === undefined ? null : words.say(error.text, { max: error.max ?? 0 });
}

const isFirst = ({ errors }: CheckoutView, field: Field): boolean =>
  errors.keys().next().value === field;

function field(view: CheckoutView, id: Field, more: Partial<FieldView>): Html {
  return textField({
    id,
    label: view.words.say(LABELS[id] ?? id),
    value: view.entries[id],
    error: errorOf(view, id),
    focus: isFirst(view, id),
    maxLength: TEXT_LENGTH_MAX,
    ...more,
  });
}

const LABELS: Partial<Record<Field, string>> = {
  email: "email",
  firstName: "first_name",
  lastName: "last_name",
  address1: "address",
  city: "city",
  zip: "zip",
  cardNumber: "card_number",
  expiry: "expiry",
  securityCode: "security_code",
};

function contact(view: CheckoutView): Html {
  const { words, customer } = view;
  const who =
    customer === null
      ? [
          markup`<p class="aside">${words.say("have_account")} <a href="/customer-accounts/login?return_to=/checkout">${words.say("log_in")}</a></p>`,
          field(view, "email", {
            type: "email",
            autocomplete: "email",
            maxLength: 254,
            required: true,
          }),
        ]
      : [
          markup`<p class="whole">${words.say("logged_in_as", { email: customer.email ?? "" })}</p>`,
          customer.email === null
            ? field(view, "email", { type: "email", autocomplete: "email", required: true })
            : null,
        ];
  return markup`<section class="block" aria-labelledby="contact-title"><h2 id="contact-title">${words.say("contact")}</h2><div class="fields">${who}</div></section>`;
}

function countryField(view: CheckoutView): Html {
  const { words, entries, info } = view;
  const error = errorOf(view, "country");
  const options = countriesOf(info).map(({ code }) => {
    const selected = code === entries.country ? trusted(" selected") : null;
    return markup`<option value="${code}"${selected}>${words.region(code)}</option>`;
  });
  return markup`<div class="field whole${error === null ? "" : " wrong"}"><label for="country">${words.say("country")}</label>
<select id="country" name="country" autocomplete="country" data-reprices${stateOf({ id: "country", error, focus: isFirst(view, "country") })}>${options}</select>${errorText("country", error)}</div>`;
}

function delivery(view: CheckoutView): Piece {
  const { words, quote } = view;
  if (!quote.cart.requiresShipping) return null;
  const optional = words.say("optional");
  return markup`<section class="block" aria-labelledby="delivery-title"><h2 id="delivery-title">${words.say("delivery")}</h2><div class="fields">
${countryField(view)}
${field(view, "firstName", { autocomplete: "given-name", hint: optional, span: "half" })}
${field(view, "lastName", { autocomplete: "family-name", required: true, span: "half" })}
${field(view, "address1", { autocomplete: "address-line1", required: true })}
${field(view, "zip", { autocomplete: "postal-code", span: "half" })}
${field(view, "city", { autocomplete: "address-level2", required: true, span: "half" })}
<noscript><button class="button quiet" name="action" value="update">${words.say("update")}</button></noscript>
</div></section>
${methods(view)}`;
}

function methods({ words, quote, where }: CheckoutView): Html {
  const choices = quote.methods.map((method) => {
    const checked = method.id === quote.method?.id ? trusted(" checked") : null;
    const price =
      method.shownMinor === 0 ? words.say("free") : words.money(method.shownMinor, where.currency);
    return markup`<li><label class="choice"><input type="radio" name="method" value="${method.id}" data-reprices${checked}><span class="choice-text"><span>${words.say(method.id)}</span><span class="quiet">${words.say(`${method.id}_days`)}</span></span><strong>${price}</strong></label></li>`;
  });
  const free = quote.methods.some(({ priceMinor }) => priceMinor === 0)
    ? null
    : markup`<p class="quiet">${words.say("free_from", { amount: words.money(quote.freeFromMinor, where.currency) })}</p>`;
  return markup`<section class="block" id="methods"><fieldset><legend class="h2">${words.say("shipping_method")}</legend><ul class="choices">${choices}</ul></fieldset>${free}</section>`;
}

function payment(view: CheckoutView): Piece {
  const { words, entries, quote } = view;
  if (quote.totalMinor === 0) return null;
  const choice = (value: Entries["payment"], label: string, inner: Piece) => {
    const checked = entries.payment === value ? trusted(" checked") : null;
    return markup`<li><label class="choice"><input type="radio" name="payment" value="${value}"${checked}><span class="choice-text">${label}</span></label>${inner}</li>`;
  };
  const card = markup`<div class="fields card-fields">
${field(view, "cardNumber", { autocomplete: "off", inputMode: "numeric", maxLength: 30 })}
${field(view, "expiry", { autocomplete: "off", maxLength: 10, span: "half" })}
${field(view, "securityCode", { autocomplete: "off", inputMode: "numeric", maxLength: 4, span: "half" })}
</div>`;
  return markup`<section class="block"><fieldset><legend class="h2">${words.say("payment")}</legend>
<p class="demo-note">${words.say("payment_note")}</p>
<ul class="choices payments">${choice("card", words.say("card"), card)}${choice("bank-transfer", words.say("bank_transfer"), markup`<p class="quiet choice-note">${words.say("bank_transfer_note")}</p>`)}</ul></fieldset></section>`;
}

function amounts({ words, quote, where }: CheckoutView): Amount[] {
  const { cart, tax } = quote;
  const money = (minor: number) => words.money(minor, where.currency);
  const saved = cart.codes.filter((code) => code.applied && code.class === "order");
  const shipping = quote.shippingMinor === 0 ? words.say("free") : money(quote.shippingMinor);
  const paid = cart.codes.find((code) => code.applied && code.class === "shipping");
  const list: Amount[] = [
    { label: words.say("subtotal"), text: money(cart.subtotalMinor) },
    ...saved.map((code): Amount => ({
      label: words.say("discount", { code: code.code }),
      text: money(-code.amountMinor),
      kind: "saving",
    })),
  ];
  if (quote.method !== null) list.push({ label: words.say("shipping"), text: shipping });
  if (paid !== undefined && quote.method !== null)
    list.push({
      label: words.say("discount", { code: paid.code }),
      text: money(-quote.shippingDiscountMinor),
      kind: "saving",
    });
  if (!tax.included && quote.taxMinor > 0)
    list.push({ label: words.say("tax"), text: money(quote.taxMinor) });
  list.push({ label: words.say("total"), text: money(quote.totalMinor), kind: "total" });
  if (tax.included && quote.taxMinor > 0)
    list.push({
      label: words.say("tax_included", { amount: money(quote.taxMinor) }),
      text: "",
      kind: "note",
    });
  return list;
}

/** The codes of the cart: what they save, or why they don't, and a way to take them off. */
function codes(view: CheckoutView): Piece {
  const { words, quote, where, info } = view;
  const items = quote.cart.codes.map((code) => {
    const reason = reasonText(code, { words, where, timeZone: info.timeZone });
    const saved = words.say("code_applied", {
      code: code.code,
      amount: words.money(code.amountMinor, where.currency),
    });
    return markup`<li class="${code.applied ? "applied" : "refused"}"><span>${reason ?? saved}</span><button class="remove" name="action" value="remove:${code.code}" aria-label="${words.say("remove_code", { code: code.code })}">×</button></li>`;
  });
  return items.length === 0 ? null : markup`<ul class="codes">${items}</ul>`;
}

function discountField({ words, wrongCode, wrongCodeText }: CheckoutView): Html {
  return markup`<div class="discount${wrongCodeText === null ? "" : " wrong"}"><div class="field"><label for="discount">${words.say("discount_code")}</label><input id="discount" name="discount" value="${wrongCode ?? ""}" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="255"${stateOf({ id: "discount", error: wrongCodeText, focus: wrongCodeText !== null })}></div>
<button class="button quiet" name="action" value="discount">${words.say("apply")}</button>${errorText("discount", wrongCodeText)}</div>`;
}

function summary(view: CheckoutView): Html {
  const { words, quote, where } = view;
  const lines = quote.cart.lines.map((line) => ({
    title: line.product.title,
    variantTitle: line.variant.title === "Default Title" ? null : line.variant.title,
    quantity: line.quantity,
    pictureUrl: pictureUrl(line.product),
    lineMinor: line.lineMinor,
    finalLineMinor: line.finalLineMinor,
    codes: line.discounts.flatMap(({ class: kind, code }) => (kind === "product" ? [code] : [])),
  }));
  return markup`<aside class="summary" id="summary" aria-labelledby="summary-title"><h2 id="summary-title">${words.say("summary")}</h2>
${summaryLines(lines, where.currency, words)}
${discountField(view)}
${codes(view)}
<div id="amounts">${amountList(amounts(view))}</div></aside>`;
}

function problems(view: CheckoutView): Piece {
  const { words, errors } = view;
  if (errors.size === 0) return null;
  const links = [...errors.keys()].map(
    (name) => markup`<li><a href="#${name}">${errorOf(view, name)}</a></li>`,
  );
  return markup`<div class="problems" role="alert"><h2>${words.say("errors_title")}</h2><ul>${links}</ul></div>`;
}

/** The checkout on one page: one form, so that it works without scripts and loses nothing. */
export function checkoutContent(view: CheckoutView): Html {
  const { words, notice, quote, entries } = view;
  const pays = quote.totalMinor > 0 && entries.payment === "card";
  return markup`<h1 class="unseen">${words.say("checkout")}</h1>
<form class="checkout" method="post" action="/checkout" novalidate data-checkout>
<input type="hidden" name="checkout" value="${view.checkoutToken}">
<input type="hidden" name="seen" value="${String(quote.shopTotalMinor)}">
<button class="unseen" name="action" value="enter" tabindex="-1" aria-hidden="true">${words.say("continue")}</button>
<div class="entries">
${notice === null ? null : markup`<p class="notice" role="status">${notice}</p>`}
${problems(view)}
${contact(view)}
${delivery(view)}
${payment(view)}
</div>
${summary(view)}
<div class="pay"><button class="button" name="action" value="pay" data-pay><span data-pays="card"${pays ? null : trusted(" hidden")}>${words.say("pay_now")}</span><span data-pays="later"${pays ? trusted(" hidden") : null}>${words.say("place_order")}</span></button><a class="quiet-link" href="${view.cartUrl}">${words.say("back_to_cart")}</a></div>
</form>`;
}
