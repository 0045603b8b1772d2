import { isObject, parseThemeJson, textsOf, type JsonObject } from "./json.ts";

export interface SettingDefinition {
  type: string;
  id: string;
  default: unknown;
  autofill: boolean;
  label: unknown;
}

/** What a section's, a theme block's or an app block's `{% schema %}` says. */
export interface Schema {
  name: string;
  tag: string | null;
  class: string;
  settings: SettingDefinition[];
  blocks: { type: string; settings: SettingDefinition[] }[];
  default: JsonObject | null;
  locales: JsonObject;
  enabledOn: Placement | null;
  disabledOn: Placement | null;
  /** App blocks: `section`, `head`, `body` or `compliance_head`. */
  target: string;
  javascript: string | null;
  stylesheet: string | null;
  availableIf: string | null;
  /** As it is written, for who wants more of it. */
  raw: JsonObject;
}

export interface Placement {
  templates: string[];
  groups: string[];
}

const TAG = /\{%-?\s*schema\s*-?%\}([\s\S]*?)\{%-?\s*endschema\s*-?%\}/;
/** What Shopify lets a schema name as its element. */
const ELEMENTS = new Set(["article", "aside", "div", "footer", "header", "section"]);

export function settingDefinitions(value: unknown): SettingDefinition[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((setting: unknown) => {
    if (!isObject(setting) || typeof setting["id"] !== "string") return [];
    return [
      {
        type: String(setting["type"]),
        id: setting["id"],
        default: setting["default"] ?? null,
        autofill: setting["autofill"] === true,
        label: setting["label"] ?? null,
      },
    ];
  });
}

function placementOf(value: unknown): Placement | null {
  if (!isObject(value)) return null;
  return { templates: textsOf(value["templates"]), groups: textsOf(value["groups"]) };
}

const textOr = <Fallback>(value: unknown, fallback: Fallback): string | Fallback =>
  typeof value === "string" ? value : fallback;

function elementOf(value: unknown): string | null {
  if (value === null) return null;
  return typeof value === "string" && ELEMENTS.has(value) ? value : "div";
}

/** The schema in a file's text; a file without one has an empty schema. */
export function readSchema(text: string, file: string): Schema {
  const found = TAG.exec(text)?.[1];
  const parsed = found === undefined ? {} : parseThemeJson(found, `the schema of ${file}`);
  const raw = isObject(parsed) ? parsed : {};
  const blocks = Array.isArray(raw["blocks"]) ? raw["blocks"].filter(isObject) : [];
  return {
    name: textOr(raw["name"], ""),
    tag: raw["tag"] === null ? null : elementOf(raw["tag"] ?? "div"),
    class: textOr(raw["class"], ""),
    settings: settingDefinitions(raw["settings"]),
    blocks: blocks.map((block) => ({
      type: String(block["type"]),
      settings: settingDefinitions(block["settings"]),
    })),
    default: isObject(raw["default"]) ? raw["default"] : null,
    locales: isObject(raw["locales"]) ? raw["locales"] : {},
    enabledOn: placementOf(raw["enabled_on"]),
    disabledOn: placementOf(raw["disabled_on"]),
    target: textOr(raw["target"], "section"),
    javascript: textOr(raw["javascript"], null),
    stylesheet: textOr(raw["stylesheet"], null),
    availableIf: textOr(raw["available_if"], null),
    raw,
  };
}

/** Whether a schema may stand on a template or in a group of sections. */
export function isAllowed(
  schema: Pick<Schema, "enabledOn" | "disabledOn">,
  place: { template: string; group: string | null },
): boolean {
  const matches = ({ templates, groups }: Placement) => {
    const [wanted, list] =
      place.group === null ? [place.template, templates] : [place.group, groups];
    return list.includes("*") || list.some((item) => wanted === item);
  };
  if (schema.enabledOn !== null) return matches(schema.enabledOn);
  return schema.disabledOn === null || !matches(schema.disabledOn);
}
