import { collectionPicture, productPicture, shopFile } from "../images/pictures.ts";
import type { ControlContext } from "../control/context.ts";
import type { Exchange } from "../http/exchange.ts";
import { decodedPart } from "../http/path-parts.ts";
import type { Product } from "../shop/records.ts";
import { Refusal } from "../wire/refusal.ts";
import { extensionOf, sendBody } from "./answer.ts";
import type { Storefront } from "./storefront.ts";

type Serve = (
  exchange: Exchange,
  context: ControlContext,
  parts: readonly string[],
) => Asset | null;

interface Asset {
  kind: string;
  content: Buffer;
}

/** Wider than any screen asks for. */
const WIDTH_MAX = 5_760;

function widthOf({ url }: Exchange): { width?: number } {
  const width = Number(url.searchParams.get("width"));
  return Number.isInteger(width) && width >= 1 && width <= WIDTH_MAX ? { width } : {};
}

const svg = (text: string): Asset => ({ kind: "svg", content: Buffer.from(text) });

/** The product of a picture: the address's `v` says which, where several have the same seed. */
function pictured({ url }: Exchange, { shop }: ControlContext, seed: number): Product | undefined {
  const told = shop.state.products.get(url.searchParams.get("v") ?? "");
  if (told?.imageSeed === seed) return told;
  for (const product of shop.state.products.values())
    if (product.imageSeed === seed) return product;
  return undefined;
}

function productImage(
  exchange: Exchange,
  context: ControlContext,
  parts: readonly string[],
): Asset {
  const [name = "", view = "1"] = parts;
  const seed = Number(name);
  const product = pictured(exchange, context, seed);
  return svg(
    productPicture({
      seed,
      title: product?.title ?? "",
      productType: product?.productType ?? "",
      view: Number(view),
      ...widthOf(exchange),
    }),
  );
}

function collectionImage(
  exchange: Exchange,
  context: ControlContext,
  [handle = ""]: readonly string[],
): Asset | null {
  const collection = context.storefront.catalogue.collectionByHandle.get(handle);
  if (collection === undefined) return null;
  return svg(collectionPicture({ handle, title: collection.title, ...widthOf(exchange) }));
}

function fileImage(
  exchange: Exchange,
  _context: ControlContext,
  [name = ""]: readonly string[],
): Asset | null {
  const drawn = shopFile(name, widthOf(exchange).width);
  return drawn === null ? null : svg(drawn);
}

function themeAsset(
  _exchange: Exchange,
  { storefront }: ControlContext,
  [name = ""]: readonly string[],
): Asset | null {
  const content = storefront.theme.files.bytes(`assets/${name}`);
  return content === null ? null : { kind: extensionOf(name), content };
}

function compiledAsset(
  _exchange: Exchange,
  { storefront }: ControlContext,
  [kind]: readonly string[],
): Asset {
  return kind === "css"
    ? { kind: "css", content: Buffer.from(storefront.theme.compiled("stylesheet")) }
    : { kind: "js", content: Buffer.from(storefront.theme.compiled("javascript")) };
}

function extensionAsset(
  _exchange: Exchange,
  { storefront }: ControlContext,
  parts: readonly string[],
): Asset | null {
  const [folder = "", name = ""] = parts;
  const extension = extensionNamed(storefront, folder);
  const content = extension?.files.bytes(`assets/${name}`) ?? null;
  return content === null ? null : { kind: extensionOf(name), content };
}

const extensionNamed = ({ extensions }: Pick<Storefront, "extensions">, name: string) =>
  [...extensions.values()].find((extension) => extension.name === name);

const ASSETS: readonly (readonly [pattern: RegExp, serve: Serve])[] = [
  [/^\/cdn\/shop\/products\/(\d{1,12})(?:-(\d))?\.svg$/, productImage],
  [/^\/cdn\/shop\/collections\/([^/]+)\.svg$/, collectionImage],
  [/^\/cdn\/shop\/files\/([\w.-]+)$/, fileImage],
  [/^\/cdn\/shop\/t\/\d+\/assets\/([\w.@-]+)$/, themeAsset],
  [/^\/cdn\/shop\/t\/\d+\/compiled_assets\/\w+\.(css|js)$/, compiledAsset],
  [/^\/cdn\/extensions\/([\w-]+)\/assets\/([\w.@-]+)$/, extensionAsset],
];

/** Pictures, the theme's assets and the extensions': what Shopify serves from its CDN. */
export function serveAsset(exchange: Exchange, context: ControlContext): void {
  const { pathname, searchParams } = exchange.url;
  for (const [pattern, serve] of ASSETS) {
    const match = pattern.exec(pathname);
    const parts = match?.slice(1).map((part: string | undefined) => decodedPart(part ?? "") ?? "");
    const asset = parts === undefined ? null : serve(exchange, context, parts);
    if (asset === null) continue;
    // Another shop's page may load an asset too, as it may from Shopify's CDN.
    exchange.response.setHeader("Access-Control-Allow-Origin", "*");
    sendBody(exchange, { ...asset, immutable: searchParams.has("v") });
    return;
  }
  throw new Refusal(404, `There is no asset ${pathname}`);
}
