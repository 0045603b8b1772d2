/** Contrast by WCAG 2.1 (https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio). Colours are #rrggbb. */

/** Steps in which a colour is made darker or lighter; finer than the eye tells apart. */
const STEPS = 200;
/** The ink must read on it: what a passing colour has to reach against black or white. */
const INK_CONTRAST_MIN = 4.5;

type Rgb = readonly [red: number, green: number, blue: number];

export function isColor(text: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(text);
}

/** From 1 (the same) to 21 (black and white). */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(rgbOf(one)), luminance(rgbOf(other))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** White where it reads, as the theme blocks decide it too; else black, which then always reads. */
export function inkOn(color: string): "#000000" | "#ffffff" {
  return contrast(color, "#ffffff") >= INK_CONTRAST_MIN ? "#ffffff" : "#000000";
}

/**
 * The colour of the same hue nearest to `color` that stands out from `ground` by `ratio`: made darker
 * or lighter in small steps, whichever comes sooner. Null where neither end does.
 */
export function nearestThatPasses(color: string, ground: string, ratio: number): string | null {
  const from = rgbOf(color);
  for (let step = 1; step <= STEPS; step += 1) {
    for (const end of [0, 255]) {
      const mixed = hexOf(from.map((part) => part + ((end - part) * step) / STEPS));
      if (contrast(mixed, ground) >= ratio && contrast(mixed, inkOn(mixed)) >= INK_CONTRAST_MIN)
        return mixed;
    }
  }
  return null;
}

function rgbOf(color: string): Rgb {
  if (!isColor(color)) throw new Error(`"${color}" is not a colour like #1a7f5a`);
  const part = (at: number): number => Number.parseInt(color.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

function hexOf(parts: readonly number[]): string {
  return `#${parts.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
