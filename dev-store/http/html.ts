import { escapeHtml } from "./exchange.ts";

/** Markup that is safe to print; only `markup` and `trusted` make it. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Piece = Html | string | number | null | undefined | false | readonly Piece[];

function print(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return "";
  if (piece instanceof Html) return piece.text;
  if (typeof piece === "string") return escapeHtml(piece);
  if (typeof piece === "number") return String(piece);
  return piece.map(print).join("");
}

/** A template whose values are escaped unless they are markup themselves. */
export function markup(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(
    strings.reduce((text, part, index) => text + print(pieces[index - 1]) + part, ""),
  );
}

/** Markup from a place that is trusted: our own constants, never what a person entered. */
export const trusted = (text: string): Html => new Html(text);

/** An attribute without a value, or nothing. */
export const flag = (name: string, on: boolean): Html => trusted(on ? ` ${name}` : "");
