/**
 * Every picture of the shop, drawn: no file is kept and nothing is fetched.
 *
 *   /cdn/shop/products/{seed}.svg    productPicture({ seed, productType, title, width })
 *   /cdn/shop/products/{seed}-2.svg  the same with `view: 2`, a closer look for the gallery
 *                                    (products have PRODUCT_VIEWS of them)
 *   /cdn/shop/collections/{handle}.svg  collectionPicture({ handle, title, width })
 *   /cdn/shop/files/{name}           shopFile(name, width), null for a name there is none of; the
 *                                    theme's settings name them "shopify://shop_images/{name}"
 *
 * `width` is the `?width=` of the address; a drawing is the same at any width, only its own
 * `width` and `height` follow. Sizes to tell in Liquid (image.width, image.height): PRODUCT_SIZE,
 * COLLECTION_SIZE, SHOP_FILES[name]. The same subject is the same text, always; a product's is under 6 KB, a scene's under 12.
 */
import { TYPES } from "../history/catalogue-table.ts";
import { Random } from "../history/random.ts";
import { composition } from "./abstract.ts";
import { drawingOf } from "./drawings/drawings.ts";
import { createPaint, type Outlines } from "./paint.ts";
import { paletteFor, paletteNumber, withSaidColor, type Palette } from "./palette.ts";
import { group, heightOf, still, type Size, type Standing } from "./scene.ts";
import { windowsill } from "./windowsill.ts";

export const PRODUCT_VIEWS = 2;
export const PRODUCT_SIZE: Size = { width: 1200, height: 1500 };
export const COLLECTION_SIZE: Size = { width: 1200, height: 900 };

/** Pictures that the shop's settings use. */
export const SHOP_FILES: Readonly<Record<string, Size>> = {
  "still-life.svg": { width: 1200, height: 1000 },
  "workshop.svg": { width: 1200, height: 900 },
};

export interface ProductSubject {
  seed: number;
  productType: string;
  title: string;
  /** Of the picture in pixels; PRODUCT_SIZE's unless told. */
  width?: number;
  /** From 1 to PRODUCT_VIEWS. */
  view?: number;
}

export function productPicture(subject: ProductSubject): string {
  const { seed, title, width, view = 1 } = subject;
  const palette = paletteFor(seed, title);
  const scene = { palette, size: PRODUCT_SIZE, width };
  return still(scene, thing(subject, palette, { count: 0 }), {
    near: view > 1,
    random: new Random(seed, 3),
  });
}

export interface CollectionSubject {
  handle: string;
  title: string;
  width?: number;
}

/** Three things of the collection's types; plain forms where the collection isn't of the catalogue. */
export function collectionPicture({ handle, title, width }: CollectionSubject): string {
  const own = TYPES.filter(({ collection }) => collection === title).map(({ type }) => type);
  const types =
    own.length > 0 ? own : title === "Gifts" ? ["Gift Cards", "Cards", "Decorations"] : [""];
  const chosen = [0, 1, 2].map((index) => types[index % types.length] ?? "");
  return arrangement({ name: handle, size: COLLECTION_SIZE, width }, chosen);
}

/** Null for a name there is no picture of. */
export function shopFile(name: string, width?: number): string | null {
  const size = SHOP_FILES[name];
  if (!size) return null;
  if (name === "still-life.svg") return stillLife({ size, width });
  return arrangement({ name, size, width }, ["Storage Jars", "Garden Tools", "Notebooks"]);
}

/** What stands on the sill, from left to right. */
// prettier-ignore
const ON_THE_SILL = [
  { productType: "Planters", title: "Terracotta", seed: 11, x: 84, scale: 0.6, colors: 0 },
  { productType: "Preserves", title: "Marmalade", seed: 5, x: 304, scale: 0.46, colors: 3 },
  { productType: "Notebooks", title: "Ruled Notebook", seed: 8, x: 348, scale: 0.42, colors: 6 },
  { productType: "Teapots", title: "Cobalt Teapot", seed: 4, x: 178, scale: 0.52, colors: 3 },
  { productType: "Mugs", title: "Willow Mug", seed: 7, x: 256, scale: 0.44, colors: 1 },
] as const;

function stillLife({ size, width }: { size: Size; width: number | undefined }): string {
  const room = { ...paletteNumber(0), main: "#c98a6a", table: "#c9a77d" };
  const outlines: Outlines = { count: 0 };
  const things = ON_THE_SILL.map(({ x, scale, colors, ...subject }): Standing => ({
    inner: thing(subject, withSaidColor(paletteNumber(colors), subject.title), outlines),
    at: [x, 258],
    scale,
  }));
  return group({ palette: room, size, width }, things, windowsill(room));
}

/** Things side by side, the outer ones behind, each in colours of its own before one wall. */
function arrangement(
  scene: { name: string; size: Size; width: number | undefined },
  types: readonly string[],
): string {
  const seed = seedOf(scene.name);
  const room = paletteNumber(seed);
  const outlines: Outlines = { count: 0 };
  const high = heightOf(scene.size);
  const scale = 2.2 / (types.length + 0.35);
  const middle = (types.length - 1) / 2;
  const standing = types.map((type, index): Standing & { back: number } => {
    const palette = { ...paletteNumber(seed + 1 + index * 2), wall: room.wall, table: room.table };
    const title = TYPES.find((row) => row.type === type)?.titles.split("|")[index] ?? type;
    const back = (index + 1) % 2;
    return {
      inner: thing({ seed: seed + index, productType: type, title }, palette, outlines),
      at: [
        Math.round(200 + ((index - middle) * 356) / types.length),
        Math.round(high * (back === 1 ? 0.8 : 0.88)),
      ],
      scale: scale * (back === 1 ? 1 : 0.92),
      back,
    };
  });
  standing.sort((a, b) => b.back - a.back);
  return group({ palette: room, size: scene.size, width: scene.width }, standing);
}

function thing(
  { seed, productType, title }: Pick<ProductSubject, "seed" | "productType" | "title">,
  palette: Palette,
  outlines: Outlines,
): string {
  const random = new Random(seed, 2);
  const paint = createPaint({ palette, random, title }, outlines);
  return drawingOf(productType)?.(paint) ?? composition(palette, random);
}

/** 32-bit FNV-1a: a number for a name. */
function seedOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
