/** A shop's settings: one JSON value, read with a default for whatever it lacks or no longer fits. */
import { z } from "zod";
import {
  ADJUSTMENT_LIMIT_POINTS_MAX,
  ADMIN_LANGUAGES,
  DEFAULT_SETTINGS,
  LAUNCHER_LABEL_CHARACTERS_MAX,
  LAUNCHER_SIDES,
  RADIUS_PX_MAX,
  THEME_LOOK,
  type ShopSettings,
} from "../../domain/settings/shop-settings.ts";
import { WriteConflict, type ShopTransaction } from "./shop-transaction.server.ts";

const color = z.string().regex(/^#[0-9a-f]{6}$/);
const look = z.object({
  accent: color.nullable().catch(THEME_LOOK.accent),
  ground: color.catch(THEME_LOOK.ground),
  radiusPx: z.number().int().min(0).max(RADIUS_PX_MAX).nullable().catch(THEME_LOOK.radiusPx),
  launcherSide: z.enum(LAUNCHER_SIDES).catch(THEME_LOOK.launcherSide),
  launcherLabel: z.string().max(LAUNCHER_LABEL_CHARACTERS_MAX).catch(THEME_LOOK.launcherLabel),
});
const stored = z.object({
  adminLanguage: z.enum(ADMIN_LANGUAGES).catch(DEFAULT_SETTINGS.adminLanguage),
  adjustmentLimitPoints: z
    .number()
    .int()
    .min(0)
    .max(ADJUSTMENT_LIMIT_POINTS_MAX)
    .catch(DEFAULT_SETTINGS.adjustmentLimitPoints),
  keepNames: z.boolean().catch(DEFAULT_SETTINGS.keepNames),
  look: look.catch(THEME_LOOK),
});

/** What is stored, whatever its age; what doesn't fit becomes the default, never an error. */
export function settingsOf(value: unknown): ShopSettings {
  const fits = stored.safeParse(value);
  return fits.success ? fits.data : DEFAULT_SETTINGS;
}

export type Settings = { settings: ShopSettings; rev: number };

export async function readSettings(tx: ShopTransaction): Promise<Settings> {
  const result = await tx.client.query<{ settings: Record<string, unknown> }>(
    "SELECT settings FROM shops WHERE shop_id = $1",
    [tx.shopId],
  );
  const found = result.rows[0]?.settings ?? {};
  return { settings: settingsOf(found), rev: Number(found["rev"] ?? 0) };
}

/** Compare-and-set: what was read must still stand, else the work is undone and decided again. */
export async function writeSettings(
  tx: ShopTransaction,
  { settings, rev }: Settings,
): Promise<void> {
  const result = await tx.client.query(
    `UPDATE shops SET settings = $2
     WHERE shop_id = $1 AND coalesce((settings ->> 'rev')::int, 0) = $3`,
    [tx.shopId, JSON.stringify({ ...settings, rev: rev + 1 }), rev],
  );
  if (result.rowCount !== 1) throw new WriteConflict("the settings");
}

/** Forgets every name and address that was kept; how many customers had one. */
export async function emptyNames(tx: ShopTransaction): Promise<number> {
  const result = await tx.client.query("DELETE FROM customer_names WHERE shop_id = $1", [
    tx.shopId,
  ]);
  return result.rowCount ?? 0;
}
