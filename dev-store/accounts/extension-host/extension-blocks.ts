/**
 * The app's block on an account page: a frame without an origin of its own, as Shopify runs an
 * extension apart from the page. The frame gets what the `shopify` global holds; whatever else it
 * may know it asks through the page (browser/host.js).
 */
import type { ControlContext } from "../../control/context.ts";
import { escapeHtml } from "../../http/exchange.ts";
import type { Order } from "../../shop/records.ts";
import { gid } from "../../wire/gid.ts";
import { extensionLanguage, readAccountExtension, type Target } from "./account-extension.ts";

export interface BlockPlace {
  target: Target;
  /** Who is logged in; null for someone who came by an e-mail's link. */
  customerId: string | null;
  /** Of the order status page. */
  orderId: string | null;
  /** The page's language: `fr`, `zh-CN`. */
  locale: string;
}

export const EXTENSIONS_PATH = "/customer-accounts/extensions";

/** As the account pages around it (hosted/assets/hosted.css). */
const STYLE =
  "body{margin:0;color:#1f2328;overflow-wrap:anywhere;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Hiragino Sans','PingFang SC','Microsoft YaHei','Noto Sans CJK JP',sans-serif}";
/** About as high as the block will be, wide and on a phone, so that the page below hardly moves. */
const HEIGHTS: Readonly<Record<Target, { wide: number; phone: number }>> = {
  "customer-account.profile.block.render": { wide: 560, phone: 600 },
  "customer-account.order-status.block.render": { wide: 229, phone: 242 },
};

/** HTML for the page; empty where the app isn't installed, as on Shopify. */
export function extensionBlocks(context: ControlContext, place: BlockPlace): string {
  if (!context.shop.state.installation.installed) return "";
  const order = place.orderId === null ? undefined : context.shop.state.orders.get(place.orderId);
  const document = frameDocument(settingsOf(context, place, order));
  const { wide, phone } = HEIGHTS[place.target];
  return `<script src="${EXTENSIONS_PATH}/browser/host.js"></script>
<style>[data-extension-target]{display:block;width:100%;border:0;height:${wide}px}
@media (max-width:40rem){[data-extension-target]{height:${phone}px}}</style>
<iframe data-extension-target="${place.target}" title="${escapeHtml(context.shop.state.info.name)}: points"
 sandbox="allow-scripts"
 srcdoc="${escapeHtml(document)}"></iframe>`;
}

function frameDocument(settings: { extensionLanguage: string }): string {
  const json = JSON.stringify(settings).replaceAll("<", "\\u003c");
  return `<!doctype html><html lang="${escapeHtml(settings.extensionLanguage)}"><head><meta charset="utf-8">
<title>Points</title><style>${STYLE}</style>
<script type="application/json" id="settings">${json}</script>
<script type="module" src="${EXTENSIONS_PATH}/browser/frame.js"></script></head><body></body></html>`;
}

function settingsOf(context: ControlContext, place: BlockPlace, order: Order | undefined) {
  const extension = readAccountExtension();
  const { info } = context.shop.state;
  const language = extensionLanguage(extension, place.locale);
  return {
    target: place.target,
    scriptUrl: `${EXTENSIONS_PATH}/perennial-account/${place.target}.js`,
    apiVersion: extension.apiVersion,
    networkAccess: extension.networkAccess,
    applicationOrigin: context.configuration.applicationOrigin,
    appOrigin: new URL(context.appUrl).origin,
    customerId: place.customerId === null ? null : gid("Customer", place.customerId),
    // A shopper's language comes with their country where it says none itself.
    language: place.locale.includes("-") ? place.locale : `${place.locale}-${info.countryCode}`,
    extensionLanguage: language,
    country: info.countryCode,
    currency: order?.presentment.currency ?? info.currency,
    texts: extension.texts.get(language),
    defaultTexts: extension.texts.get(extension.defaultLanguage),
    shop: {
      id: gid("Shop", info.id),
      name: info.name,
      myshopifyDomain: info.domain,
      storefrontUrl: `https://${info.domain}`,
    },
    ...(order ? { order: orderOf(order), lines: order.lines.map(lineOf) } : {}),
  };
}

function orderOf(order: Order) {
  return {
    currency: order.presentment.currency,
    id: gid("Order", order.id),
    name: order.name,
    processedAt: new Date(order.processedAt).toISOString(),
    ...(order.cancelledAt === null
      ? {}
      : { cancelledAt: new Date(order.cancelledAt).toISOString() }),
  };
}

function lineOf(line: Order["lines"][number]) {
  return {
    id: gid("LineItem", line.id),
    quantity: line.currentQuantity,
    merchandise: {
      title: line.title,
      ...(line.variantId === null ? {} : { id: gid("ProductVariant", line.variantId) }),
    },
  };
}
