/**
 * Who may frame a page. The admin frames the app; nobody frames the pages outside of it.
 * Shopify's rule: https://shopify.dev/docs/apps/build/security/set-up-iframe-protection
 */
const SHOP_DOMAIN = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;

interface Page {
  url: string;
  appBridgeUrl: string;
  /** Its admin frames the app in the demo; null in production. */
  devStoreUrl: string | null;
}

export function documentHeaders(page: Page): Record<string, string> {
  const { pathname, searchParams } = new URL(page.url);
  const common = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
  };
  const embedded = pathname === "/app" || /^\/(app|auth)\//.test(pathname);
  if (!embedded) {
    return { ...common, "content-security-policy": contentPolicy("'none'") };
  }
  const shop = searchParams.get("shop") ?? "";
  const frames = SHOP_DOMAIN.test(shop)
    ? [`https://${shop}`, "https://admin.shopify.com", ...originOf(page.devStoreUrl)].join(" ")
    : "'none'";
  return {
    ...common,
    "content-security-policy": contentPolicy(frames),
    link: `<${page.appBridgeUrl}>; rel="preload"; as="script"`,
  };
}

function contentPolicy(frameAncestors: string): string {
  return `frame-ancestors ${frameAncestors}; object-src 'none'; base-uri 'self'`;
}

/** A machine calls itself by two names: the demo is opened by either. */
const LOOPBACK = ["localhost", "127.0.0.1"];

function originOf(url: string | null): string[] {
  if (url === null) return [];
  const { origin, protocol, hostname, port } = new URL(url);
  if (!LOOPBACK.includes(hostname)) return [origin];
  return LOOPBACK.map((name) => `${protocol}//${name}${port === "" ? "" : `:${port}`}`);
}
