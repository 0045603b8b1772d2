import type { ControlContext } from "../control/context.ts";
import type { Exchange } from "../http/exchange.ts";
import { decodedPart } from "../http/path-parts.ts";
import { Refusal } from "../wire/refusal.ts";
import { sendJsonBody } from "./answer.ts";
import { ProductDrop } from "./objects/product.ts";
import type { RecommendationsDrop } from "./objects/recommendations.ts";
import { PredictiveSearchDrop } from "./objects/search.ts";
import { findPage } from "./page-routes.ts";
import { pageFor } from "./visit.ts";

/** Pages' data as scripts ask for it: a product, recommendations, suggestions. */
export function answerScript(exchange: Exchange, context: ControlContext, path: string): boolean {
  const page = pageFor(exchange, context);
  const handle = /^\/(?:collections\/[^/]+\/)?products\/([^/]+)\.js$/.exec(path)?.[1];
  if (handle !== undefined) {
    const product = page.catalogue.byHandle.get(decodedPart(handle) ?? "");
    if (product === undefined) throw new Refusal(404, `There is no product ${handle}`);
    sendJsonBody(exchange, new ProductDrop(page, product).ajaxJson());
    return true;
  }
  if (path === "/recommendations/products.json") {
    page.where = { ...page.where, path: "/recommendations/products" };
    const { recommendations } = findPage(page).objects as { recommendations: RecommendationsDrop };
    const products = recommendations.products.map((product) => product.ajaxJson());
    sendJsonBody(exchange, { intent: recommendations.intent, products });
    return true;
  }
  if (path !== "/search/suggest.json") return false;
  const found = new PredictiveSearchDrop(page);
  sendJsonBody(exchange, { resources: { results: found.resources } });
  return true;
}
