import { LANGUAGES } from "../../shop/markets.ts";
import { markup, trusted, type Html } from "../../http/html.ts";
import { options } from "../parts.ts";
import { message, shell } from "../shell.ts";
import type { Flash } from "../visit.ts";
import { count } from "../wording.ts";
import type { Editing } from "./editing.ts";
import { pathOfTemplate, previewPath, templateChoices } from "./pages-of-theme.ts";
import { settingsPanel, type Mistakes } from "./settings-panel.ts";
import { tree } from "./tree.ts";
import { deedPath, EDITOR, selectedText } from "./view.ts";

const WIDTHS = [
  { value: "desktop", label: "Desktop" },
  { value: "phone", label: "Phone" },
];

function chooser(of: { name: string; label: string; list: Html[] }): Html {
  return markup`<label><span class="unseen">${of.label}</span><select name="${of.name}" id="choose-${of.name}" data-submit-on-change>${of.list}</select></label>`;
}

function selectors({ view, theme }: Editing): Html {
  const languages = LANGUAGES.map(({ code, name }) => ({ value: code, label: name }));
  return markup`<form class="editor-selectors" action="${EDITOR}" data-editor-form>${
    view.selected !== null &&
    markup`<input type="hidden" name="select" value="${selectedText(view.selected)}">`
  }${chooser({
    name: "template",
    label: "Page",
    list: options(templateChoices(theme), view.template),
  })}${chooser({ name: "language", label: "Language", list: options(languages, view.language) })}${chooser(
    { name: "width", label: "Width", list: options(WIDTHS, view.width) },
  )}<button class="button button-small" data-without-script>Show</button></form>`;
}

function saving({ draft, view }: Editing): Html {
  const files = draft.changed.length;
  const off = trusted(files === 0 ? " disabled" : "");
  return markup`<div class="editor-saving"><span role="status">${files === 0 ? "Everything is saved" : `Not saved: ${count(files, "file")}`}</span><form method="post" action="${deedPath(view, "discard")}" data-editor-form><button class="button button-small" id="deed-discard"${off}>Discard</button></form><form method="post" action="${deedPath(view, "save")}" data-editor-form><button class="button button-small button-first" id="deed-save"${off}>Save</button></form></div>`;
}

export interface EditorReply {
  flash: Flash | null;
  mistakes: Mistakes | null;
}

export function editorPage(editing: Editing, shopName: string, reply: EditorReply): string {
  const { view, draft, state } = editing;
  const query = new URLSearchParams({ path: previewPath(state, view) });
  const storefront = pathOfTemplate(state, view.template);
  const selected = view.selected === null ? "" : " has-selection";
  return shell({
    title: "Theme editor",
    section: "theme",
    shopName,
    fill: true,
    assets: "theme-editor",
    body: markup`<div class="editor${trusted(selected)}" id="editor"><div class="editor-bar"><h1>Theme editor</h1>${selectors(editing)}${saving(editing)}</div>
<div class="editor-panels">${reply.flash !== null && message(reply.flash)}<p class="preview-jump"><a href="#preview">Go to the preview</a></p>${tree(editing)}${settingsPanel(editing, reply.mistakes)}</div>
<div class="editor-preview editor-preview-${trusted(view.width)}"><iframe id="preview" title="Preview" src="/admin/themes/preview?${query.toString()}" data-version="${draft.version}" data-select="${view.selected?.kind === "entry" ? (view.selected.block ?? view.selected.section) : ""}"></iframe><p class="preview-note"><a href="${storefront}" target="_blank">This page in the storefront</a> shows what is saved.</p></div></div>`,
  });
}
