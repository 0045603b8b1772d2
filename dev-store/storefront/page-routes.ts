import { decodedPart } from "../http/path-parts.ts";
import type { Product } from "../shop/records.ts";
import { TemplateDrop, type PageKind } from "./objects/globals.ts";
import { CollectionDrop } from "./objects/collection.ts";
import { PageDrop } from "./objects/content.ts";
import { PredictiveSearchDrop, SearchDrop } from "./objects/search.ts";
import { ProductDrop } from "./objects/product.ts";
import { RecommendationsDrop } from "./objects/recommendations.ts";
import type { Page } from "./liquid/page.ts";

export interface Found extends PageKind {
  status: number;
}

const DESCRIPTION_LENGTH_MAX = 320;

const plainText = (html: string): string =>
  html
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, DESCRIPTION_LENGTH_MAX);

interface About {
  template: string;
  suffix?: string | null;
  title: string;
  description?: string;
  objects?: Record<string, unknown>;
  status?: number;
}

function found({
  template,
  suffix = null,
  title,
  description = "",
  objects = {},
  status = 200,
}: About): Found {
  const closest = Object.fromEntries(
    ["product", "collection", "page"].map((type) => [type, objects[type]]),
  );
  return {
    template: new TemplateDrop(template, suffix === "" ? null : suffix),
    title,
    description: plainText(description),
    objects: { ...objects, closest },
    status,
  };
}

function productPage(page: Page, record: Product, collection?: CollectionDrop): Found {
  const product = new ProductDrop(page, record);
  const objects = collection === undefined ? { product } : { product, collection };
  return found({
    template: "product",
    title: product.title,
    description: record.bodyHtml,
    objects,
  });
}

const notFound = (): Found => found({ template: "404", title: "404 Not Found", status: 404 });

type Route = (page: Page, parts: readonly string[]) => Found;

function collectionPage(page: Page, [handle = ""]: readonly string[]): Found {
  const asked = page.url.searchParams.get("q") ?? "";
  const collection =
    handle === "vendors" || handle === "types"
      ? CollectionDrop.by(page, handle, asked)
      : CollectionDrop.find(page, handle);
  if (collection === undefined) return notFound();
  return found({
    template: "collection",
    title: collection.title,
    description: collection.description,
    objects: { collection },
  });
}

function contentPage(page: Page, [handle = ""]: readonly string[]): Found {
  const content = PageDrop.find(page, handle);
  if (content === undefined) return notFound();
  const { title, template_suffix: suffix } = content;
  return found({ template: "page", suffix, title, objects: { page: content } });
}

function searchPage(page: Page): Found {
  const search = new SearchDrop(page);
  const title = search.performed
    ? `Search: ${search.results_count} results for “${search.terms}”`
    : "Search";
  return found({ template: "search", title, objects: { search } });
}

function suggestions(page: Page): Found {
  const predictive_search = new PredictiveSearchDrop(page);
  return found({ template: "search", title: "Search", objects: { predictive_search } });
}

function recommendations(page: Page): Found {
  const recommended = new RecommendationsDrop(page);
  const record = page.state.products.get(page.url.searchParams.get("product_id") ?? "");
  const base = record === undefined ? notFound() : productPage(page, record);
  return { ...base, objects: { ...base.objects, recommendations: recommended } };
}

/** What a theme asks a section of, such as where a variant can be picked up. */
function variantPage(page: Page, [id = ""]: readonly string[]): Found {
  for (const record of page.catalogue.products) {
    if (!record.variants.some((variant) => variant.id === id)) continue;
    const base = productPage(page, record);
    const { product } = base.objects as { product: ProductDrop };
    const product_variant = product.variants.find((variant) => String(variant.id) === id);
    return { ...base, objects: { ...base.objects, product_variant } };
  }
  return notFound();
}

const ROUTES: readonly (readonly [pattern: RegExp, route: Route])[] = [
  [/^\/$/, (page) => found({ template: "index", title: page.state.info.name })],
  [/^\/collections$/, () => found({ template: "list-collections", title: "Collections" })],
  [/^\/collections\/([^/]+)$/, collectionPage],
  [
    /^\/(?:collections\/([^/]+)\/)?products\/([^/]+)$/,
    (page, [within, handle = ""]) => {
      const product = page.catalogue.byHandle.get(handle);
      if (product === undefined) return notFound();
      const collection =
        within === undefined || within === "" ? undefined : CollectionDrop.find(page, within);
      return productPage(page, product, collection);
    },
  ],
  [/^\/variants\/([^/]+)$/, variantPage],
  [/^\/cart$/, () => found({ template: "cart", title: "Your Shopping Cart" })],
  [/^\/search$/, searchPage],
  [/^\/search\/suggest$/, suggestions],
  [/^\/recommendations\/products$/, recommendations],
  [/^\/pages\/([^/]+)$/, contentPage],
];

/** A percent sign that encodes nothing is no part of any handle. */
const decoded = (part: string | undefined): string => decodedPart(part ?? "") ?? "";

/** What a path of the storefront shows; a path of nothing shows the theme's 404. */
export function findPage(page: Page): Found {
  const path = page.where.path.length > 1 ? page.where.path.replace(/\/$/, "") : page.where.path;
  for (const [pattern, route] of ROUTES) {
    const match = pattern.exec(path);
    if (match !== null) return route(page, match.slice(1).map(decoded));
  }
  return notFound();
}
