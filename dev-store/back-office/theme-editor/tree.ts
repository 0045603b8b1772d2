import { markup, trusted, type Html, type Piece } from "../../http/html.ts";
import type { AppBlock } from "./app-blocks.ts";
import { embedOf } from "./embed-edits.ts";
import {
  blocksFor,
  groupOf,
  knownBlock,
  knownSection,
  takesAppBlocks,
  templateFile,
  type Editing,
} from "./editing.ts";
import { groupFiles, templateChoices } from "./pages-of-theme.ts";
import { sectionsOf, type BlockEntry, type SectionEntry } from "./template-edits.ts";
import { deedPath, selectedText, viewPath, type Selected } from "./view.ts";

function link(editing: Editing, selected: Selected, label: Piece): Html {
  const current = selectedText(selected) === selectedText(editing.view.selected);
  const id = `tree-${selectedText(selected).replace(/[^\w-]/g, "-")}`;
  return markup`<a href="${viewPath(editing.view, { selected })}" id="${id}" data-editor-link${trusted(current ? ' aria-current="true"' : "")}>${label}</a>`;
}

/** Settings whose text tells one block from the next of its kind. */
const TELLING = ["heading", "title", "text", "label", "collection", "product"];
const HINT_MAX = 40;

function hint({ settings }: BlockEntry): Html | false {
  for (const id of TELLING) {
    const value = settings[id];
    if (typeof value !== "string") continue;
    const text = value.replace(/<[^>]*>/g, " ").trim();
    if (text !== "") return markup`<small class="hint">${text.slice(0, HINT_MAX)}</small>`;
  }
  return false;
}

const hiddenMark = (hidden: boolean): Html | false =>
  hidden && markup` <small class="hidden-mark">hidden</small>`;

/** A menu that adds one of some app blocks. */
function adder(
  editing: Editing,
  of: { deed: string; label: string; blocks: readonly AppBlock[]; fields: Record<string, string> },
): Html | false {
  if (of.blocks.length === 0) return false;
  const id = `add-${Object.values(of.fields)
    .join("-")
    .replace(/[^\w-]/g, "-")}`;
  return markup`<details class="adder" id="${id}"><summary>${of.label}</summary><form method="post" action="${deedPath(editing.view, of.deed)}" data-editor-form>${Object.entries(
    of.fields,
  ).map(
    ([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`,
  )}<ul>${of.blocks.map(
    ({ block, name }) => markup`<li><button name="block" value="${block}">${name}</button></li>`,
  )}</ul></form></details>`;
}

function sectionItem(editing: Editing, file: string, section: SectionEntry): Html {
  const blocks = section.blocks.map((block) => {
    const known = knownBlock(editing, section, block);
    const selected = { kind: "entry", file, section: section.id, block: block.id } as const;
    return markup`<li>${link(editing, selected, markup`<span>${known.name}</span>${known.app && markup` <small class="app-mark">app</small>`}${hiddenMark(block.hidden)}${hint(block)}`)}</li>`;
  });
  const selected = { kind: "entry", file, section: section.id, block: null } as const;
  const name = knownSection(editing, section).name;
  return markup`<li>${link(editing, selected, markup`<span class="strong">${name}</span>${hiddenMark(section.hidden)}${hint(section)}`)}${
    blocks.length > 0 && markup`<ul>${blocks}</ul>`
  }${
    takesAppBlocks(editing, section) &&
    adder(editing, {
      deed: "add-block",
      label: "Add app block",
      blocks: blocksFor(editing, { group: groupOf(editing, file) }),
      fields: { file, section: section.id },
    })
  }</li>`;
}

function fileTree(editing: Editing, file: string, title: string): Html {
  const sections = sectionsOf(editing.draft.json(file));
  const group = groupOf(editing, file);
  return markup`<h2>${title}</h2><ul class="tree">${sections.map((section) =>
    sectionItem(editing, file, section),
  )}</ul>${
    group === null &&
    adder(editing, {
      deed: "add-section",
      label: "Add app block as a section",
      blocks: blocksFor(editing, { group }),
      fields: { file },
    })
  }`;
}

function embeds(editing: Editing): Html | false {
  const list = editing.blocks.filter(({ embed }) => embed);
  if (list.length === 0) return false;
  const saved = editing.draft.json("config/settings_data.json");
  return markup`<h2>App embeds</h2><ul class="tree">${list.map(({ app, block, name }) => {
    const on = embedOf(saved, app, block)?.on === true;
    return markup`<li class="embed">${link(editing, { kind: "embed", block }, markup`<span>${name}</span>`)}<form method="post" action="${deedPath(editing.view, "embed")}" data-editor-form><input type="hidden" name="block" value="${block}"><button class="switch" id="switch-${block}" role="switch" aria-checked="${on ? "true" : "false"}" aria-label="${name}" name="on" value="${on ? "no" : "yes"}"><span>${on ? "On" : "Off"}</span></button></form></li>`;
  })}</ul>`;
}

const groupName = (file: string): string => {
  const name = file.replace(/^sections\/|(-group)?\.json$/g, "").replace(/[-_]/g, " ");
  return name.charAt(0).toUpperCase() + name.slice(1);
};

/** The sections of the page with their blocks, from the header to the footer; then what stands on every page. */
export function tree(editing: Editing): Html {
  const groups = groupFiles(editing.theme);
  const header = groups.filter((file) => file.startsWith("sections/header"));
  const others = groups.filter((file) => !header.includes(file));
  const label = templateChoices(editing.theme).find(
    ({ value }) => value === editing.view.template,
  )?.label;
  return markup`<nav class="editor-tree" aria-label="Structure of the page">${embeds(editing)}${header.map(
    (file) => fileTree(editing, file, groupName(file)),
  )}${fileTree(editing, templateFile(editing.view), label ?? editing.view.template)}${others.map(
    (file) => fileTree(editing, file, groupName(file)),
  )}<h2>Theme</h2><ul class="tree"><li>${link(editing, { kind: "theme" }, markup`<span>Theme settings</span>`)}</li><li><a href="/admin/themes/editor/reset">Reset the theme</a></li></ul></nav>`;
}
