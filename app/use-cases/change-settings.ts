/**
 * Changes settings as one person saw them: a field that somebody else changed meanwhile is a
 * conflict and nothing is written. What changed, from what to what, stands in the team log.
 */
import type { Logged } from "../adapters/postgres/team-log-store.server.ts";
import {
  changedFields,
  fieldsOvertaken,
  type SettingsChange,
  type SettingsField,
  type ShopSettings,
} from "../domain/settings/shop-settings.ts";
import type { Ports, ShopId, ShopTransaction } from "./ports.ts";

export type SettingsWish = {
  staff: Logged["staff"];
  /** The fields as they stood when the form was opened, and as they should be. */
  was: SettingsChange;
  to: SettingsChange;
};

export type SettingsOutcome =
  | { kind: "changed"; settings: ShopSettings; fields: SettingsField[] }
  | { kind: "overtaken"; settings: ShopSettings; fields: SettingsField[] };

type Part = Pick<Ports, "stores">;

export async function changeSettings(
  { stores }: Part,
  shopId: ShopId,
  wish: SettingsWish,
): Promise<SettingsOutcome> {
  return stores.inShopRetrying(shopId, async (tx): Promise<SettingsOutcome> => {
    const { settings: current, rev } = await stores.settings.readSettings(tx);
    const overtaken = fieldsOvertaken(current, wish);
    if (overtaken.length > 0) return { kind: "overtaken", settings: current, fields: overtaken };
    const changed = changedFields(current, wish.to);
    const settings = { ...current, ...wish.to };
    if (changed.length > 0) {
      await stores.settings.writeSettings(tx, { settings, rev });
      for (const each of changed) await follow({ stores }, tx, wish.staff, each);
    }
    return { kind: "changed", settings, fields: changed.map(({ field }) => field) };
  });
}

/** What comes of a changed field in the same transaction, and its line in the log. */
async function follow(
  { stores }: Part,
  tx: ShopTransaction,
  staff: Logged["staff"],
  { field, from, to }: { field: SettingsField; from: unknown; to: unknown },
): Promise<void> {
  const log = (what: Logged["what"], detail: Record<string, unknown>): Promise<void> =>
    stores.team.append(tx, { staff, what, subject: `setting:${field}`, detail });
  if (field === "look") await stores.marks.markProgram(tx);
  if (field !== "keepNames") return log("settings-changed", { field, from, to });
  if (to === true) return log("names-kept", {});
  return log("names-forgotten", { customers: await stores.settings.emptyNames(tx) });
}
