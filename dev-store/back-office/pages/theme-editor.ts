import { Refusal } from "../../wire/refusal.ts";
import { refusedBy } from "../carry-out.ts";
import { confirmation } from "../confirm.ts";
import { trusted } from "../../http/html.ts";
import {
  addAsSection,
  addToSection,
  changeSelected,
  switchEmbed,
  takeSettings,
} from "../theme-editor/deeds.ts";
import { followLink } from "../theme-editor/deep-links.ts";
import { editingOf, type Editing } from "../theme-editor/editing.ts";
import { editorPage, type EditorReply } from "../theme-editor/editor-page.ts";
import { EDITOR, viewPath, type Selected } from "../theme-editor/view.ts";
import type { Reply, Route, Visit } from "../visit.ts";
import { count } from "../wording.ts";

const page = (visit: Visit, editing: Editing, reply: Partial<EditorReply>): Reply => ({
  status: reply.mistakes == null ? 200 : 422,
  whole: trusted(
    editorPage(editing, visit.context.shop.state.info.name, {
      flash: reply.flash ?? visit.flash,
      mistakes: reply.mistakes ?? null,
    }),
  ),
});

function show(visit: Visit): Reply {
  const editing = editingOf(visit);
  try {
    const selected = followLink(editing, visit.query);
    if (selected === null) return page(visit, editing, {});
    // The address without what it asked for: a reload must not add the block once more.
    return { redirect: viewPath(editing.view, { selected }) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return page(visit, editing, { flash: refusedBy(error) });
  }
}

/** Does something in the draft and shows the editor again. */
const deed =
  (act: (editing: Editing, form: URLSearchParams) => Selected | null) =>
  (visit: Visit): Reply => {
    const editing = editingOf(visit);
    try {
      return { redirect: viewPath(editing.view, { selected: act(editing, visit.form) }) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { redirect: viewPath(editing.view), flash: refusedBy(error) };
    }
  };

function settings(visit: Visit): Reply {
  const editing = editingOf(visit);
  const mistakes = takeSettings(editing, visit.form);
  return mistakes === null
    ? { redirect: viewPath(editing.view) }
    : page(visit, editing, { mistakes });
}

function save(visit: Visit): Reply {
  const editing = editingOf(visit);
  const files = editing.draft.save(visit.context.clock.now());
  return {
    redirect: viewPath(editing.view),
    flash: { kind: "done", text: `Saved ${count(files, "file")}: the storefront shows it now.` },
  };
}

function resetPage(visit: Visit): Reply {
  const { draft, state } = editingOf(visit);
  const saved = state.themeFiles.size;
  const list = [...state.themeFiles.keys()].join(", ");
  return {
    title: "Reset the theme?",
    section: "theme",
    back: { href: EDITOR, label: "Theme editor" },
    content: confirmation({
      action: `${EDITOR}/reset`,
      consequences: [
        saved === 0
          ? "The theme is as it came: no file was ever changed here."
          : `${count(saved, "changed file")} go back to the theme's own: ${list}.`,
        `${count(draft.changed.length, "file")} that were not saved are discarded.`,
        "App blocks stand again where the theme placed them.",
      ],
      yes: "Reset the theme",
      back: { href: EDITOR, label: "Keep it" },
    }),
  };
}

function reset(visit: Visit): Reply {
  editingOf(visit).draft.reset(visit.context.clock.now());
  return { redirect: EDITOR, flash: { kind: "done", text: "The theme is as it came." } };
}

const post = (path: string, answer: (visit: Visit) => Reply): Route => ({
  method: "POST",
  path: `${EDITOR}/${path}`,
  answer,
});

export const THEME_PAGES: readonly Route[] = [
  { method: "GET", path: EDITOR, answer: show },
  // As Shopify's admin has it, for links that an app makes.
  { method: "GET", path: "/admin/themes/current/editor", answer: show },
  post("embed", deed(switchEmbed)),
  post("add-block", deed(addToSection)),
  post("add-section", deed(addAsSection)),
  post(
    "move",
    deed((editing, form) => changeSelected(editing, "move", form)),
  ),
  post(
    "hide",
    deed((editing, form) => changeSelected(editing, "hide", form)),
  ),
  post(
    "remove",
    deed((editing, form) => changeSelected(editing, "remove", form)),
  ),
  post("settings", settings),
  post(
    "discard",
    deed((editing) => {
      editing.draft.discard();
      return editing.view.selected;
    }),
  ),
  post("save", save),
  { method: "GET", path: `${EDITOR}/reset`, answer: resetPage },
  post("reset", reset),
];
