import { markup } from "../http/html.ts";
import { sendJson, type Exchange } from "../http/exchange.ts";
import { sendPage } from "../hosted/page.ts";
import { Words } from "../hosted/words.ts";
import type { Language } from "../shop/markets.ts";
import type { ShopInfo } from "../shop/records.ts";

/** What the cart can't do, in the shape that themes' scripts know from Shopify. */
export class CartRefusal extends Error {
  readonly status: number;
  readonly title: string;

  constructor(status: number, title: string, description: string) {
    super(description);
    this.name = "CartRefusal";
    this.status = status;
    this.title = title;
  }
}

/** A refusal of another part has no title of its own. */
const titleOf = (error: Error): string =>
  error instanceof CartRefusal ? error.title : "Cart Error";

export function refuseScript({ response }: Exchange, error: Error & { status: number }): void {
  sendJson(response, error.status, {
    status: error.status,
    message: titleOf(error),
    description: error.message,
  });
}

/** Somebody without scripts gets a page that says so, and a way on. */
export function refuseForm(
  exchange: Exchange,
  error: Error & { status: number },
  { info, language }: { info: ShopInfo; language: Language },
): void {
  const words = new Words(language.code, info.countryCode);
  const title = words.say("cart_unchanged");
  sendPage(exchange, {
    title,
    shopName: info.name,
    language,
    words,
    status: error.status,
    header: null,
    content: markup`<div class="card lonely"><h1>${title}</h1><p lang="en">${error.message}</p><p><a class="button" href="${language.rootUrl}/cart">${words.say("back_to_cart")}</a></p></div>`,
  });
}
