import { isBlank, textOf, type Filters } from "../liquid/filter.ts";
import { float, toNumber } from "../liquid/float.ts";
import { LiquidObject } from "../liquid/object.ts";

interface Channels {
  red: number;
  green: number;
  blue: number;
  alpha: number;
}

const HEX = /^#?([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i;
const RGB = /^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)(?:[\s,/]+([\d.]+))?\s*\)$/i;

function channelsOf(text: string): Channels | null {
  const hex = HEX.exec(text.trim())?.[1];
  if (hex !== undefined) {
    const digits = hex.length <= 4 ? hex.replace(/./g, "$&$&") : hex;
    const at = (index: number) => parseInt(digits.slice(index * 2, index * 2 + 2), 16);
    return { red: at(0), green: at(1), blue: at(2), alpha: digits.length === 8 ? at(3) / 255 : 1 };
  }
  const rgb = RGB.exec(text.trim());
  if (rgb === null) return null;
  const [, red, green, blue, alpha] = rgb.map(Number);
  return {
    red: red ?? 0,
    green: green ?? 0,
    blue: blue ?? 0,
    alpha: Number.isNaN(alpha) ? 1 : (alpha ?? 1),
  };
}

function hslOf({
  red,
  green,
  blue,
}: Channels): [hue: number, saturation: number, lightness: number] {
  const [r, g, b] = [red / 255, green / 255, blue / 255];
  const [max, min] = [Math.max(r, g, b), Math.min(r, g, b)];
  const lightness = (max + min) / 2;
  const range = max - min;
  if (range === 0) return [0, 0, lightness * 100];
  const saturation = range / (1 - Math.abs(2 * lightness - 1));
  const sector =
    max === r ? ((g - b) / range) % 6 : max === g ? (b - r) / range + 2 : (r - g) / range + 4;
  return [(sector * 60 + 360) % 360, saturation * 100, lightness * 100];
}

