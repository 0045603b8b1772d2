import type { ControlContext } from "../../control/context.ts";
import type { Exchange } from "../../http/exchange.ts";
import { storefrontSite } from "../../storefront/site.ts";
import { Refusal } from "../../wire/refusal.ts";
import { draftOf } from "./draft.ts";

export const PREVIEW = "/admin/themes/preview";

/** A page of the storefront under the draft of its theme; links in it lead to what is saved. */
export async function answerPreview(exchange: Exchange, context: ControlContext): Promise<void> {
  const path = exchange.url.searchParams.get("path") ?? "/";
  if (!/^\/(?![/\\])/.test(path)) throw new Refusal(422, "path must be one of the storefront");
  const url = new URL(path, exchange.url);
  if (!storefrontSite.owns(url.pathname, "GET"))
    throw new Refusal(422, `${url.pathname} is no page of the storefront`);
  url.searchParams.set("design", "1");
  const { theme } = draftOf(context.shop, context.storefront);
  const { extensions, catalogue } = context.storefront;
  await storefrontSite.answer(
    { ...exchange, url },
    { ...context, storefront: { theme, extensions, catalogue } },
  );
}
