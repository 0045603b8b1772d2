/** Biscuits, preserves, cloths, jars and boards. */
import { motif, motifFor } from "../motifs.ts";
import { block, cylinder, solid, type Drawing } from "../paint.ts";
import { circle, ellipse, place, rect, shape, stroke } from "../shapes.ts";

const BAKED = ["#d9a860", "#c98f4c", "#e0b873", "#a86a3a"] as const;

/** A pile of biscuits on a plate. */
export const biscuits: Drawing = (paint) => {
  const { palette, random, title } = paint;
  const dough = /chocolate|ginger/i.test(title) ? BAKED[3] : random.pick(BAKED);
  const count = random.between(4, 6);
  let pile = "";
  for (let n = 0; n < count; n++) {
    const x = random.between(-9, 9);
    const y = -30 - n * 23;
    pile +=
      solid(paint, {
        outline: block([x - 62, y - 22, 124, 22], 10),
        fill: dough,
        reach: [x - 62, y - 22, x + 62],
      }) +
      stroke(
        `M${x - 40} ${y - 11}h.1M${x - 14} ${y - 9}h.1M${x + 10} ${y - 12}h.1M${x + 34} ${y - 9}h.1`,
        "#7c4a24",
        4,
      );
  }
  const top = -30 - count * 23;
  return (
    shape("M-112 -22h224q-14 22 -60 22h-104q-46 0 -60 -22z", palette.main) +
    ellipse([0, -22], [112, 13], palette.pale) +
    ellipse([0, -23], [84, 8], "shade 8") +
    pile +
    place(
      ellipse([0, 0], [54, 15], dough) +
        ellipse([0, 0], [54, 15], "light 20") +
        stroke("M-24 0h.1M-6 5h.1M4 -6h.1M24 2h.1", "#7c4a24", 4),
      { at: [random.between(-8, 8), top + 4], turn: random.between(-7, 7) },
    )
  );
};

/** A jar with a cloth over its lid and a label. */
export const preserve: Drawing = (paint) => {
  const { palette } = paint;
  const filling = palette.main;
  const on =
    rect([-70, -118, 140, 130], filling) +
    rect([-52, -94, 104, 66], palette.pale, 5) +
    motif(
      motifFor(paint, ["lemons", "flower", "sprig", "bee"]),
      { color: palette.accent, second: palette.ink, paint },
      { half: 46, height: 122, scale: 0.62 },
    );
  const cloth =
    "M-58 -150Q0 -166 58 -150L74 -112Q54 -122 38 -110Q20 -122 2 -110Q-16 -122 -36 -110Q-54 -122 -74 -112z";
  return (
    solid(paint, {
      outline: "M-50 -136h100q20 10 20 30v86q0 20 -18 20h-104q-18 0 -18 -20v-86q0 -20 20 -30z",
      fill: "#f3efe4",
      reach: [-70, -136, 70],
      on,
    }) +
    shape(cloth, palette.accent) +
    paint.clip(
      cloth,
      place(
        motif(
          "check",
          { color: palette.pale, second: palette.pale, paint },
          { half: 80, height: 60 },
        ),
        { at: [0, -108] },
      ),
    ) +
    stroke("M-61 -134Q0 -122 61 -134", palette.pale, 4)
  );
};

/** A cloth over a rail. */
export const teaTowel: Drawing = (paint) => {
  const { palette, random } = paint;
  const on =
    rect([-66, -62, 132, 9], palette.accent) +
    rect([-66, -46, 132, 4], palette.accent) +
    place(
      motif(
        motifFor(paint, ["stripes", "check", "fern", "lemons"]),
        { color: palette.main, second: palette.accent, paint },
        { half: 66, height: 150, scale: 1.35 },
      ),
      { at: [0, -58] },
    );
  return (
    rect([-104, -232, 208, 8], palette.ink, 4) +
    circle([-104, -228], 8, palette.ink) +
    circle([104, -228], 8, palette.ink) +
    shape("M-58 -234h124v176l-10 6l-114 -8z", palette.accent) +
    solid(paint, {
      outline: `M-66 -234q66 -8 132 0v${random.between(204, 210)}q-66 12 -132 0z`,
      fill: palette.pale,
      reach: [-66, -240, 66],
      on,
    })
  );
};

