import {
  argumentsOf,
  isBlank,
  textOf,
  type Arguments,
  type Filter,
  type Filters,
} from "../liquid/filter.ts";
import { toNumber } from "../liquid/float.ts";
import { LiquidObject } from "../liquid/object.ts";
import { ImageDrop } from "../objects/image.ts";
import { attributesOf, escapeText } from "./html.ts";

/** Shopify draws no picture wider or higher than this. */
const SIDE_MAX = 5_760;

/** Widths that `image_tag` offers of its own accord. */
const WIDTHS = [352, 832, 1_200, 1_920, 2_560, 3_840];

/** The address of an image, which `image_tag` needs to know more of than a string tells. */
class ImageUrl extends LiquidObject {
  readonly #image: ImageDrop;
  readonly #query: Record<string, string>;

  constructor(image: ImageDrop, query: Record<string, string>) {
    super();
    this.#image = image;
    this.#query = query;
  }
  image(): ImageDrop {
    return this.#image;
  }
  width(): number {
    const { width, height } = this.#query;
    if (width !== undefined) return Number(width);
    if (height === undefined) return this.#image.width;
    return Math.round((Number(height) * this.#image.width) / this.#image.height);
  }
  height(): number {
    const { width, height, crop } = this.#query;
    if (height !== undefined && (crop !== undefined || width === undefined)) return Number(height);
    return Math.round((this.width() * this.#image.height) / this.#image.width);
  }
  at(width: number): string {
    const { height, ...rest } = this.#query;
    const scaled =
      height === undefined
        ? {}
        : { height: String(Math.round((Number(height) * width) / this.width())) };
    return new ImageUrl(this.#image, { ...rest, ...scaled, width: String(width) }).valueOf();
  }
  override valueOf(): string {
    const query = new URLSearchParams({ v: this.#image.version, ...this.#query });
    return `/cdn/shop/${this.#image.src}?${query}`;
  }
  override toString(): string {
    return this.valueOf();
  }
  override toJSON(): string {
    return this.valueOf();
  }
}

function imageOf(value: unknown): ImageDrop | null {
  if (value instanceof ImageDrop) return value;
  if (!(value instanceof LiquidObject)) return null;
  const {
    featured_image: featured,
    image,
    preview_image: preview,
  } = value as unknown as Record<string, unknown>;
  return [featured, image, preview].find((found) => found instanceof ImageDrop) ?? null;
}

function sideOf(value: unknown, name: string): string | null {
  if (isBlank(value)) return null;
  const side = Math.round(toNumber(value) ?? Number(textOf(value)));
  if (!(side >= 1 && side <= SIDE_MAX))
    throw new Error(`invalid ${name}: it must be between 1 and ${SIDE_MAX}`);
  return String(side);
}

const imageUrl: Filter = function imageUrlFilter(value, ...rest) {
  if (isBlank(value)) throw new Error("invalid url input");
  const image = imageOf(value);
  if (image === null) return textOf(value);
  const { named } = argumentsOf(this, rest);
  const query: Record<string, string> = {};
  const [width, height] = [sideOf(named["width"], "width"), sideOf(named["height"], "height")];
  if (width !== null) query["width"] = width;
  if (height !== null) query["height"] = height;
  if (!isBlank(named["crop"])) query["crop"] = textOf(named["crop"]);
  return new ImageUrl(image, query);
};

function widthsOf(url: ImageUrl, { named }: Arguments): number[] {
  const asked = textOf(named["widths"])
    .split(",")
    .map((width) => Number(width.trim()))
    .filter((width) => width > 0);
  const widths = asked.length > 0 ? asked : WIDTHS;
  const most = asked.length > 0 ? SIDE_MAX : url.width();
  const kept = widths.filter((width) => width <= most);
  return asked.length > 0 || kept.includes(url.width()) ? kept : [...kept, url.width()];
}

const imageTag: Filter = function imageTagFilter(value, ...rest) {
  const given = argumentsOf(this, rest);
  const url =
    value instanceof ImageUrl
      ? value
      : imageOf(value) === null
        ? null
        : new ImageUrl(imageOf(value) as ImageDrop, {});
  if (url === null) return `<img src="${escapeText(textOf(value))}"${attributesOf(given.named)}>`;
  const { widths: _widths, preload: _preload, srcset, alt, ...attributes } = given.named;
  const noSrcset = "srcset" in given.named && isBlank(srcset);
  const set = widthsOf(url, given).map((width) => `${url.at(width)} ${width}w`);
  return `<img${attributesOf({
    src: url.valueOf(),
    alt: alt ?? url.image().alt,
    ...(noSrcset ? {} : { srcset: isBlank(srcset) ? set.join(", ") : srcset }),
    width: url.width(),
    height: url.height(),
    ...attributes,
  })}>`;
};

const SIZE = /^(\d*)x(\d*)$/;
const NAMED_SIZES: Readonly<Record<string, number>> = {
  pico: 16,
  icon: 32,
  thumb: 50,
  small: 100,
  compact: 160,
  medium: 240,
  large: 480,
  grande: 600,
};

/** The older filter: `img_url: '300x300'`, `'large'`, `'master'`. */
const imgUrl: Filter = function imgUrlFilter(value, ...rest) {
  const image = imageOf(value);
  if (image === null) return textOf(value);
  const { plain, named } = argumentsOf(this, rest);
  const asked = textOf(plain[0] ?? "small");
  const [, width = "", height = ""] = SIZE.exec(asked) ?? [];
  const side = NAMED_SIZES[asked];
  const query: Record<string, string> = {};
  if (side !== undefined) query["width"] = String(side);
  if (width !== "") query["width"] = width;
  if (height !== "") query["height"] = height;
  if (!isBlank(named["crop"])) query["crop"] = textOf(named["crop"]);
  return new ImageUrl(image, query);
};

/** A still picture in the place of what the merchant has not chosen yet. */
function placeholder(name: unknown, className: unknown): string {
  const drawn = /product/.test(textOf(name))
    ? "M150 400V220l112-70 113 70v180z"
    : "M90 400l120-160 80 100 60-70 90 130z";
  return `<svg${attributesOf({ class: isBlank(className) ? null : className })} xmlns="http://www.w3.org/2000/svg" viewBox="0 0 525 525" aria-hidden="true" preserveAspectRatio="xMidYMid slice"><path fill="currentColor" fill-opacity=".08" d="M0 0h525v525H0z"/><path fill="currentColor" fill-opacity=".2" d="${drawn}"/></svg>`;
}

const mediaTag: Filter = function mediaTagFilter(media, ...rest) {
  const { named } = argumentsOf(this, rest);
  const image = imageOf(media);
  if (image === null) return "";
  const { image_size: _size, ...attributes } = named;
  return `<img${attributesOf({ src: new ImageUrl(image, {}).valueOf(), alt: image.alt, ...attributes })}>`;
};

export const MEDIA: Filters = {
  image_url: imageUrl,
  image_tag: imageTag,
  img_url: imgUrl,
  product_img_url: imgUrl,
  collection_img_url: imgUrl,
  img_tag(url, alt, className) {
    return `<img${attributesOf({ src: textOf(url), alt: textOf(alt), class: isBlank(className) ? null : className })} />`;
  },
  placeholder_svg_tag: placeholder,
  media_tag: mediaTag,
  video_tag: () => "",
  external_video_tag: () => "",
  external_video_url: () => "",
  model_viewer_tag: () => "",
};
