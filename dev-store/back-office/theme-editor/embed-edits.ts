/** App embeds and the theme's settings: `current` of config/settings_data.json. */
import { appBlockOf } from "../../storefront/theme/extension.ts";
import { isObject, type JsonObject } from "../../storefront/theme/json.ts";

export interface EmbedEntry {
  id: string;
  on: boolean;
  settings: JsonObject;
}

const objectOr = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** The settings in force: `current` may be the name of a preset. */
export function currentOf(saved: JsonObject): JsonObject {
  const { current } = saved;
  const chosen = typeof current === "string" ? objectOr(saved["presets"])[current] : current;
  return objectOr(chosen);
}

/** An app's embed as the merchant left it; null if it was never switched on. */
export function embedOf(saved: JsonObject, app: string, block: string): EmbedEntry | null {
  for (const [id, value] of Object.entries(objectOr(currentOf(saved)["blocks"]))) {
    if (!isObject(value)) continue;
    const named = appBlockOf(String(value["type"]));
    if (named?.app === app && named.block === block)
      return { id, on: value["disabled"] !== true, settings: objectOr(value["settings"]) };
  }
  return null;
}

export const setThemeSettings = (saved: JsonObject, settings: JsonObject): JsonObject => ({
  ...saved,
  current: { ...currentOf(saved), ...settings },
});

/** Switches an embed or changes its settings; one that isn't there yet is added. */
export function putEmbed(
  saved: JsonObject,
  embed: { id: string; type: string; on: boolean; settings: JsonObject },
): JsonObject {
  const current = currentOf(saved);
  const blocks = objectOr(current["blocks"]);
  const { id, type, on, settings } = embed;
  const value = { type, ...objectOr(blocks[id]), disabled: !on, settings };
  return { ...saved, current: { ...current, blocks: { ...blocks, [id]: value } } };
}
