import type { HeadersArgs } from "@remix-run/node";

/**
 * Every embedded route re-exports this as `headers`: Shopify's library answers an expired session
 * by headers of the thrown response, which Remix drops unless a route passes them on.
 */
export function embeddedHeaders({
  errorHeaders,
  parentHeaders,
  loaderHeaders,
}: HeadersArgs): Headers {
  if (errorHeaders && [...errorHeaders].length > 0) return errorHeaders;
  return new Headers([...parentHeaders, ...loaderHeaders]);
}
