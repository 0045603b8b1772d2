import { markup, trusted, type Html, type Piece } from "../http/html.ts";
import { number } from "./wording.ts";

export type Tone = "good" | "waiting" | "warning" | "bad" | "plain";

export const badge = (text: string, tone: Tone = "plain"): Html =>
  markup`<span class="badge badge-${tone}">${text}</span>`;

export function card(title: string | null, content: Piece, beside?: Piece): Html {
  return markup`<section class="card">${
    title !== null && markup`<div class="card-head"><h2>${title}</h2>${beside}</div>`
  }${content}</section>`;
}

export interface Column {
  label: string;
  align?: "end";
  /** Where a phone shows the cell, two a row and without its label; all columns have one or none. */
  phone?: 1 | 2 | 3 | 4 | 5 | 6;
}

/** A table that a phone shows as cards; its roles are spelled out since CSS takes them away there. */
export function table(of: {
  caption: string;
  columns: readonly Column[];
  rows: readonly (readonly Piece[])[];
  empty: Piece;
}): Html {
  if (of.rows.length === 0) return markup`<div class="empty">${of.empty}</div>`;
  const head = of.columns.map(
    (column) =>
      markup`<th role="columnheader" scope="col"${trusted(column.align === "end" ? ' class="end"' : "")}>${column.label}</th>`,
  );
  const compact = of.columns.some((column) => column.phone !== undefined);
  const classes = (column: Column | undefined) =>
    [
      ...(column?.align === "end" ? ["end"] : []),
      ...(column?.phone === undefined ? [] : [`place-${column.phone}`]),
    ].join(" ");
  const cell = (piece: Piece, index: number) => {
    const column = of.columns[index];
    return markup`<td role="cell" data-label="${column?.label ?? ""}" class="${classes(column)}">${piece}</td>`;
  };
  return markup`<table class="list${trusted(compact ? " compact" : "")}" role="table"><caption class="unseen">${of.caption}</caption><thead role="rowgroup"><tr role="row">${head}</tr></thead><tbody role="rowgroup">${of.rows.map(
    (row) => markup`<tr role="row">${row.map(cell)}</tr>`,
  )}</tbody></table>`;
}

/** Names and what they are, one below the other. */
export const facts = (pairs: readonly (readonly [string, Piece])[]): Html =>
  markup`<dl class="facts">${pairs.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;

/** A form of one button, for what needs no further word. */
export const buttonForm = (action: string, label: string, kind: "plain" | "first" = "plain") =>
  markup`<form method="post" action="${action}"><button class="button${trusted(kind === "first" ? " button-first" : "")}">${label}</button></form>`;

export const linkButton = (
  href: string,
  label: string,
  kind: "plain" | "first" | "bad" = "plain",
) =>
  markup`<a class="button${trusted(kind === "plain" ? "" : ` button-${kind}`)}" href="${href}">${label}</a>`;

export interface Choice {
  value: string;
  label: string;
}

export const options = (choices: readonly Choice[], chosen: string): Html[] =>
  choices.map(
    ({ value, label }) =>
      markup`<option value="${value}"${trusted(value === chosen ? " selected" : "")}>${label}</option>`,
  );

export const select = (of: {
  name: string;
  label: string;
  choices: readonly Choice[];
  chosen: string;
  hint?: string;
}): Html =>
  markup`<label class="field"><span>${of.label}</span><select name="${of.name}">${options(of.choices, of.chosen)}</select>${
    of.hint !== undefined && markup`<small>${of.hint}</small>`
  }</label>`;

/** Rows of one page of a long list. */
export const PAGE_ROWS = 50;

export function pageNumber(query: URLSearchParams): number {
  const asked = Number(query.get("page") ?? "1");
  return Number.isSafeInteger(asked) && asked >= 1 ? asked : 1;
}

/** "1–50 of 3,412" with the ways back and on; the other parameters stay. */
export function pager(path: string, query: URLSearchParams, total: number): Html {
  const current = pageNumber(query);
  const from = (current - 1) * PAGE_ROWS;
  const to = Math.min(total, from + PAGE_ROWS);
  const href = (page: number) => {
    const next = new URLSearchParams(query);
    next.set("page", String(page));
    return `${path}?${next.toString()}`;
  };
  const link = (page: number, label: string, there: boolean) =>
    there
      ? markup`<a class="button" href="${href(page)}">${label}</a>`
      : markup`<span class="button button-off" aria-disabled="true">${label}</span>`;
  return markup`<nav class="pager" aria-label="Pages"><span>${total === 0 ? "None" : `${number(Math.min(from + 1, total))}–${number(to)} of ${number(total)}`}</span>${link(current - 1, "Newer", current > 1)}${link(current + 1, "Older", to < total)}</nav>`;
}
