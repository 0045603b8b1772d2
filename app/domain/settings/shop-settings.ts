/** What a merchant has chosen beside the program itself. Every field has a default: a new shop needs none. */
import { contrast, inkOn, nearestThatPasses } from "./contrast.ts";

export const ADMIN_LANGUAGES = ["auto", "en", "zh-CN"] as const;
export type AdminLanguage = (typeof ADMIN_LANGUAGES)[number];

/** The languages in which shoppers are spoken to; the first is what others fall back to. */
export const SHOPPER_LANGUAGES = ["en", "zh-CN", "zh-TW", "ja", "de", "fr", "es"] as const;

export const LAUNCHER_SIDES = ["theme", "start", "end"] as const;
export type LauncherSide = (typeof LAUNCHER_SIDES)[number];

/** How blocks look where the theme's own look is not wanted. Null, empty or "theme": as the theme has it. */
export type Look = {
  /** #rrggbb, lower case. */
  accent: string | null;
  /** The ground that the theme puts blocks on, #rrggbb: what an accent is checked against. */
  ground: string;
  radiusPx: number | null;
  launcherSide: LauncherSide;
  /** What guests read on the launcher; empty: words in each shopper's language. */
  launcherLabel: string;
};

export type ShopSettings = {
  /** "auto": the language of the staff member's own Shopify admin. */
  adminLanguage: AdminLanguage;
  /** An adjustment of more points than this asks a second time. */
  adjustmentLimitPoints: number;
  /** Whether names and e-mail addresses are kept, encrypted (protected customer data, level 2). */
  keepNames: boolean;
  look: Look;
};

export const THEME_LOOK: Look = {
  accent: null,
  ground: "#ffffff",
  radiusPx: null,
  launcherSide: "theme",
  launcherLabel: "",
};

export const DEFAULT_SETTINGS: ShopSettings = {
  adminLanguage: "auto",
  adjustmentLimitPoints: 1_000,
  keepNames: false,
  look: THEME_LOOK,
};

export const RADIUS_PX_MAX = 32;
export const LAUNCHER_LABEL_CHARACTERS_MAX = 24;
export const ADJUSTMENT_LIMIT_POINTS_MAX = 1_000_000;

/** WCAG 2.1 AA: text on its ground, and parts of the interface beside theirs. */
export const TEXT_CONTRAST_MIN = 4.5;
export const INTERFACE_CONTRAST_MIN = 3;

export type AccentReading = {
  /** Text on the accent: black or white, whichever reads better. */
  ink: "#000000" | "#ffffff";
  textContrast: number;
  /** The accent beside the ground that it stands on: progress bars, ticks, outlines. */
  groundContrast: number;
  passes: boolean;
  /** The nearest colour that passes; null where the accent itself does. */
  nearest: string | null;
};

/** How an accent reads on the shop's ground (#rrggbb). */
export function readAccent(accent: string, ground: string): AccentReading {
  const ink = inkOn(accent);
  const textContrast = contrast(accent, ink);
  const groundContrast = contrast(accent, ground);
  const passes = textContrast >= TEXT_CONTRAST_MIN && groundContrast >= INTERFACE_CONTRAST_MIN;
  const nearest = passes ? null : nearestThatPasses(accent, ground, INTERFACE_CONTRAST_MIN);
  return { ink, textContrast, groundContrast, passes, nearest };
}

export type SettingsChange = Partial<ShopSettings>;
export type SettingsField = keyof ShopSettings;

/** What a change would really change, field by field, from what to what. */
export function changedFields(
  current: ShopSettings,
  change: SettingsChange,
): { field: SettingsField; from: unknown; to: unknown }[] {
  return (Object.keys(change) as SettingsField[])
    .filter((field) => change[field] !== undefined && !isSame(current[field], change[field]))
    .map((field) => ({ field, from: current[field], to: change[field] }));
}

/**
 * The fields that somebody else changed since the form was opened: a change to one of them would
 * undo theirs unseen. Where both chose the same there is nothing to undo.
 */
export function fieldsOvertaken(
  current: ShopSettings,
  { was, to }: { was: SettingsChange; to: SettingsChange },
): SettingsField[] {
  return changedFields(current, to)
    .map(({ field }) => field)
    .filter((field) => !isSame(current[field], was[field]));
}

function isSame(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

const canonical = (value: unknown): string =>
  typeof value === "object" && value !== null
    ? JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : JSON.stringify(value ?? null);
