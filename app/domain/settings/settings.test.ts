import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contrast, inkOn, nearestThatPasses } from "./contrast.ts";
import { settingsProblems } from "./settings-problems.ts";
import {
  changedFields,
  DEFAULT_SETTINGS,
  fieldsOvertaken,
  readAccent,
  THEME_LOOK,
} from "./shop-settings.ts";

describe("contrast, as WCAG 2.1 counts it", () => {
  test.each([
    { one: "#000000", other: "#ffffff", is: 21 },
    { one: "#ffffff", other: "#ffffff", is: 1 },
    { one: "#777777", other: "#ffffff", is: 4.48 },
    { one: "#767676", other: "#ffffff", is: 4.54 },
    { one: "#ff0000", other: "#ffffff", is: 4 },
    { one: "#0000ff", other: "#ffffff", is: 8.59 },
    { one: "#ffff00", other: "#000000", is: 19.56 },
  ])("$one on $other is $is", ({ one, other, is }) => {
    expect(contrast(one, other)).toBeCloseTo(is, 2);
    expect(contrast(other, one)).toBeCloseTo(is, 2);
  });

  const color = fc
    .integer({ min: 0, max: 0xffffff })
    .map((rgb) => `#${rgb.toString(16).padStart(6, "0")}`);

  test("text on an accent can always be read", () => {
    fc.assert(
      fc.property(color, (accent) => {
        expect(contrast(accent, inkOn(accent))).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });

  test("whatever is offered passes", () => {
    fc.assert(
      fc.property(color, color, (accent, ground) => {
        const { passes, nearest } = readAccent(accent, ground);
        // Black or white stands out from any ground, so that something always passes.
        const offered = nearest ?? accent;
        expect([passes, readAccent(offered, ground).passes]).toEqual([nearest === null, true]);
      }),
    );
  });

  test("pale yellow on white is made darker, navy on black lighter", () => {
    const darker = nearestThatPasses("#ffe680", "#ffffff", 3);
    const lighter = nearestThatPasses("#000080", "#000000", 3);
    expect(contrast(darker ?? "", "#000000")).toBeLessThan(contrast("#ffe680", "#000000"));
    expect(contrast(lighter ?? "", "#000000")).toBeGreaterThan(contrast("#000080", "#000000"));
  });
});

describe("what a change can't be taken in for", () => {
  test.each([
    { why: "the theme's own look is always fine", look: {}, problems: [] },
    { why: "a dark green on white", look: { accent: "#1a7f5a" }, problems: [] },
    { why: "no colour at all", look: { accent: "green" }, problems: ["accent not-a-color"] },
    { why: "pale yellow on white", look: { accent: "#ffe680" }, problems: ["accent too-faint"] },
    { why: "the same on black", look: { accent: "#ffe680", ground: "#000000" }, problems: [] },
    {
      why: "corners that are circles",
      look: { radiusPx: 64 },
      problems: ["radiusPx out-of-range"],
    },
    { why: "half a pixel", look: { radiusPx: 1.5 }, problems: ["radiusPx out-of-range"] },
    {
      why: "a label that no button holds",
      look: { launcherLabel: "x".repeat(25) },
      problems: ["launcherLabel too-long"],
    },
  ])("$why", ({ look, problems }) => {
    const found = settingsProblems({ look: { ...THEME_LOOK, ...look } });
    expect(found.map(({ field, kind }) => `${field} ${kind}`)).toEqual(problems);
  });

  test.each([-1, 0.5, 1_000_001, Number.NaN])("a limit of %s points", (adjustmentLimitPoints) => {
    expect(settingsProblems({ adjustmentLimitPoints })).toMatchObject([{ kind: "out-of-range" }]);
  });
});

describe("two people change settings at the same time", () => {
  const was = { adjustmentLimitPoints: 1_000, look: THEME_LOOK };
  test("other fields: both count", () => {
    const current = { ...DEFAULT_SETTINGS, look: { ...THEME_LOOK, radiusPx: 4 } };
    const to = { adjustmentLimitPoints: 5 };
    expect(fieldsOvertaken(current, { was, to })).toEqual([]);
  });
  test("the same field: the second is told", () => {
    const current = { ...DEFAULT_SETTINGS, adjustmentLimitPoints: 70 };
    expect(fieldsOvertaken(current, { was, to: { adjustmentLimitPoints: 5 } })).toEqual([
      "adjustmentLimitPoints",
    ]);
  });
  test("the same field to the same value: nothing is left to do", () => {
    const current = { ...DEFAULT_SETTINGS, adjustmentLimitPoints: 5 };
    const to = { adjustmentLimitPoints: 5 };
    expect([fieldsOvertaken(current, { was, to }), changedFields(current, to)]).toEqual([[], []]);
  });
});
