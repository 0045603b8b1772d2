/** Seeds, tools and pots. */
import { motif, motifFor } from "../motifs.ts";
import { block, solid, tapered, type Drawing, type Paint } from "../paint.ts";
import { circle, ellipse, place, rect, shape, stroke } from "../shapes.ts";

/** A paper packet with a flower on it, seeds spilt before it. */
export const seedPacket: Drawing = (paint) => {
  const { palette, random, title } = paint;
  const picture = /tomato/i.test(title) ? "lemons" : /salad|herb/i.test(title) ? "fern" : "flower";
  const on =
    rect([-62, -152, 124, 112], palette.pale, 6) +
    place(
      motif(
        picture,
        { color: palette.main, second: palette.accent, paint },
        { half: 60, height: 112, scale: 1.12 },
      ),
      { at: [0, -42] },
    ) +
    rect([-44, -26, 88, 5], palette.pale, 2) +
    rect([-28, -16, 56, 4], palette.pale, 2);
  let seeds = "";
  for (let n = 0; n < 9; n++) seeds += `M${random.between(36, 104)} ${random.between(0, 20)}h2`;
  return (
    place(
      solid(paint, {
        outline: "M-72 -216h144v204q0 12 -12 12h-120q-12 0 -12 -12z",
        fill: palette.accent,
        reach: [-72, -216, 72],
        on,
      }) +
        shape("M-72 -216h144v26q-72 22 -144 0z", palette.main) +
        shape("M-72 -216h144v26q-72 22 -144 0z", "light 16"),
      { at: [-10, 0], turn: random.between(-5, 3) },
    ) + stroke(seeds, palette.ink, 5.5)
  );
};

/** A tool leaning, or a can, gloves and twine as the name says. */
export const gardenTool: Drawing = (paint) => {
  const { palette, title } = paint;
  if (/can\b/i.test(title)) return wateringCan(paint);
  if (/twine/i.test(title)) return twine(paint);
  if (/glove/i.test(title)) return gloves(paint);
  if (/secateur/i.test(title)) return secateurs(paint);
  if (/pad|kneel/i.test(title)) return kneelingPad(paint);
  const head = toolHead(title);
  return (
    place(
      head +
        stroke("M0 -84v-36", "#7d8587", 10) +
        solid(paint, {
          outline: block([-14, -228, 28, 112], 13),
          fill: palette.main,
          reach: [-14, -228, 14],
        }) +
        rect([-15, -130, 30, 9], palette.accent) +
        stroke("M0 -222q-22 -20 0 -30t0 22", palette.ink, 3),
      { at: [-18, -2], turn: 13 },
    ) + place(twine(paint), { at: [66, 4], scale: 0.62 })
  );
};

const twine: Drawing = (paint) => {
  const { palette } = paint;
  let turns = "";
  for (let y = -96; y <= -24; y += 12) turns += `M-56 ${y + 10}q56 -34 112 0`;
  return (
    solid(paint, {
      outline: "M-44 -112h88q18 50 0 106h-88q-18 -56 0 -106z",
      fill: "#d3ad72",
      reach: [-54, -112, 54],
      on: stroke(turns, "#9f7a44", { width: 3, opacity: 0.6 }),
    }) +
    ellipse([0, -112], [44, 9], "#b98d52") +
    ellipse([0, -112], [14, 4], palette.ink) +
    stroke("M48 -30q34 10 30 26t-40 8", "#d3ad72", 4)
  );
};

const wateringCan: Drawing = (paint) => {
  const metal = /copper/i.test(paint.title) ? "#b8734a" : paint.palette.main;
  return (
    stroke("M30 -112q70 -30 66 42q-2 26 -30 40", metal, 10) +
    stroke("M-44 -40L-104 -128", metal, 15) +
    shape("M-124 -124l30 -24l12 14l-30 24z", metal) +
    solid(paint, { outline: tapered(52, 66, 116, 10), fill: metal, reach: [-66, -116, 66] }) +
    ellipse([0, -116], [52, 9], "shade 24") +
    stroke("M-40 -118q40 -64 80 0", metal, 8)
  );
};

function toolHead(title: string): string {
  if (/fork/i.test(title))
    return stroke("M-24 -10v-44q0 -22 24 -22t24 22v44M0 -8v-70", "#7d8587", 9);
  if (/dibber/i.test(title)) return shape("M-14 -112h28l-5 76q-9 34 -18 0z", "#b98550");
  return (
    shape("M-34 -88q34 -14 68 0v42q-6 34 -34 50q-28 -16 -34 -50z", "#8d9697") +
    shape("M4 -92q16 0 30 4v42q-6 34 -34 50z", "shade 12")
  );
}

