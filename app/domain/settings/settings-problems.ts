/** What a change of settings can't be taken in for, field by field: the form and the server read the same. */
import { isColor } from "./contrast.ts";
import {
  ADJUSTMENT_LIMIT_POINTS_MAX,
  LAUNCHER_LABEL_CHARACTERS_MAX,
  RADIUS_PX_MAX,
  readAccent,
  type Look,
  type SettingsChange,
} from "./shop-settings.ts";

export type SettingsProblem =
  | { field: "accent" | "ground"; kind: "not-a-color" }
  /** `contrast` is what the accent has against the ground; `nearest` what would pass. */
  | { field: "accent"; kind: "too-faint"; contrast: number; nearest: string | null }
  | { field: "radiusPx"; kind: "out-of-range"; max: number }
  | { field: "launcherLabel"; kind: "too-long"; max: number }
  | { field: "adjustmentLimitPoints"; kind: "out-of-range"; max: number };

export function settingsProblems({
  look,
  adjustmentLimitPoints,
}: SettingsChange): SettingsProblem[] {
  const limit = adjustmentLimitPoints ?? 0;
  return [
    ...(look ? lookProblems(look) : []),
    ...(isWithin(limit, ADJUSTMENT_LIMIT_POINTS_MAX)
      ? []
      : [
          {
            field: "adjustmentLimitPoints" as const,
            kind: "out-of-range" as const,
            max: ADJUSTMENT_LIMIT_POINTS_MAX,
          },
        ]),
  ];
}

function lookProblems({ accent, ground, radiusPx, launcherLabel }: Look): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  if (!isColor(ground)) problems.push({ field: "ground", kind: "not-a-color" });
  if (accent !== null) {
    if (!isColor(accent)) problems.push({ field: "accent", kind: "not-a-color" });
    else if (isColor(ground)) problems.push(...accentProblems(accent, ground));
  }
  if (radiusPx !== null && !isWithin(radiusPx, RADIUS_PX_MAX))
    problems.push({ field: "radiusPx", kind: "out-of-range", max: RADIUS_PX_MAX });
  if (launcherLabel.length > LAUNCHER_LABEL_CHARACTERS_MAX)
    problems.push({
      field: "launcherLabel",
      kind: "too-long",
      max: LAUNCHER_LABEL_CHARACTERS_MAX,
    });
  return problems;
}

function accentProblems(accent: string, ground: string): SettingsProblem[] {
  const { passes, groundContrast, nearest } = readAccent(accent, ground);
  if (passes) return [];
  return [{ field: "accent", kind: "too-faint", contrast: groundContrast, nearest }];
}

const isWithin = (value: number, max: number): boolean =>
  Number.isInteger(value) && value >= 0 && value <= max;
