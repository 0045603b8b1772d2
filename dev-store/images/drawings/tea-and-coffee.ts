/** Tins, pouches, bags, pots and cups. */
import { motif, motifFor } from "../motifs.ts";
import { block, cylinder, solid, type Drawing, type Paint } from "../paint.ts";
import { circle, ellipse, place, rect, shape, stroke } from "../shapes.ts";

/** A tin with a lid and a paper label, some leaves before it. */
export const teaTin: Drawing = (paint) => {
  const { palette, random } = paint;
  const height = random.between(150, 186);
  const half = random.between(60, 70);
  const label = place(
    rect([-half, -86, half * 2, 78], palette.pale) +
      stroke(`M${-half} -80h${half * 2}M${-half} -14h${half * 2}`, palette.main, 1.5) +
      motif(
        motifFor(paint, ["sprig", "flower", "fern"]),
        { color: palette.main, second: palette.accent, paint },
        { half, height: 94, scale: 0.66 },
      ),
    { at: [0, -24] },
  );
  return (
    solid(paint, {
      outline: cylinder(half, height, 10),
      fill: palette.main,
      reach: [-half, -height, half],
      on: label,
    }) +
    ellipse([0, -height], [half, 10], "shade 20") +
    solid(paint, {
      outline: `M${-half - 3} ${-height - 26}V${-height - 4}A${half + 3} 10 0 0 0 ${half + 3} ${-height - 4}V${-height - 26}z`,
      fill: palette.accent,
      reach: [-half - 3, -height - 26, half + 3],
    }) +
    ellipse([0, -height - 26], [half + 3, 10], palette.accent) +
    ellipse([0, -height - 26], [half + 3, 10], "light 22") +
    leaves(paint, half)
  );
};

function leaves({ palette, random }: Paint, beside: number): string {
  return [0, 1, 2, 3]
    .map((leaf) =>
      place(shape("M-9 0Q0 -8 9 0Q0 6 -9 0z", leaf % 2 === 0 ? palette.accent : palette.ink), {
        at: [beside - 26 + leaf * 15, 8 + (leaf % 2) * 8],
        turn: random.between(-50, 50),
      }),
    )
    .join("");
}

/** A stand-up paper pouch with a folded top. */
export const herbalPouch: Drawing = (paint) => {
  const { palette } = paint;
  const on =
    place(
      rect([-58, -120, 116, 96], palette.pale, 48) +
        motif(
          motifFor(paint, ["flower", "sprig", "fern"]),
          { color: palette.main, second: palette.accent, paint },
          { half: 60, height: 146, scale: 0.95 },
        ),
      { at: [0, -2] },
    ) + rect([-90, -206, 180, 30], "shade 10");
  return (
    solid(paint, {
      outline: "M-72 -206h144l8 190q0 14 -16 16h-128q-16 -2 -16 -16z",
      fill: palette.main,
      reach: [-80, -206, 80],
      on,
    }) +
    stroke("M-70 -176h140", palette.ink, { width: 1.5, opacity: 0.4, dash: "5 5" }) +
    circle([0, -191], 5, palette.pale)
  );
};

/** A side-folded bag with a tin tie, beans before it. */
export const coffeeBag: Drawing = (paint) => {
  const { palette } = paint;
  const bean = (at: readonly [number, number], turn: number): string =>
    place(ellipse([0, 0], [11, 7.5], "#5b3a29") + stroke("M-9 0q9 -5 18 0", "#3c2519", 1.8), {
      at,
      turn,
    });
  const on =
    rect([-76, -128, 152, 84], palette.pale) +
    rect([-76, -128, 152, 12], palette.accent) +
    circle([0, -82], 19, palette.main) +
    stroke("M-7 -76v-10q7 -8 14 0v10zM7 -84q7 0 6 6q-1 4 -6 3", palette.pale, 2.4) +
    rect([-52, -56, 104, 3], palette.ink);
  return (
    solid(paint, {
      outline: "M-66 -210h132l8 24v176q0 10 -10 10h-128q-10 0 -10 -10v-176z",
      fill: palette.main,
      reach: [-74, -210, 74],
      on,
    }) +
    rect([-70, -206, 140, 16], palette.ink, 4) +
    rect([-80, -202, 22, 8], palette.accent, 3) +
    rect([58, -202, 22, 8], palette.accent, 3) +
    bean([64, 6], -20) +
    bean([84, 12], 30) +
    bean([44, 14], 10) +
    bean([72, 20], -40)
  );
};

