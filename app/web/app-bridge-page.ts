/** Where Shopify serves App Bridge; its library writes this address into its own pages. */
export const APP_BRIDGE_CDN = "https://cdn.shopify.com/shopifycloud/app-bridge.js";

/**
 * A page of Shopify's library (the one that fetches a session token, the way out of the frame) with
 * the App Bridge of this installation: in the demo the dev store's stand-in, as on all other pages.
 */
export async function withAppBridge(page: Response, appBridgeUrl: string): Promise<Response> {
  const isPage = page.headers.get("content-type")?.startsWith("text/html") ?? false;
  if (!isPage || appBridgeUrl === APP_BRIDGE_CDN) return page;
  const html = await page.text();
  const { status, headers } = page;
  return new Response(html.replaceAll(APP_BRIDGE_CDN, appBridgeUrl), { status, headers });
}
