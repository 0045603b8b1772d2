import { markup, type Html, type Piece } from "../http/html.ts";
import type { Words } from "./words.ts";

export interface SummaryLine {
  title: string;
  variantTitle: string | null;
  quantity: number;
  pictureUrl: string | null;
  lineMinor: number;
  /** After what product discounts take off this line. */
  finalLineMinor: number;
  codes: readonly string[];
  note?: string | null;
}

/** A sum and what it is for; `total` is the last one, and loud. */
export interface Amount {
  label: Piece;
  text: string;
  kind?: "total" | "saving" | "note";
}

/** What was bought, one line each. */
export function summaryLines(lines: readonly SummaryLine[], currency: string, words: Words): Html {
  const rows = lines.map((line) => {
    const price = words.money(line.finalLineMinor, currency);
    const before =
      line.finalLineMinor === line.lineMinor
        ? null
        : markup`<s>${words.money(line.lineMinor, currency)}</s> `;
    const picture =
      line.pictureUrl === null
        ? markup`<span class="picture none"></span>`
        : markup`<img class="picture" src="${line.pictureUrl}" alt="" width="64" height="80" loading="lazy">`;
    return markup`<li class="line">${picture}
<div class="line-text"><p class="line-title"><bdi>${line.title}</bdi></p>${line.variantTitle === null ? null : markup`<p class="quiet"><bdi>${line.variantTitle}</bdi></p>`}<p class="quiet">${words.say("quantity", { count: line.quantity })}</p>${line.codes.map((code) => markup`<p class="tag">${code}</p>`)}${(line.note ?? null) === null ? null : markup`<p class="quiet">${line.note}</p>`}</div>
<p class="line-price">${before}${price}</p></li>`;
  });
  return markup`<ul class="lines">${rows}</ul>`;
}

export function amountList(amounts: readonly Amount[]): Html {
  const rows = amounts.map(
    ({ label, text, kind }) =>
      markup`<div class="amount ${kind ?? "plain"}"><dt>${label}</dt><dd>${text}</dd></div>`,
  );
  return markup`<dl class="amounts">${rows}</dl>`;
}
