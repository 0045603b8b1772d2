/** What a drawing is made with: colours, chance, the product's name, and outlines to stay within. */
import type { Random } from "../history/random.ts";
import type { Palette } from "./palette.ts";
import { rect, shape, within } from "./shapes.ts";

export interface Paint {
  palette: Palette;
  random: Random;
  title: string;
  /** What is drawn inside shows only within the outline. */
  clip(outline: string, inner: string): string;
}

/** A drawing stands on the origin: up is negative, about 200 wide and 260 high at most. */
export type Drawing = (paint: Paint) => string;

/** Outlines are numbered, since several drawings may share a picture. */
export interface Outlines {
  count: number;
}

export function createPaint(
  { palette, random, title }: Pick<Paint, "palette" | "random" | "title">,
  outlines: Outlines = { count: 0 },
): Paint {
  return {
    palette,
    random,
    title,
    clip: (outline, inner) => within(`o${outlines.count++}`, outline, inner),
  };
}

export interface Solid {
  outline: string;
  fill: string;
  /** How far it reaches: left, top, right; what shades and lights it needs to know. */
  reach: readonly [left: number, top: number, right: number];
  /** Drawn on its surface. */
  on?: string;
}

/** A thing with a lit left side and a shaded right one. */
export function solid(paint: Paint, { outline, fill, reach, on = "" }: Solid): string {
  const [left, top, right] = reach;
  const width = right - left;
  const light =
    rect([left + width * 0.68, top, width * 0.4, -top + 20], "shade 9") +
    rect([left + width * 0.08, top, width * 0.07, -top + 20], "light 18");
  return shape(outline, fill) + paint.clip(outline, on + light);
}

/** Upright, with a round foot: the outline of pots, tins and jars. All numbers whole. */
export function cylinder(half: number, height: number, foot = 9): string {
  return `M${-half} ${-height}V${-foot}A${half} ${foot} 0 0 0 ${half} ${-foot}V${-height}z`;
}

/** Wider above than below, or the other way round. */
export function tapered(top: number, bottom: number, height: number, foot = 9): string {
  return `M${-top} ${-height}L${-bottom} ${-foot}A${bottom} ${foot} 0 0 0 ${bottom} ${-foot}L${top} ${-height}z`;
}

/** A block with soft corners. */
export function block(
  box: readonly [x: number, y: number, width: number, height: number],
  r: number,
): string {
  const [x, y, width, height] = box;
  return (
    `M${x + r} ${y}h${width - 2 * r}a${r} ${r} 0 0 1 ${r} ${r}v${height - 2 * r}a${r} ${r} 0 0 1 ${-r} ${r}` +
    `h${2 * r - width}a${r} ${r} 0 0 1 ${-r} ${-r}v${2 * r - height}a${r} ${r} 0 0 1 ${r} ${-r}z`
  );
}
