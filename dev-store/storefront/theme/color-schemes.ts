import { LazyList, LiquidObject } from "../liquid/object.ts";
import { isObject, type JsonObject } from "./json.ts";
import { settingDefinitions, type SettingDefinition } from "./schema.ts";
import { SettingsDrop, type SettingSituation } from "./setting-values.ts";

/** One of a theme's colour schemes; prints as its id, which themes use in class names. */
export class ColorScheme extends LiquidObject {
  readonly #id: string;
  readonly #settings: SettingsDrop;

  constructor(id: string, settings: SettingsDrop) {
    super();
    this.#id = id;
    this.#settings = settings;
  }
  get id(): string {
    return this.#id;
  }
  get settings(): SettingsDrop {
    return this.#settings;
  }
  override valueOf(): string {
    return this.#id;
  }
  override toString(): string {
    return this.#id;
  }
}

export interface SchemeGroup {
  id: string;
  definitions: SettingDefinition[];
  byDefault: unknown;
}

/** The setting of type `color_scheme_group` in a theme's settings_schema.json, if it has one. */
export function schemeGroup(raw: readonly JsonObject[]): SchemeGroup | null {
  const found = raw.find((setting) => setting["type"] === "color_scheme_group");
  if (found === undefined) return null;
  return {
    id: String(found["id"]),
    definitions: settingDefinitions(found["definition"]),
    byDefault: found["default"],
  };
}

export function colorSchemes(
  group: SchemeGroup,
  given: unknown,
  situation: SettingSituation,
): LazyList<ColorScheme> {
  const schemes = isObject(given) ? given : {};
  return new LazyList(() =>
    Object.entries(schemes).map(([id, scheme]) => {
      const settings = isObject(scheme) ? scheme["settings"] : {};
      return new ColorScheme(id, new SettingsDrop(group.definitions, settings, situation));
    }),
  );
}
