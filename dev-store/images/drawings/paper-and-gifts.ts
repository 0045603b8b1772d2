/** Notebooks, cards, what hangs on a tree, gift cards. */
import { motif, motifFor } from "../motifs.ts";
import { block, solid, type Drawing } from "../paint.ts";
import { circle, place, rect, shape, stroke } from "../shapes.ts";
import { flame } from "./bath-and-home.ts";
import { box } from "./tea-and-coffee.ts";

/** A book with an elastic band and a pencil. */
export const notebook: Drawing = (paint) => {
  const { palette, random, title } = paint;
  const trio = /trio/i.test(title);
  const on =
    rect([-78, -208, 20, 210], "shade 14") +
    rect([-34, -164, 92, 66], palette.pale, 4) +
    (/dot/i.test(title) ? "" : stroke("M-20 -142h64M-20 -126h64M-20 -112h36", palette.accent, 3)) +
    (/dot/i.test(title)
      ? stroke("M-18 -148h60M-18 -132h60M-18 -116h60", palette.accent, { width: 4, dash: "0.1 12" })
      : "");
  const book = (fill: string, drawn: string): string =>
    shape("M-70 -4h152v8h-152z", palette.pale) +
    solid(paint, {
      outline: "M-68 -208h138q10 0 10 10v188q0 10 -10 10h-138q-10 0 -10 -10v-188q0 -10 10 -10z",
      fill,
      reach: [-78, -208, 80],
      on: drawn,
    });
  const behind = trio
    ? place(book(palette.accent, ""), { at: [22, 0], turn: 8 }) +
      place(book(palette.pale, ""), { at: [8, 0], turn: 3 })
    : "";
  return (
    behind +
    place(book(palette.main, on) + rect([56, -208, 7, 208], palette.accent), {
      at: [-6, 0],
      turn: trio ? -3 : random.between(-4, 2),
    }) +
    place(
      rect([-4, -150, 8, 132], "#e0b04c") +
        rect([-4, -160, 8, 12], palette.accent) +
        shape("M-4 -18h8l-4 16z", "#ecd3a8") +
        shape("M-1.5 -7h3l-1.5 6z", palette.ink),
      { at: [104, 2], turn: -14 },
    )
  );
};

/** A folded card before its envelope. */
export const card: Drawing = (paint) => {
  const { palette, random } = paint;
  const front =
    rect([-56, -172, 112, 156], "none") +
    place(
      motif(
        motifFor(paint, ["flower", "sprig", "bird", "hare"]),
        { color: palette.main, second: palette.accent, paint },
        { half: 56, height: 188, scale: 1.3 },
      ),
      { at: [0, 0] },
    );
  return (
    place(
      solid(paint, {
        outline: block([-96, -128, 192, 128], 5),
        fill: palette.accent,
        reach: [-96, -128, 96],
      }) + stroke("M-94 -126L0 -54L94 -126", palette.ink, { width: 2, opacity: 0.35 }),
      { at: [34, 0], turn: 5 },
    ) +
    place(
      shape("M-66 0l10 -188h20v188z", "shade 18") +
        solid(paint, {
          outline: block([-66, -188, 132, 188], 3),
          fill: palette.pale,
          reach: [-66, -188, 66],
          on: front,
        }) +
        stroke("M-56 -178h112v168h-112z", palette.main, 1.5),
      { at: [-26, 0], turn: random.between(-5, 0) },
    )
  );
};

/** What hangs on a tree, or what the name says. */
export const decoration: Drawing = (paint) => {
  const { palette, random, title } = paint;
  if (/candle/i.test(title))
    return [-66, -22, 22, 66]
      .map((x, index) =>
        place(
          flame(0, -96 - index * 14, 0.7) +
            rect([-11, -84 - index * 14, 22, 84 + index * 14], palette.main, 3) +
            rect([-20, -12, 40, 14], palette.accent, 6),
          { at: [x, 0] },
        ),
      )
      .join("");
  if (/wreath/i.test(title)) return wreath(paint);
  if (/robin/i.test(title))
    return place(
      motif(
        "bird",
        { color: palette.main, second: palette.pale, paint },
        { half: 80, height: 0, scale: 2.5 },
      ),
      { at: [-6, -82] },
    );
  if (/star|garland/i.test(title)) return garland(paint);
  if (/stocking/i.test(title)) return stocking(paint);
  if (/nativity/i.test(title)) return pegFigures(paint);
  const bauble = (x: number, y: number, r: number, fill: string): string =>
    stroke(`M${x} -340V${y - r}`, palette.ink, 1.8) +
    rect([x - 7, y - r - 9, 14, 12], "#cfa558", 2) +
    circle([x, y], r, fill) +
    paint.clip(
      `M${x - r} ${y}a${r} ${r} 0 1 1 ${2 * r} 0a${r} ${r} 0 1 1 ${-2 * r} 0z`,
      rect([x - r, y - 8, 2 * r, 6], palette.pale) +
        rect([x - r, y + 6, 2 * r, 3], palette.pale) +
        circle([x - r * 0.35, y - r * 0.4], r * 0.3, "light 30") +
        rect([x + r * 0.35, y - r, r, 2 * r], "shade 10"),
    );
  return (
    bauble(-64, -150, 44, palette.main) +
    bauble(20, -random.between(84, 100), 54, palette.accent) +
    bauble(88, -170, 30, palette.main)
  );
};

