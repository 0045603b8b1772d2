/** What a room round a window is drawn with: the picture that greets at the shop's door. */
import type { Palette } from "./palette.ts";
import { circle, ellipse, rect, shape, stroke } from "./shapes.ts";

const SKY = "#dfe9e6";

/** Wall, window and sill; hills, a sun and a tree line outside. */
export function windowsill(palette: Palette): string {
  const [left, top, width, height] = [58, 18, 284, 222];
  const view =
    rect([left, top, width, height], SKY) +
    circle([276, 82], 26, "#f3d58a") +
    circle([276, 82], 40, "light 26") +
    shape("M58 178Q120 122 190 168T342 150V240H58z", "#b9c9ae") +
    shape("M58 204Q140 160 220 202T342 192V240H58z", "#97ad8a") +
    [88, 104, 124].map((x) => ellipse([x, 172], [8, 15], "#6f8a68")).join("");
  const frame =
    stroke(`M${left} ${top}h${width}v${height}h${-width}z`, palette.pale, 11) +
    stroke("M200 18v222M58 118h284", palette.pale, 7);
  const curtain = (x: number, bend: number): string =>
    shape(
      `M${x} 6h${bend * 58}q${-bend * 6} 110 ${-bend * 30} 168q${-bend * 14} 30 ${-bend * 28} 34z`,
      palette.main,
    ) +
    shape(`M${x} 6h${bend * 20}q${-bend * 2} 100 ${-bend * 12} 180l${-bend * 8} 20z`, "light 12");
  return (
    rect([0, 0, 400, 334], palette.wall) +
    view +
    frame +
    rect([34, -2, 332, 7], palette.ink, 3) +
    curtain(38, 1) +
    curtain(362, -1) +
    rect([20, 240, 360, 34], palette.table, 4) +
    rect([20, 240, 360, 4], "light 34", 2) +
    rect([28, 274, 344, 60], palette.wall) +
    rect([28, 274, 344, 8], "shade 10")
  );
}
