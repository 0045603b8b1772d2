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
 * COLLECTION_SIZE, SHOP_FILES[name]. The same subject is the same text, always; under 6 KB.
 */
import { Random } from "../history/random.ts";
import { composition } from "./abstract.ts";
import { paletteFor } from "./palette.ts";
import { still, type Size } from "./scene.ts";

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

export function productPicture({ seed, title, width, view = 1 }: ProductSubject): string {
  const palette = paletteFor(seed, title);
  const inner = composition(palette, new Random(seed, 2));
  return still({
    palette,
    inner,
    size: PRODUCT_SIZE,
    ...(width === undefined ? {} : { width }),
    close: view > 1,
  });
}

export interface CollectionSubject {
  handle: string;
  title: string;
  width?: number;
}

export function collectionPicture({ handle, title, width }: CollectionSubject): string {
  const seed = seedOf(handle);
  const palette = paletteFor(seed, title);
  const inner = composition(palette, new Random(seed, 2));
  return still({
    palette,
    inner,
    size: COLLECTION_SIZE,
    ...(width === undefined ? {} : { width }),
  });
}

export function shopFile(name: string, width?: number): string | null {
  const size = SHOP_FILES[name];
  if (!size) return null;
  const seed = seedOf(name);
  const palette = paletteFor(seed, name);
  return still({
    palette,
    inner: composition(palette, new Random(seed, 2)),
    size,
    ...(width === undefined ? {} : { width }),
  });
}

/** 32-bit FNV-1a: a number for a name. */
function seedOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
