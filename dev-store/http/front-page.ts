import { escapeHtml } from "./exchange.ts";

/** What `/` shows until the store has a storefront. */
export function frontPage(shop: {
  name: string;
  domain: string;
  customers: number;
  orders: number;
}): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(shop.name)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}</style></head>
<body>
<h1>${escapeHtml(shop.name)}</h1>
<p>The dev store of Perennial: a stand-in for the Shopify development store <code>${escapeHtml(shop.domain)}</code>, with ${shop.customers} customers and ${shop.orders} orders.</p>
<ul>
<li><a href="/admin/apps/perennial">The app, as the Shopify admin opens it</a></li>
<li><a href="/control">The control API</a></li>
<li><a href="/control/deliveries">Webhook deliveries</a></li>
</ul>
</body></html>`;
}
