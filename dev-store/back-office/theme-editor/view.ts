import { LANGUAGES } from "../../shop/markets.ts";
import type { Spot } from "./template-edits.ts";

/** What is selected: its settings are shown. */
export type Selected =
  ({ kind: "entry"; file: string } & Spot) | { kind: "embed"; block: string } | { kind: "theme" };

/** What the editor shows; all of it is in its address. */
export interface View {
  /** Of the page in the preview: `product`, `page.rewards`. */
  template: string;
  language: string;
  width: "desktop" | "phone";
  selected: Selected | null;
}

export const EDITOR = "/admin/themes/editor";
const TEMPLATE = /^[\w-]+(\.[\w-]+)?$/;
const FILE = /^(templates|sections)\/[\w.-]+\.json$/;

export function selectedText(selected: Selected | null): string {
  if (selected === null) return "";
  if (selected.kind === "theme") return "theme";
  if (selected.kind === "embed") return `embed:${selected.block}`;
  const { file, section, block } = selected;
  return `${file}:${section}${block === null ? "" : `:${block}`}`;
}

function readSelected(text: string): Selected | null {
  if (text === "theme") return { kind: "theme" };
  const [first = "", second = "", third] = text.split(":");
  if (first === "embed") return { kind: "embed", block: second };
  if (!FILE.test(first) || second === "") return null;
  return { kind: "entry", file: first, section: second, block: third ?? null };
}

export function readView(query: URLSearchParams): View {
  const template = query.get("template") ?? "index";
  const language = query.get("language") ?? "en";
  const selected = readSelected(query.get("select") ?? "");
  // What is selected on another page's template is not on this one.
  const elsewhere =
    selected?.kind === "entry" &&
    selected.file.startsWith("templates/") &&
    selected.file !== `templates/${template}.json`;
  return {
    template: TEMPLATE.test(template) ? template : "index",
    language: LANGUAGES.some(({ code }) => code === language) ? language : "en",
    width: query.get("width") === "phone" ? "phone" : "desktop",
    selected: elsewhere ? null : selected,
  };
}

/** The query that brings a view back, with some of it changed. */
function viewQuery(view: View, change: Partial<View> = {}): string {
  const { template, language, width, selected } = { ...view, ...change };
  return new URLSearchParams({
    template,
    ...(language === "en" ? {} : { language }),
    ...(width === "desktop" ? {} : { width }),
    ...(selected === null ? {} : { select: selectedText(selected) }),
  }).toString();
}

export const viewPath = (view: View, change: Partial<View> = {}): string =>
  `${EDITOR}?${viewQuery(view, change)}`;

/** Where a form of the editor is sent, with the view that it comes back to. */
export const deedPath = (view: View, deed: string): string =>
  `${EDITOR}/${deed}?${viewQuery(view)}`;
