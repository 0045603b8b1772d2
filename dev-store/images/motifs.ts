/** Small figures that decorate cups, cloths and cards: what the product's name says, else by chance. */
import type { Paint } from "./paint.ts";
import { circle, ellipse, place, rect, shape, stroke } from "./shapes.ts";

export type MotifName =
  | "bird"
  | "hare"
  | "fern"
  | "sprig"
  | "stripes"
  | "check"
  | "speckles"
  | "lemons"
  | "bee"
  | "flower"
  | "plain";

// prettier-ignore
const SAID: readonly [words: RegExp, motif: MotifName][] = [
  [/wren|bird|robin/i, "bird"], [/hare/i, "hare"], [/fern|moss|herb\b|garden\b/i, "fern"],
  [/willow|peppermint|nettle|verbena|rosemary|olive/i, "sprig"], [/stripe|herringbone|waffle/i, "stripes"],
  [/check|picnic/i, "check"], [/speckled|oat|salt/i, "speckles"], [/lemon|orange|apple/i, "lemons"],
  [/bee|honey/i, "bee"], [/rose|chamomile|hibiscus|flower|orchid|jasmine|lavender|cosmos|pea\b/i, "flower"],
];

export function motifFor({ title, random }: Paint, otherwise: readonly MotifName[]): MotifName {
  return SAID.find(([words]) => words.test(title))?.[1] ?? random.pick(otherwise);
}

/** Figures are centred on the origin, about 70 across. */
const FIGURES: Partial<Record<MotifName, (color: string, second: string) => string>> = {
  bird: (color, second) =>
    stroke("M2 18l-3 14M10 17l1 15", color, 2) +
    shape(
      "M-24 -2L-40 -26Q-26 -24 -15 -13C-5 -25 12 -27 20 -20Q29 -24 33 -14L42 -10L33 -7C32 12 14 23 -2 19Q-20 14 -24 -2z",
      color,
    ) +
    shape("M-12 -6Q4 -16 12 0Q2 12 -12 -6z", second) +
    circle([27, -14], 1.8, second),
  hare: (color, second) =>
    shape(
      "M-26 34C-36 10 -18 -8 3 -6Q6 -14 14 -17L4 -42Q18 -40 20 -20L22 -46Q33 -36 28 -16Q40 -10 36 -2Q30 3 23 4Q28 18 24 28L32 34z",
      color,
    ) +
    circle([-27, 28], 5, second) +
    circle([28, -7], 1.8, second),
  fern: (color) =>
    stroke("M0 42Q4 0 -2 -40", color, 2.5) +
    [-30, -18, -6, 6, 18, 30]
      .map((y) => {
        const reach = Math.round(12 + (y + 40) * 0.2);
        return shape(
          `M0 ${y + 6}q${-reach} -2 ${-reach - 4} ${-reach}q${reach} 0 ${reach + 4} ${reach}zM0 ${y + 6}q${reach} -2 ${reach + 4} ${-reach}q${-reach} 0 ${-reach - 4} ${reach}z`,
          color,
        );
      })
      .join(""),
  sprig: (color) =>
    stroke("M-6 40Q10 6 2 -30", color, 2.5) +
    shape(
      "M2 -28q-12 -8 -4 -24q12 12 4 24zM4 -8q18 -4 22 -20q-20 2 -22 20zM2 4q-18 0 -24 -18q22 0 24 18zM2 22q20 0 26 -18q-22 0 -26 18zM-2 32q-18 -2 -22 -18q20 2 22 18z",
      color,
    ),
  bee: (color, second) =>
    ellipse([-10, -14], [9, 15], second) +
    ellipse([8, -16], [9, 15], second) +
    ellipse([0, 4], [26, 15], color) +
    rect([-8, -10, 5, 28], second) +
    rect([6, -10, 5, 28], second),
  flower: (color, second) =>
    stroke("M0 42V2", color, 2.5) +
    shape("M0 34q18 0 22 -16q-20 0 -22 16zM0 38q-18 0 -22 -16q20 0 22 16z", color) +
    [0, 72, 144, 216, 288]
      .map((turn) => place(ellipse([0, -15], [9, 14], color), { at: [0, -12], turn }))
      .join("") +
    circle([0, -12], 7, second),
  lemons: (color, second) =>
    place(ellipse([0, 0], [22, 16], color) + shape("M20 -3l9 3l-9 3z", color), {
      at: [-6, 8],
      turn: -24,
    }) + shape("M6 -8q4 -24 30 -24q-4 24 -30 24z", second),
};

/** One figure in the middle of a surface, or a pattern over all of it. */
export function motif(
  name: MotifName,
  colors: { color: string; second: string; paint: Paint },
  area: { half: number; height: number; scale?: number },
): string {
  const { color, second, paint } = colors;
  const { half, height, scale = 1 } = area;
  const figure = FIGURES[name];
  if (figure) return place(figure(color, second), { at: [0, -height / 2], scale });
  if (name === "stripes") return stripes(color, half, height);
  if (name === "check") return check(color, half, height);
  if (name === "speckles") return speckles(paint, { half, height, color });
  return "";
}

function stripes(color: string, half: number, height: number): string {
  let d = "";
  for (let y = -height + 14; y < -6; y += 22) d += `M${-half} ${y}h${2 * half}`;
  return stroke(d, color, 7);
}

function check(color: string, half: number, height: number): string {
  const step = Math.max(24, Math.round(half / 3));
  let across = "";
  let down = "";
  for (let y = -height + step / 2; y < 0; y += step)
    across += `M${-half} ${Math.round(y)}h${2 * half}`;
  for (let x = -half + step / 2; x < half; x += step)
    down += `M${Math.round(x)} ${-height}v${height}`;
  const line = { width: step / 2, opacity: 0.45 };
  return stroke(across, color, line) + stroke(down, color, line);
}

const SPECKLES = 26;

export function speckles(
  { random }: Paint,
  { half, height, color }: { half: number; height: number; color: string },
): string {
  let d = "";
  for (let dot = 0; dot < SPECKLES; dot++) {
    d += `M${random.between(-half, half)} ${random.between(-height, -4)}h.1`;
  }
  return stroke(d, color, { width: 3.2, opacity: 0.55 });
}
