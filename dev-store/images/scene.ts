/** A wall, a table, light from the left: where things stand. */
import type { Random } from "../history/random.ts";
import type { Palette } from "./palette.ts";
import { circle, ellipse, place, rect, round, type Point } from "./shapes.ts";

export interface Size {
  width: number;
  height: number;
}

/** Everything is drawn in this many units of width, whatever the picture's. */
const UNITS_WIDE = 400;

export interface Scene {
  palette: Palette;
  size: Size;
  /** In pixels; the size's own unless told. */
  width?: number | undefined;
}

/** One thing in the middle; nearer, it fills the frame and leans out of it. */
export function still(
  scene: Scene,
  inner: string,
  { near, random }: { near: boolean; random: Random },
): string {
  const high = heightOf(scene.size);
  const at: Point = near ? [212, Math.round(high * 0.9)] : [200, Math.round(high * 0.83)];
  const glow = near
    ? circle([random.between(70, 160), at[1] - 210], random.between(210, 260), "light 16")
    : circle(
        [random.between(150, 250), at[1] - random.between(110, 190)],
        random.between(140, 190),
        "light 22",
      );
  return svg(
    scene,
    room(scene, at[1], glow) + place(shadow(108) + inner, { at, scale: near ? 1.62 : 1.34 }),
  );
}

export interface Standing {
  inner: string;
  at: Point;
  scale: number;
}

/** Several things beside each other, the first ones farthest back; `behind` them a room if not the usual one. */
export function group(scene: Scene, things: readonly Standing[], behind?: string): string {
  const floor = Math.max(...things.map(({ at }) => at[1]));
  const glow = ellipse([120, floor - 150], [230, 170], "light 18");
  const standing = things.map(({ inner, at, scale }) => place(shadow(100) + inner, { at, scale }));
  return svg(scene, (behind ?? room(scene, floor, glow)) + standing.join(""));
}

function room({ palette, size }: Scene, floor: number, glow: string): string {
  const high = heightOf(size);
  const edge = floor - Math.round(high * 0.13);
  return (
    rect([0, 0, UNITS_WIDE, high], palette.wall) +
    glow +
    rect([0, edge, UNITS_WIDE, high - edge], palette.table) +
    rect([0, edge, UNITS_WIDE, 2], "light 30")
  );
}

/** Where a thing touches the table. */
function shadow(halfWidth: number): string {
  return ellipse([14, 2], [halfWidth, 12], "shade 14");
}

function svg({ size, width = size.width }: Scene, inner: string): string {
  const height = Math.round((width * size.height) / size.width);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${height}" viewBox="0 0 ${UNITS_WIDE} ${heightOf(size)}">${inner}</svg>`;
}

export function heightOf(size: Size): number {
  return Math.round((UNITS_WIDE * size.height) / size.width);
}