/** A storage jar with a cork lid; glass shows what is in it. */
export const storageJar: Drawing = (paint) => {
  const { palette, random, title } = paint;
  const glass = /glass|pasta|spice/i.test(title);
  const tall = /tall|pasta/i.test(title) ? 200 : random.between(134, 160);
  const half = /tall|pasta/i.test(title) ? 48 : 66;
  const content = glass
    ? rect([-half, Math.round(-tall * 0.66), half * 2, tall], palette.main)
    : motif(
        motifFor(paint, ["plain", "speckles", "stripes"]),
        { color: palette.pale, second: palette.accent, paint },
        { half, height: tall, scale: 1 },
      );
  return (
    solid(paint, {
      outline: cylinder(half, tall, 10),
      fill: glass ? "#e9efec" : palette.main,
      reach: [-half, -tall, half],
      on: content,
    }) +
    ellipse([0, -tall], [half, 10], "shade 18") +
    solid(paint, {
      outline: `M${-half + 6} ${-tall - 20}V${-tall}A${half - 6} 9 0 0 0 ${half - 6} ${-tall}V${-tall - 20}z`,
      fill: "#c89a63",
      reach: [-half + 6, -tall - 20, half - 6],
    }) +
    ellipse([0, -tall - 20], [half - 6, 9], "#dbb280") +
    place(
      rect([-24, -16, 48, 32], palette.pale, 5) + stroke("M-12 -4h24M-12 6h15", palette.ink, 2.4),
      { at: [0, -Math.round(tall * 0.42)] },
    )
  );
};

const WOODS = ["#b98550", "#8c5a38", "#d0a468", "#a87443"] as const;

/** A board against the wall, with cheese and bread. */
export const servingBoard: Drawing = (paint) => {
  const { palette, random, title } = paint;
  const stone = /slate/i.test(title) ? "#54585a" : /marble/i.test(title) ? "#eceae5" : null;
  const wood = stone ?? (/walnut/i.test(title) ? WOODS[1] : random.pick(WOODS));
  const round = /round/i.test(title);
  const outline = round
    ? "M0 -236a20 20 0 0 1 20 20v14a92 92 0 1 1 -40 0v-14a20 20 0 0 1 20 -20z"
    : "M0 -252q24 0 22 30q0 18 14 22h34q14 0 14 14v172q0 14 -14 14h-140q-14 0 -14 -14v-172q0 -14 14 -14h34q14 -4 14 -22q-2 -30 22 -30z";
  const grain =
    stone === null
      ? stroke(
          "M-60 -10q10 -80 -4 -190M-24 0q14 -90 2 -200M20 0q-8 -100 8 -210M56 -4q6 -90 -2 -190",
          palette.ink,
          { width: 2, opacity: 0.16 },
        )
      : stroke("M-80 -150q60 30 90 -20t90 10M-80 -60q50 -30 80 10t80 -10", palette.ink, {
          width: 1.6,
          opacity: 0.18,
        });
  return (
    solid(paint, { outline, fill: wood, reach: [-92, -252, 92], on: grain }) +
    circle([0, -226], 8, palette.wall) +
    shape("M-108 4l58 -46q30 6 34 46z", "#ecc85f") +
    shape("M-108 4l58 -46l-2 8l-40 38z", "light 30") +
    circle([-46, -12], 5, "shade 14") +
    circle([-64, -4], 3.5, "shade 14") +
    place(
      ellipse([0, 0], [22, 21], palette.accent) +
        stroke("M0 -19q2 -10 8 -13", palette.ink, 3) +
        shape("M6 -27q12 -8 18 2q-10 6 -18 -2z", "#5d7a4c"),
      { at: [56, -14] },
    )
  );
};