/** One leaning on the other. */
const gloves: Drawing = (paint) => {
  const { palette } = paint;
  const outline =
    "M-46 0V-74q-30 -16 -38 -56q-2 -16 12 -16q12 0 16 18l10 14v-78q0 -14 13 -14t13 14v-16q0 -14 13 -14t13 14v16q2 -14 14 -13t12 14v22q2 -12 13 -11t11 13v80q0 22 -16 33v54z";
  const glove = (fill: string): string =>
    solid(paint, {
      outline,
      fill,
      reach: [-86, -224, 58],
      on:
        rect([-60, -40, 130, 44], palette.accent) +
        stroke("M-20 -170v46M6 -172v48M31 -160v38", palette.ink, { width: 2.5, opacity: 0.3 }) +
        stroke("M-46 -46h90", palette.pale, { width: 2.5, dash: "6 6" }),
    });
  return (
    place(glove(palette.main), { at: [44, 0], turn: 12, scale: 0.92 }) +
    place(glove(palette.main), { at: [-26, 0], turn: -5 })
  );
};

const secateurs: Drawing = (paint) => {
  const { palette } = paint;
  const blade = "M-8 -118q-34 -40 -20 -102q34 28 38 96z";
  const hook = "M8 -118q34 -26 22 -74q-20 16 -40 68z";
  return place(
    shape(hook, "#7d8587") +
      shape(blade, "#a3abac") +
      stroke("M-4 -112q-46 46 -34 110", palette.main, 19) +
      stroke("M4 -112q46 46 34 110", palette.main, 19) +
      stroke("M-38 -62q-4 30 0 58M38 -62q4 30 0 58", palette.accent, 7) +
      stroke("M-22 -74l14 10l-12 9l24 8l-14 10l20 6", palette.ink, 3.5) +
      circle([0, -112], 13, palette.ink) +
      circle([0, -112], 5, palette.pale),
    { at: [0, -8], turn: 14 },
  );
};

const kneelingPad: Drawing = (paint) => {
  const { palette } = paint;
  return place(
    stroke("M-34 -164q34 -56 68 0", palette.ink, 9) +
      solid(paint, {
        outline: block([-104, -168, 208, 168], 22),
        fill: palette.main,
        reach: [-104, -168, 104],
        on:
          motif(
            "check",
            { color: palette.pale, second: palette.pale, paint },
            { half: 104, height: 168 },
          ) + stroke(block([-92, -156, 184, 144], 16), palette.pale, { width: 2.5, dash: "7 6" }),
      }),
    { at: [0, 0], turn: -3 },
  );
};

/** A pot with a plant in it. */
export const planter: Drawing = (paint) => {
  const { palette, random, title } = paint;
  const trough = /trough|trio/i.test(title);
  const top = trough ? 106 : random.between(62, 72);
  const height = trough ? 70 : random.between(86, 106);
  const on = motif(
    motifFor(paint, ["plain", "speckles", "stripes"]),
    { color: palette.pale, second: palette.accent, paint },
    { half: top, height, scale: 0.9 },
  );
  const rim = Math.round(height * 0.2);
  const plants = trough
    ? [-66, 0, 66].map((x) => plant(paint, x, -height + 2, 0.72)).join("")
    : plant(paint, 0, -height + 2, 1);
  return (
    plants +
    solid(paint, {
      outline: tapered(top - 5, Math.round(top * (trough ? 0.9 : 0.68)), height - rim + 4, 8),
      fill: palette.main,
      reach: [-top, -height, top],
      on,
    }) +
    solid(paint, {
      outline: block([-top, -height, top * 2, rim], 4),
      fill: palette.main,
      reach: [-top, -height, top],
      on: rect([-top, -height, top * 2, rim], "light 14"),
    })
  );
};

const GREENS = ["#5f7d54", "#46684f", "#7c935f", "#4f7a68"] as const;

function plant({ random }: Paint, x: number, y: number, scale: number): string {
  const green = random.pick(GREENS);
  const leaf = "M0 0C-26 -26 -24 -70 0 -104C24 -70 26 -26 0 0z";
  const kind = random.between(0, 2);
  if (kind === 0) {
    const leaves = [-58, 58, -34, 34, 0].map((turn) =>
      place(shape(leaf, green) + stroke("M0 -4v-88", "#fff", { width: 1.6, opacity: 0.28 }), {
        at: [0, 0],
        turn,
        scale: turn === 0 ? 1.15 : 0.98,
      }),
    );
    return place(leaves.join(""), { at: [x, y], scale });
  }
  if (kind === 1) {
    const stems = [-30, -10, 12, 32].map((turn) =>
      place(
        stroke("M0 0V-120", green, 3) +
          [-52, -82, -112]
            .map(
              (high) =>
                circle([high % 3 === 0 ? 9 : -9, high], 10, green) +
                circle([high % 3 === 0 ? -8 : 8, high - 10], 8, green),
            )
            .join(""),
        { at: [0, 0], turn },
      ),
    );
    return place(stems.join(""), { at: [x, y], scale });
  }
  const blades = [-44, -26, -12, 4, 18, 34, 50].map((turn, index) =>
    place(shape("M-7 0Q-9 -80 0 -136Q9 -80 7 0z", index % 2 === 0 ? green : "#86a06a"), {
      at: [turn * 0.2, 0],
      turn,
      scale: index % 2 === 0 ? 1 : 0.84,
    }),
  );
  return place(blades.join(""), { at: [x, y], scale });
}