/** A round pot with spout, handle and lid. */
export const teapot: Drawing = (paint) => {
  const { palette, title } = paint;
  const glass = /glass/i.test(title);
  const fill = glass ? "#eef3f1" : palette.main;
  const on = glass
    ? ellipse([0, -30], [96, 62], "#c9853f")
    : motif(
        motifFor(paint, ["speckles", "plain", "sprig"]),
        { color: palette.pale, second: palette.accent, paint },
        { half: 84, height: 128, scale: 1.15 },
      );
  return (
    stroke("M72 -104q52 -22 54 24q0 44 -52 48", fill, 15) +
    shape("M-64 -84q-34 4 -44 -38q-2 -12 -14 -14l2 -8q28 -4 34 22q6 14 22 2z", fill) +
    solid(paint, {
      outline: "M-44 -134Q-90 -110 -84 -62Q-80 -20 -46 0H46Q80 -20 84 -62Q90 -110 44 -134z",
      fill,
      reach: [-88, -136, 88],
      on,
    }) +
    ellipse([0, -134], [46, 9], "shade 18") +
    shape("M-42 -137Q0 -166 42 -137Q0 -126 -42 -137z", glass ? palette.accent : fill) +
    circle([0, -159], 9, glass ? palette.ink : palette.accent)
  );
};

/** A cup with a handle, its glaze dipped in another colour, steam above. */
export const mug: Drawing = (paint) => {
  const { palette, random, title } = paint;
  const low = /big|soup|espresso/i.test(title);
  const half = low ? 74 : random.between(56, 64);
  const height = low ? 100 : random.between(114, 130);
  const dipped = random.chance(0.5)
    ? rect([-half, -height, half * 2, Math.round(height * 0.2)], palette.pale)
    : rect([-half, -22, half * 2, 24], palette.pale);
  const figure = motifFor(paint, ["plain", "speckles", "sprig", "stripes"]);
  const on =
    dipped +
    motif(
      figure,
      { color: palette.pale, second: palette.accent, paint },
      { half, height, scale: 0.9 },
    );
  const grip = Math.round(height * 0.26);
  return (
    stroke(
      `M${half - 6} ${-height + grip}q52 -10 48 ${Math.round(height * 0.24)}q-4 30 -52 30`,
      palette.main,
      13,
    ) +
    solid(paint, {
      outline: `M${-half} ${-height}V-26Q${-half} 0 ${-half + 26} 0H${half - 26}Q${half} 0 ${half} -26V${-height}z`,
      fill: palette.main,
      reach: [-half, -height, half],
      on,
    }) +
    ellipse([0, -height], [half, 11], palette.pale) +
    ellipse([0, -height + 2], [half - 6, 8], "#6b432b") +
    stroke(
      `M-12 ${-height - 22}q-12 -16 0 -30t0 -30M16 ${-height - 26}q-10 -14 0 -26t0 -26`,
      palette.pale,
      { width: 4.5, opacity: 0.8 },
    )
  );
};

/** A box of paper, for what comes boxed. */
export function box(paint: Paint, width: number, height: number): string {
  const { palette } = paint;
  return solid(paint, {
    outline: block([-width / 2, -height, width, height], 4),
    fill: palette.main,
    reach: [-width / 2, -height, width / 2],
    on:
      rect([-9, -height, 18, height], palette.pale) +
      rect([-width / 2, -height * 0.62, width, 16], palette.pale),
  });
}
