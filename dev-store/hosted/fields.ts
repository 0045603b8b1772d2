import { markup, trusted, type Html, type Piece } from "../http/html.ts";

export interface FieldView {
  id: string;
  label: string;
  value: string;
  error: string | null;
  /** Where the first wrong field is, the keyboard is. */
  focus: boolean;
  type?: string;
  autocomplete?: string;
  inputMode?: string;
  maxLength?: number;
  required?: boolean;
  hint?: string;
  span?: "half" | "whole";
}

const attribute = (name: string, value: string | number | undefined): Piece =>
  value === undefined ? null : markup` ${trusted(name)}="${String(value)}"`;

export function errorText(id: string, error: string | null): Piece {
  return error === null ? null : markup`<p class="field-error" id="${id}-error">${error}</p>`;
}

/** What every control says about itself: its error is read out with its name. */
export function stateOf({ id, error, focus }: Pick<FieldView, "id" | "error" | "focus">): Piece {
  return [
    error === null ? null : markup` aria-invalid="true" aria-describedby="${id}-error"`,
    focus ? trusted(" autofocus") : null,
  ];
}

/** A labelled field with its error below. */
export function textField(field: FieldView): Html {
  const { id, label, value, error } = field;
  return markup`<div class="field ${field.span ?? "whole"}${error === null ? "" : " wrong"}">
<label for="${id}">${label}${field.hint === undefined ? null : markup` <span class="hint">(${field.hint})</span>`}</label>
<input id="${id}" name="${id}" type="${field.type ?? "text"}" value="${value}"${attribute("autocomplete", field.autocomplete)}${attribute("inputmode", field.inputMode)}${attribute("maxlength", field.maxLength)}${field.required === true ? trusted(' aria-required="true"') : null}${stateOf(field)}>
${errorText(id, error)}</div>`;
}
