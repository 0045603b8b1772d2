import { argumentsOf, textOf, type Filters } from "../liquid/filter.ts";
import { LiquidObject } from "../liquid/object.ts";

interface Face {
  family: string;
  fallback: string;
  weight: number;
  style: "normal" | "italic";
  handle: string;
}

/** Families that Shopify names by what every machine has; the rest are drawn by these as well. */
const SERIFS = /serif|garamond|playfair|lora|merriweather|baskerville|times|georgia|bodoni|caslon/;
const MONOS = /mono|courier|code/;

function faceOf(handle: string): Face {
  const [, family = handle, style = "n", weight = "4"] = /^(.+?)_([nio])(\d)$/.exec(handle) ?? [];
  const name = family
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
  const sans = /sans/.test(family);
  const fallback = MONOS.test(family)
    ? "monospace"
    : SERIFS.test(family) && !sans
      ? "serif"
      : "sans-serif";
  const generic = /^(system_ui|sans-serif|serif|mono(space)?)$/.test(family);
  return {
    family: generic ? (family === "system_ui" ? "system-ui" : family) : name,
    fallback,
    weight: Number(weight) * 100,
    style: style === "n" ? "normal" : "italic",
    handle,
  };
}

/** A font setting. No font is loaded from elsewhere: the family falls back to the machine's own. */
export class FontDrop extends LiquidObject {
  readonly #face: Face;

  constructor(face: Face) {
    super();
    this.#face = face;
  }
  static of(handle: unknown): FontDrop | null {
    const text = textOf(handle);
    return text === "" ? null : new FontDrop(faceOf(text));
  }
  face(): Face {
    return this.#face;
  }
  get family(): string {
    const { family } = this.#face;
    return family.includes(" ") ? `"${family}"` : family;
  }
  get fallback_families(): string {
    return this.#face.fallback;
  }
  get weight(): number {
    return this.#face.weight;
  }
  get style(): string {
    return this.#face.style;
  }
  get baseline_ratio(): number {
    return 0.1;
  }
  /** True keeps themes from asking for files of fonts, of which the dev store has none. */
  "system?"(): boolean {
    return true;
  }
  get variants(): FontDrop[] {
    return [this];
  }
  override toString(): string {
    return this.#face.handle;
  }
  override valueOf(): unknown {
    return this;
  }
}

function weightOf(asked: string, current: number): number {
  if (asked === "bold") return 700;
  if (asked === "normal") return 400;
  if (asked === "lighter") return Math.max(100, current - 300);
  if (asked === "bolder") return Math.min(900, current + 300);
  const number = Number(asked);
  return /^[+-]/.test(asked) ? current + number : number || current;
}

export const FONT: Filters = {
  font_modify(font, property, value) {
    if (!(font instanceof FontDrop)) return undefined;
    const face = font.face();
    const asked = textOf(value);
    return new FontDrop(
      textOf(property) === "weight"
        ? { ...face, weight: Math.min(900, Math.max(100, weightOf(asked, face.weight))) }
        : { ...face, style: asked === "italic" || asked === "oblique" ? "italic" : "normal" },
    );
  },
  /** A face made of what the machine has, under the font's name. */
  font_face(font, ...rest) {
    if (!(font instanceof FontDrop)) return "";
    const { family, fallback, weight, style } = font.face();
    const { named } = argumentsOf(this, rest);
    const display = named["font_display"];
    const local =
      fallback === "serif" ? "Georgia" : fallback === "monospace" ? "Courier New" : "Arial";
    return `@font-face { font-family: "${family}"; font-weight: ${weight}; font-style: ${style};${
      display === undefined ? "" : ` font-display: ${textOf(display)};`
    } src: local("${local}"); }`;
  },
  font_url: () => "",
};
