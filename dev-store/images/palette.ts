/** Colours that go together: a wall, a table, and four for what stands on it. */
import { Random } from "../history/random.ts";

export interface Palette {
  wall: string;
  table: string;
  /** The thing itself. */
  main: string;
  /** Paper, glaze, cloth: always light. */
  pale: string;
  /** A smaller area that answers the main colour. */
  accent: string;
  /** Thin lines. */
  ink: string;
}

// prettier-ignore
const PALETTES: readonly Palette[] = [
  { wall: "#ece2d3", table: "#d8c5a8", main: "#b3583b", pale: "#fbf5ea", accent: "#46604f", ink: "#3b2d26" },
  { wall: "#d9e0d0", table: "#bcc7aa", main: "#55714f", pale: "#f7f2e4", accent: "#c58a4c", ink: "#2c3a2c" },
  { wall: "#f1dfd5", table: "#dfbfae", main: "#a34d43", pale: "#fdf5ec", accent: "#567079", ink: "#412a26" },
  { wall: "#d8e3e6", table: "#b5c8cd", main: "#35607a", pale: "#f6f2e8", accent: "#d08c58", ink: "#23343c" },
  { wall: "#f3e6c4", table: "#dfc68c", main: "#bd7f2a", pale: "#fdf7e8", accent: "#5c6f4e", ink: "#42321c" },
  { wall: "#e6dce3", table: "#cab7c5", main: "#70495f", pale: "#f9f2f2", accent: "#c48c67", ink: "#35242f" },
  { wall: "#f2ece1", table: "#ddd0ba", main: "#2f4a5a", pale: "#fffdf8", accent: "#c4643d", ink: "#23292d" },
  { wall: "#e5ccb7", table: "#cda588", main: "#7c4231", pale: "#f9ecdd", accent: "#74886a", ink: "#3a221a" },
  { wall: "#dde2dc", table: "#c3cbc1", main: "#3f5f5a", pale: "#f6f4ec", accent: "#cf8467", ink: "#233130" },
];

/** A few pictures stand before a dark wall, so that a page of them has a rhythm. */
// prettier-ignore
const DARK: readonly Palette[] = [
  { wall: "#4f5e4e", table: "#3f4c3f", main: "#d7a262", pale: "#f3e9d6", accent: "#c96e4e", ink: "#2a2f28" },
  { wall: "#3a4f5e", table: "#2e404d", main: "#dcb069", pale: "#f3eadb", accent: "#c9755a", ink: "#232c33" },
  { wall: "#6e463c", table: "#593730", main: "#e0b08a", pale: "#f7eadd", accent: "#8c9c7d", ink: "#38231d" },
];
const DARK_SHARE = 0.12;

/** Words of a title that say a colour. */
// prettier-ignore
const SAID: readonly [words: RegExp, color: string][] = [
  [/cobalt|sea salt|seaweed/i, "#2f5597"], [/indigo|night|sleep|diary/i, "#3b4874"],
  [/moss|pine|eucalyptus|nettle|sencha/i, "#66794f"], [/fern|rosemary|herb\b|verbena|cedar|willow/i, "#4c7255"],
  [/ochre|honey|buckthorn|turmeric|beeswax|oat|chamomile|sunflower/i, "#c3892f"],
  [/plum|damson|fig|elder/i, "#6c3f5d"], [/lavender|foxglove/i, "#8475aa"],
  [/rose|raspberry|berry|sweet pea|hibiscus/i, "#b85d66"], [/charcoal|cast iron|smok|slate|espresso/i, "#4a4743"],
  [/lemon/i, "#d9b23c"], [/orange|marmalade|tomato|clove|chai|ginger/i, "#cd6f36"],
  [/terracotta|clay|assam|breakfast|rooibos/i, "#b3583b"], [/speckled|oat milk|unscented|wren/i, "#8c8474"],
];

/** The title's own colour where it says one: a cobalt mug is cobalt. */
export function withSaidColor(palette: Palette, title: string): Palette {
  const said = SAID.find(([words]) => words.test(title))?.[1];
  return said === undefined ? palette : { ...palette, main: said };
}

export function paletteFor(seed: number, title: string): Palette {
  const random = new Random(seed, 1);
  if (!SAID.some(([words]) => words.test(title)) && random.chance(DARK_SHARE)) {
    return random.pick(DARK);
  }
  const palette = random.pick(PALETTES);
  const { main, accent } = palette;
  return withSaidColor(
    random.chance(0.35) ? { ...palette, main: accent, accent: main } : palette,
    title,
  );
}

/** Light palettes in order, for scenes that choose by number. */
export function paletteNumber(index: number): Palette {
  const palette = PALETTES[index % PALETTES.length];
  if (palette === undefined) throw new RangeError(`no palette has the number ${index}`);
  return palette;
}
