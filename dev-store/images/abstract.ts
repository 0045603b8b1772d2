/** A still composition of plain forms: what a product looks like of which only a name is known. */
import type { Random } from "../history/random.ts";
import type { Palette } from "./palette.ts";
import { circle, ellipse, rect, shape } from "./shapes.ts";

type Form = (x: number, size: number, fill: string) => string;

/** Each stands on the line y = 0. */
const FORMS: readonly Form[] = [
  (x, size, fill) => circle([x, -size / 2], size / 2, fill),
  (x, size, fill) =>
    shape(`M${x - half(size)} 0a${half(size)} ${half(size)} 0 0 1 ${2 * half(size)} 0z`, fill),
  (x, size, fill) => {
    const w = half(size * 0.7);
    return shape(`M${x - w} 0v${-2 * w}a${w} ${w} 0 0 1 ${2 * w} 0v${2 * w}z`, fill);
  },
  (x, size, fill) => rect([x - size * 0.3, -size * 1.2, size * 0.6, size * 1.2], fill, 4),
  (x, size, fill) =>
    rect([x - size * 0.42, -size * 0.84, size * 0.84, size * 0.84], fill, size * 0.16),
  (x, size, fill) => ellipse([x, -size * 0.26], [size * 0.5, size * 0.26], fill),
  (x, size, fill) =>
    shape(`M${x - half(size)} 0L${x} ${-2 * half(size * 0.9)}L${x + half(size)} 0z`, fill),
];

/** Stands on the origin, about 220 wide. */
export function composition(palette: Palette, random: Random): string {
  const fills = [palette.main, palette.accent, palette.pale, palette.main];
  const backSize = random.between(130, 170);
  const back = random.pick(FORMS)(
    random.between(-30, 30),
    backSize,
    fills[random.between(0, 2)] ?? palette.main,
  );
  const left = random.pick(FORMS)(
    random.between(-86, -54),
    random.between(70, 104),
    palette.accent,
  );
  const right = random.pick(FORMS)(random.between(48, 82), random.between(74, 112), palette.main);
  const small = random.pick(FORMS)(random.between(-18, 24), random.between(40, 58), palette.pale);
  const sun = random.chance(0.6)
    ? circle(
        [random.pick([-64, 66]), random.between(-206, -176)],
        random.between(24, 36),
        palette.pale,
      )
    : "";
  return sun + back + left + right + small;
}

function half(size: number): number {
  return Math.round(size / 2);
}
