/** Soap, creams, salts, candles, cushions and throws. */
import { motif, motifFor, speckles } from "../motifs.ts";
import { block, cylinder, solid, type Drawing } from "../paint.ts";
import { circle, ellipse, place, rect, shape, stroke } from "../shapes.ts";

/** Two bars on a dish, the upper one with a paper band. */
export const soap: Drawing = (paint) => {
  const { palette, random } = paint;
  const bar = (y: number, fill: string, turn: number, on: string): string =>
    place(
      solid(paint, { outline: block([-82, -54, 164, 54], 15), fill, reach: [-82, -54, 82], on }),
      { at: [random.between(-6, 6), y], turn },
    );
  const flecks = place(speckles(paint, { half: 74, height: 46, color: palette.ink }), {
    at: [0, -4],
  });
  const band =
    rect([-34, -60, 68, 66], palette.pale) +
    rect([-34, -60, 4, 66], palette.accent) +
    rect([30, -60, 4, 66], palette.accent) +
    place(
      motif(
        motifFor(paint, ["sprig", "flower"]),
        { color: palette.accent, second: palette.main, paint },
        { half: 30, height: 54, scale: 0.5 },
      ),
      { at: [0, 0] },
    );
  const bubbles =
    circle([94, -30], 9, "light 55") +
    circle([108, -50], 5, "light 55") +
    circle([86, -52], 4, "light 55");
  return (
    shape("M-110 -14h220q-6 14 -24 14h-172q-18 0 -24 -14z", palette.accent) +
    rect([-110, -20, 220, 8], palette.accent, 4) +
    rect([-110, -20, 220, 8], "light 24", 4) +
    bar(-20, palette.main, 0, flecks) +
    bar(-74, palette.main, random.between(-3, 3), rect([-90, -60, 180, 70], "light 26") + band) +
    bubbles
  );
};

/** A metal tube on its cap, rolled up at its end. */
export const handCream: Drawing = (paint) => {
  const { palette, title } = paint;
  if (/balm/i.test(title)) return balmTin(paint);
  const on =
    rect([-60, -168, 120, 104], palette.pale) +
    place(
      motif(
        motifFor(paint, ["flower", "sprig", "fern"]),
        { color: palette.main, second: palette.accent, paint },
        { half: 50, height: 100, scale: 0.86 },
      ),
      { at: [0, -68] },
    );
  return (
    solid(paint, {
      outline: "M-56 -214h112l-10 166q-2 14 -24 16h-44q-22 -2 -24 -16z",
      fill: palette.main,
      reach: [-56, -214, 56],
      on,
    }) +
    solid(paint, {
      outline: block([-62, -232, 124, 22], 5),
      fill: palette.accent,
      reach: [-62, -232, 62],
    }) +
    stroke("M-54 -221h108", palette.ink, { width: 1.5, opacity: 0.35 }) +
    solid(paint, {
      outline: "M-32 -34h64l5 28q0 6 -6 6h-62q-6 0 -6 -6z",
      fill: palette.ink,
      reach: [-37, -34, 37],
    })
  );
};

const balmTin: Drawing = (paint) => {
  const { palette } = paint;
  return (
    solid(paint, { outline: cylinder(88, 54, 13), fill: palette.main, reach: [-88, -54, 88] }) +
    ellipse([0, -54], [88, 15], palette.pale) +
    place(ellipse([0, 0], [76, 12], palette.accent), { at: [0, -54] }) +
    place(
      solid(paint, {
        outline: "M0 -84a84 84 0 1 1 0 168a84 84 0 0 1 0 -168z",
        fill: palette.accent,
        reach: [-84, -84, 84],
      }) +
        circle([0, 0], 62, palette.pale) +
        place(
          motif(
            "sprig",
            { color: palette.main, second: palette.accent, paint },
            { half: 50, height: 0, scale: 1.05 },
          ),
          { at: [0, 4] },
        ),
      { at: [34, -96], turn: 8 },
    )
  );
};

/** A corked jar of salt with a scoop before it. */
export const bathSalts: Drawing = (paint) => {
  const { palette } = paint;
  const on =
    rect([-70, -120, 140, 130], palette.main) +
    rect([-70, -120, 140, 130], "light 52") +
    place(
      speckles(paint, { half: 66, height: 112, color: "#fff" }) +
        speckles(paint, { half: 66, height: 112, color: palette.main }),
      { at: [0, -4] },
    );
  return (
    solid(paint, {
      outline: "M-40 -158h80v18q34 10 34 44v76q0 20 -20 20h-108q-20 0 -20 -20v-76q0 -34 34 -44z",
      fill: "#edf1ec",
      reach: [-74, -158, 74],
      on,
    }) +
    solid(paint, {
      outline: block([-36, -186, 72, 36], 6),
      fill: "#c89a63",
      reach: [-36, -186, 36],
    }) +
    stroke("M-42 -144h84", palette.accent, 5) +
    place(
      rect([-18, 0, 36, 46], palette.pale, 4) +
        circle([0, 9], 3, palette.ink) +
        stroke("M-9 22h18M-9 31h12", palette.ink, 2.2),
      { at: [44, -132], turn: -12 },
    ) +
    place(
      rect([-4, -70, 8, 62], "#a87443", 4) + shape("M-20 -14h40q0 26 -20 26t-20 -26z", "#a87443"),
      { at: [96, 6], turn: 64 },
    )
  );
};

