import { COLLECTION_SIZE, PRODUCT_SIZE, PRODUCT_VIEWS, SHOP_FILES } from "../../images/pictures.ts";
import type { Collection, Product } from "../../shop/records.ts";
import { float } from "../liquid/float.ts";
import { LiquidObject } from "../liquid/object.ts";

interface Picture {
  id: number;
  src: string;
  alt: string;
  width: number;
  height: number;
  position: number;
  /** Tells apart what has the same name, and is part of the address. */
  version: string;
}

/** A picture as Liquid's image and, since the store has no films, as its media too. */
export class ImageDrop extends LiquidObject {
  readonly #picture: Picture;

  constructor(picture: Picture) {
    super();
    this.#picture = picture;
  }
  get id(): number {
    return this.#picture.id;
  }
  get src(): string {
    return this.#picture.src;
  }
  get alt(): string {
    return this.#picture.alt;
  }
  get width(): number {
    return this.#picture.width;
  }
  get height(): number {
    return this.#picture.height;
  }
  get position(): number {
    return this.#picture.position;
  }
  get aspect_ratio(): unknown {
    return float(this.width / this.height);
  }
  get media_type(): string {
    return "image";
  }
  get preview_image(): this {
    return this;
  }
  get version(): string {
    return this.#picture.version;
  }
  get presentation(): unknown {
    return { focal_point: "50.0% 50.0%" };
  }
  get variants(): unknown[] {
    return [];
  }
  override toString(): string {
    return this.#picture.src;
  }
  override toJSON(): unknown {
    const { id, alt, width, height, position, src } = this.#picture;
    const image = {
      aspect_ratio: width / height,
      height,
      width,
      src: `/cdn/shop/${src}?v=${this.version}`,
    };
    return { alt, id, position, preview_image: image, ...image, media_type: "image" };
  }
}

export function productImages(product: Product): ImageDrop[] {
  return Array.from({ length: PRODUCT_VIEWS }, (_, index) => {
    const view = index + 1;
    const name = view === 1 ? String(product.imageSeed) : `${product.imageSeed}-${view}`;
    return new ImageDrop({
      id: product.imageSeed * 10 + view,
      src: `products/${name}.svg`,
      alt: product.title,
      position: view,
      version: product.id,
      ...PRODUCT_SIZE,
    });
  });
}

export function collectionImage(collection: Collection): ImageDrop {
  return new ImageDrop({
    id: Number(collection.id),
    src: `collections/${collection.handle}.svg`,
    alt: collection.title,
    position: 1,
    version: collection.id,
    ...COLLECTION_SIZE,
  });
}

const FILE = /^shopify:\/\/shop_images\/(.+)$/;

/** The image that a setting names; nil where the shop has no such file. */
export function fileImage(value: unknown): ImageDrop | null {
  const name = FILE.exec(typeof value === "string" ? value : "")?.[1] ?? "";
  const size = SHOP_FILES[name];
  if (size === undefined) return null;
  return new ImageDrop({
    id: 1,
    src: `files/${name}`,
    alt: "",
    position: 1,
    version: "1",
    ...size,
  });
}
