/**
 * The seam between the app and the dev store. Code above it always calls
 * `https://{shop}.myshopify.com/...`, as against the real Shopify; with DEV_STORE_URL set the call
 * goes to the dev store, which reads the shop from `x-forwarded-host`.
 */
const SHOP_HOST = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;

export function devStoreFetch(devStoreUrl: string, send: typeof fetch = fetch): typeof fetch {
  const origin = new URL(devStoreUrl).origin;
  return async (input, init) => {
    const asked = new Request(input, init);
    const url = new URL(asked.url);
    if (!SHOP_HOST.test(url.hostname)) return send(asked);
    const forwarded = new Request(`${origin}${url.pathname}${url.search}`, asked);
    forwarded.headers.set("x-forwarded-host", url.hostname);
    return send(forwarded);
  };
}