function fromHsl(
  [hue, saturation, lightness]: readonly [number, number, number],
  alpha: number,
): Channels {
  const [s, l] = [saturation / 100, lightness / 100];
  const channel = (shift: number) => {
    const k = (shift + hue / 30) % 12;
    return Math.round(255 * (l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return { red: channel(0), green: channel(8), blue: channel(4), alpha };
}

const hexOf = ({ red, green, blue }: Channels): string =>
  `#${[red, green, blue].map((value) => Math.round(value).toString(16).padStart(2, "0")).join("")}`;

/** A worked out colour: prints as hex, or with its alpha if it lets something through. */
function shown(channels: Channels): ColorDrop {
  const { red, green, blue, alpha } = channels;
  const solid = alpha >= 1;
  const text = `rgba(${Math.round(red)}, ${Math.round(green)}, ${Math.round(blue)}, ${Number(alpha.toFixed(2))})`;
  return new ColorDrop(solid ? hexOf(channels) : text, channels);
}

/** A color setting's value: prints as written, and knows its parts. */
export class ColorDrop extends LiquidObject {
  readonly #text: string;
  readonly #channels: Channels;

  constructor(text: string, channels: Channels) {
    super();
    this.#text = text;
    this.#channels = channels;
  }
  static of(value: unknown): ColorDrop | null {
    if (isBlank(value)) return null;
    const text = textOf(value);
    const channels = channelsOf(text);
    return channels === null ? null : new ColorDrop(text, channels);
  }
  channels(): Channels {
    return this.#channels;
  }
  override valueOf(): string {
    return this.#text;
  }
  override toString(): string {
    return this.#text;
  }
  override toJSON(): string {
    return this.#text;
  }
  get red(): number {
    return Math.round(this.#channels.red);
  }
  get green(): number {
    return Math.round(this.#channels.green);
  }
  get blue(): number {
    return Math.round(this.#channels.blue);
  }
  get alpha(): unknown {
    return float(this.#channels.alpha);
  }
  get rgb(): string {
    return `${this.red} ${this.green} ${this.blue}`;
  }
  get rgba(): string {
    return `${this.rgb} / ${this.#channels.alpha.toFixed(1)}`;
  }
  get hue(): number {
    return Math.round(hslOf(this.#channels)[0]);
  }
  get saturation(): unknown {
    return float(Math.round(hslOf(this.#channels)[1]));
  }
  get lightness(): unknown {
    return float(Math.round(hslOf(this.#channels)[2]));
  }
}

function read(value: unknown): Channels {
  const color = value instanceof ColorDrop ? value : ColorDrop.of(value);
  if (color === null) throw new Error(`invalid color: ${textOf(value)}`);
  return color.channels();
}

const numberOf = (value: unknown): number => toNumber(value) ?? (Number(textOf(value)) || 0);
const within = (value: number, max: number): number => Math.min(max, Math.max(0, value));

/** Moves one of hue, saturation and lightness; light by percent points, as Shopify does. */
const shifted = (index: 1 | 2, sign: 1 | -1) => (value: unknown, percent: unknown) => {
  const channels = read(value);
  const hsl = hslOf(channels);
  hsl[index] = within(hsl[index] + sign * numberOf(percent), 100);
  return shown(fromHsl(hsl, channels.alpha));
};

const brightness = ({ red, green, blue }: Channels): number =>
  (red * 299 + green * 587 + blue * 114) / 1000;

function luminance({ red, green, blue }: Channels): number {
  const linear = (value: number) =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function mix(value: unknown, other: unknown, percent: unknown): ColorDrop {
  const [a, b] = [read(value), read(other)];
  const part = numberOf(percent) / 100;
  const channel = (name: keyof Channels) => a[name] * part + b[name] * (1 - part);
  return shown({
    red: channel("red"),
    green: channel("green"),
    blue: channel("blue"),
    alpha: channel("alpha"),
  });
}

export const COLOR: Filters = {
  color_to_rgb(value) {
    const { red, green, blue, alpha } = read(value);
    return alpha < 1
      ? `rgba(${red}, ${green}, ${blue}, ${alpha})`
      : `rgb(${red}, ${green}, ${blue})`;
  },
  color_to_hex: (value) => hexOf(read(value)),
  color_to_hsl(value) {
    const channels = read(value);
    const [hue, saturation, lightness] = hslOf(channels).map(Math.round);
    return `hsl(${hue}, ${saturation}%, ${lightness}%)`;
  },
  color_extract(value, part) {
    const found = new ColorDrop("", read(value)) as unknown as Record<string, unknown>;
    return found[textOf(part)];
  },
  color_brightness: (value) => Math.round(brightness(read(value)) * 100) / 100,
  color_modify(value, part, to) {
    const channels = { ...read(value) };
    const name = textOf(part);
    if (name in channels) {
      channels[name as keyof Channels] = numberOf(to);
      return shown(channels);
    }
    const index = ["hue", "saturation", "lightness"].indexOf(name);
    if (index < 0) throw new Error(`invalid color component: ${name}`);
    const hsl = hslOf(channels);
    hsl[index] = numberOf(to);
    return shown(fromHsl(hsl, channels.alpha));
  },
  color_lighten: shifted(2, 1),
  color_darken: shifted(2, -1),
  color_saturate: shifted(1, 1),
  color_desaturate: shifted(1, -1),
  color_mix: mix,
  color_contrast(value, other) {
    const [a, b] = [luminance(read(value)), luminance(read(other))];
    return Math.round(((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)) * 10) / 10;
  },
  color_difference(value, other) {
    const [a, b] = [read(value), read(other)];
    return Math.abs(a.red - b.red) + Math.abs(a.green - b.green) + Math.abs(a.blue - b.blue);
  },
  brightness_difference(value, other) {
    return Math.round(Math.abs(brightness(read(value)) - brightness(read(other))) * 10) / 10;
  },
};
