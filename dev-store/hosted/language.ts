import { cookieOf, type Exchange } from "../http/exchange.ts";
import { LANGUAGES, type Language } from "../shop/markets.ts";

/** Pages outside the theme have no language in their address: a cookie of theirs keeps it. */
const LANGUAGE_COOKIE = "dev_store_language";

const byCode = (code: string | null): Language | undefined =>
  LANGUAGES.find((language) => language.code.toLowerCase() === code?.toLowerCase());

function byPath(pathname: string): Language | undefined {
  return LANGUAGES.find(
    ({ rootUrl }) => rootUrl !== "" && (pathname === rootUrl || pathname.startsWith(`${rootUrl}/`)),
  );
}

/** The language of the storefront's page that led here, if one of ours did. */
function byReferrer({ request }: Exchange): Language | undefined {
  const { referer, host } = request.headers;
  if (referer === undefined || !URL.canParse(referer)) return undefined;
  const from = new URL(referer);
  return from.host === host ? byPath(from.pathname) : undefined;
}

/** In which language a hosted page is shown, and the header that remembers it. */
export function hostedLanguage(exchange: Exchange): Language {
  const { request, response, url } = exchange;
  const chosen =
    byCode(url.searchParams.get("locale")) ?? byPath(url.pathname) ?? byReferrer(exchange);
  const [primary] = LANGUAGES as readonly [Language, ...Language[]];
  if (chosen === undefined) return byCode(cookieOf(request, LANGUAGE_COOKIE)) ?? primary;
  response.appendHeader(
    "Set-Cookie",
    `${LANGUAGE_COOKIE}=${chosen.code}; Path=/; Max-Age=31536000; SameSite=Lax`,
  );
  return chosen;
}