/** A candle in a glass, lit; dinner candles stand by themselves. */
export const candle: Drawing = (paint) => {
  const { palette, random, title } = paint;
  if (/dinner|advent/i.test(title)) return dinnerCandles(paint);
  const half = random.between(60, 70);
  const height = random.between(116, 136);
  const on =
    rect([-half, -height, half * 2, 22], palette.pale) +
    rect([-40, -86, 80, 60], palette.pale, 4) +
    place(
      motif(
        motifFor(paint, ["sprig", "fern", "flower"]),
        { color: palette.accent, second: palette.main, paint },
        { half: 40, height: 112, scale: 0.58 },
      ),
      { at: [0, 0] },
    );
  return (
    flame(0, -height - 8, 1.15) +
    solid(paint, {
      outline: cylinder(half, height, 10),
      fill: palette.main,
      reach: [-half, -height, half],
      on,
    }) +
    ellipse([0, -height], [half, 10], "#fff8e4") +
    stroke(`M0 ${-height}v-12`, palette.ink, 3)
  );
};

export function flame(x: number, y: number, scale: number): string {
  return place(
    circle([0, -22], 62, "light 20") +
      circle([0, -22], 36, "light 26") +
      shape("M0 -52q20 24 12 40q-4 12 -12 12t-12 -12q-8 -16 12 -40z", "#f2b441") +
      shape("M0 -30q10 12 6 22q-2 6 -6 6t-6 -6q-4 -10 6 -22z", "#fdeab4"),
    { at: [x, y], scale },
  );
}

const dinnerCandles: Drawing = (paint) => {
  const { palette } = paint;
  return [
    [-62, 150],
    [0, 190],
    [62, 130],
  ]
    .map(([x = 0, height = 0]) =>
      place(
        flame(0, -height - 24, 0.8) +
          solid(paint, {
            outline: `M-8 ${-height - 18}q8 -6 16 0l4 ${height - 6}h-24z`,
            fill: palette.main,
            reach: [-12, -height - 18, 12],
          }) +
          solid(paint, {
            outline: "M-34 0q0 -12 18 -13v-24h32v24q18 1 18 13z",
            fill: palette.accent,
            reach: [-34, -37, 34],
          }),
        { at: [x, 0] },
      ),
    )
    .join("");
};

/** A plump square. */
export const cushion: Drawing = (paint) => {
  const { palette, random, title } = paint;
  const plain = /velvet|wool/i.test(title);
  const outline =
    "M-96 -190Q0 -176 96 -190Q108 -190 106 -178Q92 -94 106 -14Q108 0 94 0Q0 -12 -94 0Q-108 0 -106 -14Q-92 -94 -106 -178Q-108 -190 -96 -190z";
  const on = plain
    ? stroke(
        "M0 -96q-40 -40 -96 -88M0 -96q40 -40 96 -88M0 -96q-40 44 -96 92M0 -96q40 44 96 92",
        palette.ink,
        { width: 2, opacity: 0.22 },
      ) + circle([0, -96], 8, palette.accent)
    : motif(
        motifFor(paint, ["stripes", "check", "fern"]),
        { color: palette.pale, second: palette.accent, paint },
        { half: 106, height: 192, scale: 1.8 },
      );
  return place(solid(paint, { outline, fill: palette.main, reach: [-106, -190, 106], on }), {
    at: [0, 0],
    turn: random.between(-3, 3),
  });
};

/** A folded blanket with a fringe, on a stool. */
export const throwBlanket: Drawing = (paint) => {
  const { palette, random } = paint;
  const name = motifFor(paint, ["stripes", "check", "plain"]);
  const fold = (y: number, fill: string, width: number): string =>
    place(
      solid(paint, {
        outline: block([-width / 2, -46, width, 46], 20),
        fill,
        reach: [-width / 2, -46, width / 2],
        on: motif(
          name,
          { color: palette.pale, second: palette.accent, paint },
          { half: width / 2, height: 46 },
        ),
      }),
      { at: [0, y] },
    );
  let fringe = "";
  for (let x = -84; x <= 84; x += 12) fringe += `M${x} -74l${random.between(-2, 2)} 18`;
  return (
    rect([-108, -56, 216, 14], "#b98550", 5) +
    stroke("M-88 -44l-10 44M88 -44l10 44M-40 -44l-3 34M40 -44l3 34", "#8c5a38", 9) +
    fold(-56, palette.main, 196) +
    stroke(fringe, palette.pale, 3.5) +
    fold(-100, palette.accent, 184) +
    fold(-144, palette.main, 176)
  );
};
