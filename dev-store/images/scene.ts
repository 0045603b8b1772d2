/** A wall, a table, light from the left: where things stand. */
import type { Palette } from "./palette.ts";
import { ellipse, place, rect, round } from "./shapes.ts";

export interface Size {
  width: number;
  height: number;
}

/** Everything is drawn in this many units of width, whatever the picture's. */
export const UNITS_WIDE = 400;

export interface Still {
  palette: Palette;
  /** Stands on the origin, about 220 units wide and 260 high at most. */
  inner: string;
  size: Size;
  /** In pixels; the size's own unless told. */
  width?: number;
  /** Nearer and from a little to the side. */
  close?: boolean;
}

export function still({ palette, inner, size, width = size.width, close = false }: Still): string {
  const high = heightOf(size);
  const tableTop = Math.round(high * (close ? 0.66 : 0.7));
  const floor = Math.round(high * (close ? 0.9 : 0.84));
  const room =
    rect([0, 0, UNITS_WIDE, high], palette.wall) +
    (close
      ? ellipse([130, floor - 190], [250, 250], "light 16")
      : ellipse([200, floor - 130], [150, 150], "light 20")) +
    rect([0, tableTop, UNITS_WIDE, high - tableTop], palette.table);
  const scale = close ? 1.5 : 1;
  return svg(
    size,
    width,
    room + place(shadow(112) + inner, { at: [close ? 216 : 200, floor], scale }),
  );
}

/** Where a thing touches the table. */
export function shadow(halfWidth: number): string {
  return ellipse([halfWidth * 0.12, 1], [halfWidth, halfWidth * 0.1], "shade 16");
}

export function svg(size: Size, width: number, inner: string): string {
  const high = heightOf(size);
  const height = Math.round((width * size.height) / size.width);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${height}" viewBox="0 0 ${UNITS_WIDE} ${high}">${inner}</svg>`;
}

export function heightOf(size: Size): number {
  return Math.round((UNITS_WIDE * size.height) / size.width);
}
