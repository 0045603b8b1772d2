import { Refusal } from "../../wire/refusal.ts";
import { newBlockId, type AppBlock } from "./app-blocks.ts";
import { embedOf, putEmbed, setThemeSettings } from "./embed-edits.ts";
import { blocksFor, groupOf, type Editing } from "./editing.ts";
import { placeAsSection, placeInSection } from "./place-block.ts";
import { readSettings } from "./read-settings.ts";
import { chosenOf, type Mistakes } from "./settings-panel.ts";
import { move, remove, sectionsOf, setHidden, setSettings } from "./template-edits.ts";
import type { Selected } from "./view.ts";

const SETTINGS = "config/settings_data.json";

/** Switches an embed; the first time it joins the theme's settings. */
export function addEmbed(editing: Editing, block: AppBlock, on: boolean): void {
  const saved = editing.draft.json(SETTINGS);
  const known = embedOf(saved, block.app, block.block);
  editing.draft.put(
    SETTINGS,
    putEmbed(saved, {
      id: known?.id ?? newBlockId(block),
      type: block.type,
      on,
      settings: known?.settings ?? {},
    }),
  );
}

export function switchEmbed(editing: Editing, form: URLSearchParams): Selected {
  const block = editing.blocks.find((item) => item.embed && item.block === form.get("block"));
  if (block === undefined) throw new Refusal(404, "The app has no such embed");
  addEmbed(editing, block, form.get("on") === "yes");
  return { kind: "embed", block: block.block };
}

/** The file and the app block that a form names. */
function named(editing: Editing, form: URLSearchParams): { file: string; block: AppBlock } {
  const file = form.get("file") ?? "";
  if (!/^(templates|sections)\/[\w.-]+\.json$/.test(file) || editing.theme.json(file) === null)
    throw new Refusal(404, `The theme has no file ${JSON.stringify(file)}`);
  const block = blocksFor(editing, { group: groupOf(editing, file) }).find(
    (item) => item.block === form.get("block"),
  );
  if (block === undefined) throw new Refusal(422, "This block can't stand here");
  return { file, block };
}

export function addToSection(editing: Editing, form: URLSearchParams): Selected {
  const { file, block } = named(editing, form);
  const section = sectionsOf(editing.draft.json(file)).find(({ id }) => id === form.get("section"));
  return placeInSection(editing, block, { file, section });
}

export function addAsSection(editing: Editing, form: URLSearchParams): Selected {
  const { file, block } = named(editing, form);
  return placeAsSection(editing, block, file);
}

/** Moves, hides, shows or removes what is selected. */
export function changeSelected(
  editing: Editing,
  deed: "move" | "hide" | "remove",
  form: URLSearchParams,
): Selected | null {
  const { selected } = editing.view;
  if (selected?.kind !== "entry" || chosenOf(editing) === null)
    throw new Refusal(404, "Nothing is selected, or it is gone");
  const json = editing.draft.json(selected.file);
  const changed = {
    move: () => move(json, selected, form.get("by") === "-1" ? -1 : 1),
    hide: () => setHidden(json, selected, form.get("hidden") === "yes"),
    remove: () => remove(json, selected),
  }[deed]();
  editing.draft.put(selected.file, changed);
  return deed === "remove" ? null : selected;
}

/** Takes the settings of what is selected; mistakes keep everything as it was. */
export function takeSettings(editing: Editing, form: URLSearchParams): Mistakes | null {
  const { selected } = editing.view;
  const chosen = chosenOf(editing);
  if (selected === null || chosen === null)
    throw new Refusal(404, "Nothing is selected, or it is gone");
  const { values, errors } = readSettings(chosen.known.definitions, {
    form,
    state: editing.state,
    before: chosen.values,
  });
  if (errors.size > 0) return { errors, entered: form };
  const { draft } = editing;
  if (selected.kind === "entry")
    draft.put(selected.file, setSettings(draft.json(selected.file), selected, values));
  else if (selected.kind === "theme")
    draft.put(SETTINGS, setThemeSettings(draft.json(SETTINGS), values));
  else {
    const block = editing.blocks.find((item) => item.embed && item.block === selected.block);
    if (block === undefined) throw new Refusal(404, "The app has no such embed");
    const saved = draft.json(SETTINGS);
    const known = embedOf(saved, block.app, block.block);
    const id = known?.id ?? newBlockId(block);
    draft.put(
      SETTINGS,
      putEmbed(saved, { id, type: block.type, on: known?.on ?? false, settings: values }),
    );
  }
  return null;
}
