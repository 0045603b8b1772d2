import { Context } from "liquidjs";
import type { Engine } from "../liquid/engine.ts";
import { globalsOf, type Globals, type Page, type Realm } from "../liquid/page.ts";
import { LiquidObject, type LazyList } from "../liquid/object.ts";
import { colorSchemes, type ColorScheme } from "../theme/color-schemes.ts";
import { SettingsDrop, type SettingSituation } from "../theme/setting-values.ts";
import type { Theme } from "../theme/theme.ts";

/** What renders with the same objects: the theme, or one app's blocks. */
export interface Stage {
  engine: Engine;
  globals: Globals;
  situation: SettingSituation;
}

const EXPRESSION = /^\s*\{\{-?([\s\S]*?)-?\}\}\s*$/;

function evaluate(engine: Engine, globals: Globals, source: string): unknown {
  const expression = EXPRESSION.exec(source)?.[1]?.trim() ?? "";
  if (expression === "") return undefined;
  const context = new Context({}, engine.options, { globals, sync: true }, { liquid: engine });
  return engine.evalValueSync(expression, context) as unknown;
}

interface StageGiven {
  engine: Engine;
  realm: Realm;
  /** Null for the theme. */
  appKey: string | null;
  page: Page;
  objects: Record<string, unknown>;
  scheme: (id: string) => unknown;
}

export function stageOf({ engine, realm, appKey, page, objects, scheme }: StageGiven): Stage {
  const closest = objects["closest"] as Record<string, unknown>;
  const globals = globalsOf(page, { realm, appKey }, objects);
  const situation: SettingSituation = {
    page,
    text: (source) => engine.run(engine.text(`setting ${source}`, source), {}, globals),
    object: (source) => evaluate(engine, globals, source),
    schemaText: (value) => realm.schemaText(value),
    scheme,
    closest: (type) => closest[type],
  };
  return { engine, globals, situation };
}

/** `settings` with the theme's colour schemes, one of its settings being the list of them. */
class ThemeSettingsDrop extends LiquidObject {
  readonly #settings: SettingsDrop;
  readonly #schemes: { id: string; list: LazyList<ColorScheme> } | null;

  constructor(settings: SettingsDrop, schemes: { id: string; list: LazyList<ColorScheme> } | null) {
    super();
    this.#settings = settings;
    this.#schemes = schemes;
  }
  override liquidMethodMissing(key: string): unknown {
    return key === this.#schemes?.id ? this.#schemes.list : this.#settings.liquidMethodMissing(key);
  }
}

/** The theme's stage: its engine, its settings, the page's objects. */
export function themeStage(theme: Theme, page: Page, objects: Record<string, unknown>): Stage {
  const { definitions, schemes: group, values } = theme.settings();
  const found: { list: LazyList<ColorScheme> | null } = { list: null };
  const scheme = (id: string) =>
    found.list?.items().find((item) => item.id === id) ?? found.list?.first ?? id;
  const { engine, realm } = theme;
  const stage = stageOf({ engine, realm, appKey: null, page, objects, scheme });
  if (group !== null)
    found.list = colorSchemes(group, values[group.id] ?? group.byDefault, stage.situation);
  const settings = new SettingsDrop(definitions, values, stage.situation);
  const schemes = group === null || found.list === null ? null : { id: group.id, list: found.list };
  stage.globals["settings"] = new ThemeSettingsDrop(settings, schemes);
  return stage;
}
