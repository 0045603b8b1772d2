import {
  argumentsOf,
  isBlank,
  listOf,
  textOf,
  type FilterCall,
  type Filters,
} from "../liquid/filter.ts";
import { realmOf } from "../liquid/page.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** Attributes of an element; nothing and false leave one out, true gives it no value. */
export function attributesOf(attributes: Record<string, unknown>): string {
  return Object.entries(attributes)
    .map(([name, value]) => {
      if (value === null || value === undefined || value === false) return "";
      return value === true ? ` ${name}` : ` ${name}="${escapeText(textOf(value))}"`;
    })
    .join("");
}

function linkTo(this: FilterCall, text: unknown, url: unknown, ...rest: unknown[]): string {
  const { plain, named } = argumentsOf(
    { ...this, token: { args: this.token.args.slice(1) } },
    rest,
  );
  const [title] = plain;
  const shown = isBlank(title) ? {} : { title };
  return `<a href="${escapeText(textOf(url))}"${attributesOf({ ...shown, ...named })}>${textOf(text)}</a>`;
}

function stylesheetTag(this: FilterCall, url: unknown, ...rest: unknown[]): string {
  const { named } = argumentsOf(this, rest);
  const href = textOf(url);
  const media = textOf(named["media"] ?? "all");
  return `<link href="${escapeText(href)}" rel="stylesheet" type="text/css" media="${escapeText(media)}" />`;
}

function highlight(this: FilterCall, text: unknown, terms: unknown): string {
  const words = textOf(terms)
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return textOf(text);
  const pattern = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|");
  return textOf(text).replace(
    new RegExp(`(${pattern})`, "gi"),
    '<strong class="highlight">$1</strong>',
  );
}

function timeTag(this: FilterCall, value: unknown, ...rest: unknown[]): string {
  const { liquid } = this as unknown as { liquid: { filters: Filters } };
  const shown = liquid.filters["date"]?.apply(this, [value, ...rest]);
  const date = new Date(typeof value === "number" ? value * 1000 : textOf(value));
  const iso = Number.isNaN(date.getTime()) ? "" : date.toISOString();
  return `<time datetime="${iso}">${textOf(shown)}</time>`;
}

export const HTML: Filters = {
  escape: (value) => escapeText(textOf(value)),
  h: (value) => escapeText(textOf(value)),
  escape_once: (value) =>
    textOf(value).replace(
      /[<>"']|&(?!(?:[a-z]+|#\d+|#x[\da-f]+);)/gi,
      (found) => ENTITIES[found] ?? found,
    ),
  link_to: linkTo,
  stylesheet_tag: stylesheetTag,
  script_tag: (url) => `<script src="${escapeText(textOf(url))}" type="text/javascript"></script>`,
  preload_tag(url, ...rest) {
    const { named } = argumentsOf(this, rest);
    return `<link href="${escapeText(textOf(url))}" rel="preload"${attributesOf(named)}>`;
  },
  highlight,
  time_tag: timeTag,
  inline_asset_content(name) {
    const text = realmOf(this.context).assetText(textOf(name));
    if (text === null) throw new Error(`Could not find asset ${textOf(name)}`);
    return text;
  },
  default_errors(errors) {
    const messages = listOf(errors).map(
      (field) => `<li>${escapeText(textOf(field))} is invalid.</li>`,
    );
    return messages.length === 0 ? "" : `<div class="errors"><ul>${messages.join("")}</ul></div>`;
  },
  class_list: (value) =>
    listOf(value)
      .map(textOf)
      .filter((name) => name !== "")
      .join(" "),
};
