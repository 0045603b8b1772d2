/** SVG elements as text. Numbers are rounded to tenths: finer than a pixel, and small. */

export type Point = readonly [x: number, y: number];

export interface Stroke {
  width: number;
  opacity?: number;
  dash?: string;
}

export function rect(box: readonly [number, number, number, number], fill: string, r = 0): string {
  const [x, y, width, height] = box.map(round);
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}"${r > 0 ? ` rx="${round(r)}"` : ""}${paint(fill)}/>`;
}

export function ellipse(center: Point, radii: Point, fill: string): string {
  return `<ellipse cx="${round(center[0])}" cy="${round(center[1])}" rx="${round(radii[0])}" ry="${round(radii[1])}"${paint(fill)}/>`;
}

export function circle(center: Point, radius: number, fill: string): string {
  return `<circle cx="${round(center[0])}" cy="${round(center[1])}" r="${round(radius)}"${paint(fill)}/>`;
}

/** `d` is path text whose numbers are whole already. */
export function shape(d: string, fill: string): string {
  return `<path d="${d}"${paint(fill)}/>`;
}

export function stroke(d: string, color: string, line: number | Stroke): string {
  const { width, opacity, dash } = typeof line === "number" ? { width: line } : line;
  return (
    `<path d="${d}" fill="none" stroke="${color}" stroke-width="${round(width)}" stroke-linecap="round" stroke-linejoin="round"` +
    (opacity === undefined ? "" : ` opacity="${opacity}"`) +
    (dash === undefined ? "" : ` stroke-dasharray="${dash}"`) +
    "/>"
  );
}

export interface Placement {
  at: Point;
  scale?: number;
  turn?: number;
  opacity?: number;
}

export function place(inner: string, { at, scale = 1, turn = 0, opacity = 1 }: Placement): string {
  const moves = [
    `translate(${round(at[0])} ${round(at[1])})`,
    turn === 0 ? "" : `rotate(${round(turn)})`,
    scale === 1 ? "" : `scale(${Math.round(scale * 100) / 100})`,
  ].filter(Boolean);
  return `<g transform="${moves.join(" ")}"${opacity === 1 ? "" : ` opacity="${opacity}"`}>${inner}</g>`;
}

/** What is drawn inside shows only within the outline. The id must be the picture's only one of its name. */
export function within(id: string, outline: string, inner: string): string {
  return `<clipPath id="${id}"><path d="${outline}"/></clipPath><g clip-path="url(#${id})">${inner}</g>`;
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Shade and light are black and white let through: `shade 12` is black at 12 %. */
function paint(fill: string): string {
  const [, kind, percent] = /^(shade|light) (\d+)$/.exec(fill) ?? [];
  if (kind === undefined) return ` fill="${fill}"`;
  return ` fill="${kind === "shade" ? "#2a1a10" : "#fff"}" opacity="${Number(percent) / 100}"`;
}
