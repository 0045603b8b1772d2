import type { ControlContext } from "../control/context.ts";
import { readBody, type Exchange } from "../http/exchange.ts";
import { localPath } from "../http/local-path.ts";
import { countriesOf, countryCookie, LANGUAGES, localizationOf } from "../shop/markets.ts";
import { Refusal } from "../wire/refusal.ts";
import { redirect } from "./answer.ts";

/** Where a shopper goes after choosing a language: the same page, there. */
function inLanguage(returnTo: string, code: string | undefined, rootUrl: string): string {
  const url = new URL(returnTo, "http://shop");
  const known = LANGUAGES.find(
    (item) =>
      item.rootUrl !== "" &&
      (url.pathname === item.rootUrl || url.pathname.startsWith(`${item.rootUrl}/`)),
  );
  const path = url.pathname.slice(known?.rootUrl.length ?? 0);
  const chosen = LANGUAGES.find((item) => item.code.toLowerCase() === code?.toLowerCase());
  const root = chosen?.rootUrl ?? known?.rootUrl ?? rootUrl;
  const there = `${root}${path === "/" ? "" : path}`;
  return `${there === "" ? "/" : there}${url.search}`;
}

async function fieldsOf({ request }: Exchange): Promise<Record<string, string>> {
  const body = await readBody(request);
  const type = request.headers["content-type"] ?? "application/x-www-form-urlencoded";
  const form = await new Response(new Uint8Array(body), { headers: { "Content-Type": type } })
    .formData()
    .catch(() => {
      throw new Refusal(400, "the body is no form");
    });
  return Object.fromEntries(
    [...form].map(([name, value]) => [name, typeof value === "string" ? value : ""]),
  );
}

/** `POST /localization`: another country, another language, the same page. */
export async function changeLocalization(
  exchange: Exchange,
  context: ControlContext,
): Promise<void> {
  const fields = await fieldsOf(exchange);
  const { info } = context.shop.state;
  const country = countriesOf(info).find(
    ({ code }) => code === fields["country_code"]?.toUpperCase(),
  );
  if (country !== undefined)
    exchange.response.appendHeader("Set-Cookie", countryCookie(country.code));
  const { rootUrl } = localizationOf(exchange.request, exchange.url.pathname, info);
  const language = fields["language_code"] ?? fields["locale_code"];
  const back = localPath(fields["return_to"] ?? null, rootUrl || "/");
  // Without its language a path may come to look like another site's address.
  redirect(exchange, localPath(inLanguage(back, language, rootUrl), rootUrl || "/"));
}

/** `POST /contact`: nobody reads the letters of a dev store, but the theme thanks for them. */
export async function takeContact(exchange: Exchange): Promise<void> {
  const fields = await fieldsOf(exchange);
  const kind = fields["form_type"] === "customer" ? "customer" : "contact";
  const referer = exchange.request.headers.referer ?? "";
  const from = URL.canParse(referer) ? new URL(referer).pathname : "/";
  redirect(exchange, `${localPath(from, "/")}?${kind}_posted=true`);
}
