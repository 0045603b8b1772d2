import { isObject, parseThemeJson, type JsonObject } from "../../storefront/theme/json.ts";
import { markup, type Html, type Piece } from "../../http/html.ts";
import { currentOf, embedOf } from "./embed-edits.ts";
import { knownBlock, knownSection, type Editing, type Known } from "./editing.ts";
import { settingFields } from "./setting-fields.ts";
import { findEntry, sectionsOf, type BlockEntry } from "./template-edits.ts";
import { deedPath, viewPath, type Selected } from "./view.ts";

/** What was entered last and not taken. */
export interface Mistakes {
  errors: ReadonlyMap<string, string>;
  entered: URLSearchParams;
}

/** What is selected with its settings and their schema, or null if it is gone. */
export interface Chosen {
  known: Known;
  values: JsonObject;
  entry: BlockEntry | null;
}

function chosenEntry(
  editing: Editing,
  selected: Extract<Selected, { kind: "entry" }>,
): Chosen | null {
  const json = editing.draft.json(selected.file);
  const entry = findEntry(json, selected);
  const section = sectionsOf(json).find(({ id }) => id === selected.section);
  if (entry === null || section === undefined) return null;
  const known =
    selected.block === null ? knownSection(editing, section) : knownBlock(editing, section, entry);
  return { known, values: entry.settings, entry };
}

/** The settings of the whole theme, its groups as headings. */
function themeSettings(editing: Editing): Chosen {
  const text = editing.theme.files.text("config/settings_schema.json");
  const parsed = text === null ? [] : parseThemeJson(text, "config/settings_schema.json");
  const groups = Array.isArray(parsed) ? parsed.filter(isObject) : [];
  const definitions = groups.flatMap((group) => {
    const settings = Array.isArray(group["settings"]) ? (group["settings"] as unknown[]) : [];
    return settings.length === 0 ? [] : [{ type: "header", content: group["name"] }, ...settings];
  });
  return {
    known: { name: "Theme settings", definitions, words: editing.words, app: false },
    values: currentOf(editing.draft.json("config/settings_data.json")),
    entry: null,
  };
}

/** The theme's color schemes: the parts of its one setting of the type `color_scheme_group`. */
function schemesOf({ theme }: Editing): string[] {
  const { schemes, values } = theme.settings();
  const group = schemes === null ? null : (values[schemes.id] ?? schemes.byDefault);
  return isObject(group) ? Object.keys(group) : [];
}

export function chosenOf(editing: Editing): Chosen | null {
  const { selected } = editing.view;
  if (selected === null) return null;
  if (selected.kind === "entry") return chosenEntry(editing, selected);
  if (selected.kind === "theme") return themeSettings(editing);
  const found = editing.blocks.find(({ embed, block }) => embed && block === selected.block);
  if (found === undefined) return null;
  const saved = editing.draft.json("config/settings_data.json");
  const settings = found.schema.raw["settings"];
  return {
    known: {
      name: found.name,
      definitions: Array.isArray(settings) ? settings : [],
      words: found.words,
      app: true,
    },
    values: embedOf(saved, found.app, found.block)?.settings ?? {},
    entry: null,
  };
}

function deed(editing: Editing, name: string, label: string, fields: Record<string, string>): Html {
  const id = `deed-${name}-${Object.values(fields).join("-")}`;
  return markup`<form method="post" action="${deedPath(editing.view, name)}" data-editor-form>${Object.entries(
    fields,
  ).map(
    ([key, value]) => markup`<input type="hidden" name="${key}" value="${value}">`,
  )}<button class="button button-small" id="${id}">${label}</button></form>`;
}

const deedsOf = (editing: Editing, entry: BlockEntry): Html =>
  markup`<div class="buttons">${deed(editing, "move", "Move up", { by: "-1" })}${deed(editing, "move", "Move down", { by: "1" })}${deed(editing, "hide", entry.hidden ? "Show" : "Hide", { hidden: entry.hidden ? "no" : "yes" })}${deed(editing, "remove", "Remove", {})}</div>`;

function panel(editing: Editing, content: Piece): Html {
  const close =
    editing.view.selected === null
      ? false
      : markup`<a class="editor-close" href="${viewPath(editing.view, { selected: null })}" data-editor-link id="editor-close">Structure of the page</a>`;
  return markup`<section class="editor-settings" aria-label="Settings">${close}${content}</section>`;
}

/** The settings of what is selected, and what can be done with it. */
export function settingsPanel(editing: Editing, mistakes: Mistakes | null): Html {
  const chosen = chosenOf(editing);
  if (chosen === null)
    return panel(
      editing,
      markup`<p class="quiet">Choose a section or a block: its settings appear here. What you change shows in the preview at once, and in the storefront when you save.</p>`,
    );
  const { known, values, entry } = chosen;
  const fields = settingFields({
    definitions: known.definitions,
    values,
    words: known.words,
    state: editing.state,
    schemes: schemesOf(editing),
    ...(mistakes ?? {}),
  });
  const none = !known.definitions.some((raw) => isObject(raw) && typeof raw["id"] === "string");
  return panel(
    editing,
    markup`<h2>${known.name}</h2>${entry !== null && deedsOf(editing, entry)}${
      none
        ? markup`<p class="quiet">It has no settings.</p>`
        : markup`<form class="stack" method="post" action="${deedPath(editing.view, "settings")}" data-editor-form data-editor-settings>${fields}<button class="button button-first" data-without-script>Apply</button></form>`
    }`,
  );
}
