import type { ShopState } from "../../shop/state.ts";
import { isObject, type JsonObject } from "../../storefront/theme/json.ts";
import { markup, trusted, type Html, type Piece } from "../../http/html.ts";
import { options, type Choice } from "../parts.ts";
import type { SchemaWords } from "./schema-words.ts";

/** What the fields of some settings are drawn from. */
export interface FieldsInput {
  /** Ids of the theme's color schemes. */
  schemes: readonly string[];
  /** As the schema writes them, headings among them. */
  definitions: readonly unknown[];
  values: JsonObject;
  words: SchemaWords;
  state: ShopState;
  /** What was wrong with what was entered, by the setting's id. */
  errors?: ReadonlyMap<string, string>;
  /** What was entered and not taken. */
  entered?: URLSearchParams;
}

interface Field {
  raw: JsonObject;
  id: string;
  name: string;
  value: unknown;
  input: FieldsInput;
}

/** A picker with more than this is no picker. */
const CHOICES_MAX = 1_000;

export const fieldName = (id: string): string => `setting-${id}`;

const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

function described(field: Field): Html {
  const { raw, input, id } = field;
  const info = input.words.of(raw["info"]);
  const error = input.errors?.get(id);
  return markup`${info !== "" && markup`<small id="${field.name}-info">${info}</small>`}${
    error !== undefined &&
    markup`<small class="field-error" id="${field.name}-error">${error}</small>`
  }`;
}

function describing(field: Field): Html {
  const parts = [
    ...(field.input.words.of(field.raw["info"]) === "" ? [] : [`${field.name}-info`]),
    ...(field.input.errors?.has(field.id) === true ? [`${field.name}-error`] : []),
  ];
  const invalid = field.input.errors?.has(field.id) === true;
  return markup`${parts.length > 0 && markup` aria-describedby="${parts.join(" ")}"`}${invalid && markup` aria-invalid="true"`}`;
}

function labelled(field: Field, control: Piece): Html {
  const label = field.input.words.of(field.raw["label"]);
  return markup`<div class="field"><label for="${field.name}">${label === "" ? field.id : label}</label>${control}${described(field)}</div>`;
}

const attributes = (field: Field): Html =>
  markup`id="${field.name}" name="${field.name}"${describing(field)}`;

const line = (field: Field): Html =>
  labelled(
    field,
    markup`<input type="text" ${attributes(field)} value="${textOf(field.value)}" placeholder="${field.input.words.of(field.raw["placeholder"])}">`,
  );

const area = (field: Field): Html =>
  labelled(
    field,
    markup`<textarea ${attributes(field)} rows="4">${textOf(field.value)}</textarea>`,
  );

function checkbox(field: Field): Html {
  const label = field.input.words.of(field.raw["label"]);
  return markup`<div class="field"><input type="hidden" name="${field.name}" value="off"><label class="check"><input type="checkbox" ${attributes(field)}${trusted(field.value === true ? " checked" : "")}><span>${label}</span></label>${described(field)}</div>`;
}

function range(field: Field): Html {
  const { raw } = field;
  const limits = markup`min="${textOf(raw["min"])}" max="${textOf(raw["max"])}" step="${textOf(raw["step"] ?? 1)}" value="${textOf(field.value)}"`;
  return labelled(
    field,
    markup`<span class="ranged"><input type="range" tabindex="-1" aria-hidden="true" data-range-of="${field.name}" hidden ${limits}><input type="number" ${attributes(field)} ${limits}><span class="quiet">${textOf(raw["unit"])}</span></span>`,
  );
}

const numeric = (field: Field): Html =>
  labelled(
    field,
    markup`<input type="number" step="any" ${attributes(field)} value="${textOf(field.value)}">`,
  );

function choose(field: Field, choices: readonly Choice[]): Html {
  const value = textOf(field.value);
  const known = choices.some((choice) => choice.value === value);
  const all = known ? choices : [{ value, label: value === "" ? "None" : value }, ...choices];
  return labelled(field, markup`<select ${attributes(field)}>${options(all, value)}</select>`);
}

function fromSchema(field: Field): Html {
  const list = Array.isArray(field.raw["options"]) ? field.raw["options"].filter(isObject) : [];
  return choose(
    field,
    list.map((option) => ({
      value: textOf(option["value"]),
      label: field.input.words.of(option["label"]),
    })),
  );
}

/** A swatch is drawn, not styled: the page's policy takes no styles from outside. */
function color(field: Field): Html {
  const value = textOf(field.value);
  const shown = /^#[0-9a-f]{6}$/i.test(value) ? value : "#ffffff";
  return labelled(
    field,
    markup`<span class="colored"><input type="color" tabindex="-1" aria-hidden="true" data-color-of="${field.name}" hidden value="${shown}"><input type="text" ${attributes(field)} value="${value}" placeholder="#rrggbb"></span>`,
  );
}

function product(field: Field): Html {
  const none = field.raw["autofill"] === true ? "The product of the page" : "None";
  const choices = [...field.input.state.products.values()]
    .slice(0, CHOICES_MAX)
    .map(({ handle, title }) => ({ value: handle, label: title }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return choose(field, [{ value: "", label: none }, ...choices]);
}

function collection(field: Field): Html {
  const choices = [...field.input.state.collections.values()]
    .slice(0, CHOICES_MAX)
    .map(({ handle, title }) => ({ value: handle, label: title }));
  return choose(field, [{ value: "", label: "None" }, ...choices]);
}

const scheme = (field: Field): Html =>
  choose(
    field,
    field.input.schemes.map((value) => ({ value, label: value })),
  );

/** Values with parts of their own, such as a group of color schemes: not for a field. */
export const isStructured = (value: unknown): boolean =>
  typeof value === "object" && value !== null;

const ALIGNMENTS = ["left", "center", "right"].map((value) => ({ value, label: value }));

const DRAWN: Readonly<Record<string, (field: Field) => Html>> = {
  checkbox,
  range,
  number: numeric,
  select: fromSchema,
  radio: fromSchema,
  color,
  color_scheme: scheme,
  text_alignment: (field) => choose(field, ALIGNMENTS),
  textarea: area,
  richtext: area,
  inline_richtext: line,
  html: area,
  liquid: area,
  color_background: line,
  product,
  collection,
};

function heading(raw: JsonObject, words: SchemaWords): Html | false {
  const content = words.of(raw["content"]);
  if (content === "") return false;
  return raw["type"] === "header"
    ? markup`<h3>${content}</h3>`
    : markup`<p class="quiet">${content}</p>`;
}

/** The fields of a schema's settings, by their types. */
export function settingFields(input: FieldsInput): Html {
  return markup`${input.definitions.filter(isObject).map((raw) => {
    const id = raw["id"];
    if (typeof id !== "string") return heading(raw, input.words);
    const name = fieldName(id);
    const kept = input.values[id] ?? raw["default"] ?? "";
    if (isStructured(kept) || raw["type"] === "color_scheme_group") {
      const label = input.words.of(raw["label"]);
      return markup`<p class="quiet">${label === "" ? id : label}: set in the theme's files.</p>`;
    }
    const entered = input.entered?.getAll(name).at(-1);
    const value =
      input.entered === undefined
        ? kept
        : raw["type"] === "checkbox"
          ? entered === "on"
          : (entered ?? kept);
    return (DRAWN[String(raw["type"])] ?? line)({ raw, id, name, value, input });
  })}`;
}