const wreath: Drawing = ({ palette }) => {
  let leaves = "";
  for (let turn = 0; turn < 360; turn += 20)
    leaves += place(
      shape("M0 -64q-20 -18 -4 -52q20 16 4 52z", turn % 40 === 0 ? "#5f7d54" : "#46684f"),
      { at: [0, -126], turn },
    );
  let slices = "";
  for (let turn = 30; turn < 360; turn += 90)
    slices += place(
      circle([0, -84], 17, "#d8873c") +
        circle([0, -84], 12, "#efb566") +
        stroke("M0 -95v22M-10 -84h20", "#d8873c", 2),
      { at: [0, -126], turn },
    );
  return (
    leaves +
    slices +
    shape(
      "M-8 -34q-44 -22 -34 14q20 8 34 -6q14 14 34 6q10 -36 -34 -14zM-6 -26l-16 34h14l8 -24l8 24h14l-16 -34z",
      palette.main,
    )
  );
};

const garland: Drawing = ({ palette }) => {
  const star = "M0 -34L10 -11L34 -10L15 5L22 30L0 16L-22 30L-15 5L-34 -10L-10 -11z";
  const stars = [
    [-84, -170, palette.main],
    [-34, -118, palette.pale],
    [34, -118, palette.accent],
    [84, -170, palette.main],
  ] as const;
  return (
    stroke("M-128 -232Q0 -60 128 -232", palette.ink, 2) +
    stars
      .map(([x, y, fill]) =>
        place(shape(star, fill) + shape("M0 -34L0 16L22 30L15 5L34 -10L10 -11z", "shade 8"), {
          at: [x, y],
          turn: x / 12,
        }),
      )
      .join("") +
    place(shape(star, palette.accent), { at: [0, -30], scale: 0.9 })
  );
};

const stocking: Drawing = (paint) => {
  const { palette } = paint;
  return (
    solid(paint, {
      outline:
        "M-36 -200h76v104q0 16 18 26l38 22q20 14 10 36q-8 16 -32 12q-70 -6 -96 -24q-16 -12 -14 -36z",
      fill: palette.main,
      reach: [-40, -200, 110],
      on: rect([-40, -120, 90, 10], palette.pale) + circle([94, -18], 28, palette.accent),
    }) +
    rect([-46, -222, 96, 40], palette.pale, 8) +
    stroke("M36 -222q24 -26 10 -34t-16 28", palette.ink, 4)
  );
};

const pegFigures: Drawing = (paint) => {
  const { palette } = paint;
  const peg = (x: number, height: number, cloak: string): string =>
    place(
      solid(paint, {
        outline: `M-30 0q-4 ${-height} 30 ${-height}t30 ${height}z`,
        fill: cloak,
        reach: [-32, -height, 32],
      }) +
        circle([0, -height - 10], 22, "#d9ab77") +
        stroke(`M-7 ${-height - 12}h.1M7 ${-height - 12}h.1`, palette.ink, 4),
      { at: [x, 0] },
    );
  const star = shape(
    "M0 -34L10 -11L34 -10L15 5L22 30L0 16L-22 30L-15 5L-34 -10L-10 -11z",
    "#e0b04c",
  );
  return (
    place(star, { at: [6, -222], scale: 0.8 }) +
    peg(-76, 118, palette.main) +
    peg(76, 104, palette.accent) +
    place(
      shape("M-40 -40h80q-6 40 -40 40t-40 -40z", "#b98550") + circle([0, -46], 16, palette.pale),
      { at: [2, 0] },
    )
  );
};

/** A card in a ribboned box. */
export const giftCard: Drawing = (paint) => {
  const { palette } = paint;
  return (
    box(paint, 168, 104) +
    rect([-92, -120, 184, 26], palette.main, 4) +
    rect([-92, -120, 184, 26], "light 14", 4) +
    rect([-9, -120, 18, 26], palette.pale) +
    shape("M0 -122q-52 -52 -60 -12q-2 18 60 12q62 6 60 -12q-8 -40 -60 12z", palette.accent) +
    circle([0, -124], 10, palette.accent) +
    place(
      rect([-52, -66, 104, 66], palette.pale, 7) +
        rect([-52, -50, 104, 12], palette.accent) +
        circle([32, -18], 9, palette.main),
      { at: [62, 6], turn: -7 },
    )
  );
};
