import type { ShopState } from "../../shop/state.ts";
import { isObject, type JsonObject } from "../../storefront/theme/json.ts";
import { fieldName, isStructured } from "./setting-fields.ts";

export interface SettingsRead {
  values: JsonObject;
  /** What is wrong, in words for whoever entered it, by the setting's id. */
  errors: Map<string, string>;
}

class Wrong extends Error {}

interface Given {
  raw: JsonObject;
  state: ShopState;
}

type Read = (text: string, given: Given) => unknown;

/** A value such as `{{ product.title }}` is read when the page is. */
const DYNAMIC = /^\{\{[\s\S]*\}\}$/;
const COLOR = /^(#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|rgba?\([\d\s.,%/]+\)|transparent)$/i;
const ADDRESS = /^(\/|#|https?:\/\/|mailto:|tel:|shopify:\/\/)/;
const TEXT_MAX = 5_000;

function numeric(text: string): number {
  const value = Number(text.replace(",", "."));
  if (text === "" || !Number.isFinite(value)) throw new Wrong("Enter a number.");
  return value;
}

const range: Read = (text, { raw }) => {
  const value = numeric(text);
  const [min, max, step] = [Number(raw["min"]), Number(raw["max"]), Number(raw["step"] ?? 1)];
  if (value < min || value > max) throw new Wrong(`Enter a number from ${min} to ${max}.`);
  const steps = (value - min) / step;
  if (Math.abs(steps - Math.round(steps)) > 1e-6)
    throw new Wrong(`Enter a number in steps of ${step} from ${min}.`);
  return value;
};

const select: Read = (text, { raw }) => {
  const list = Array.isArray(raw["options"]) ? raw["options"].filter(isObject) : [];
  if (!list.some((option) => String(option["value"]) === text))
    throw new Wrong("Choose one of the options.");
  return text;
};

const color: Read = (text) => {
  if (text !== "" && !COLOR.test(text)) throw new Wrong("Enter a color such as #1d5c42.");
  return text;
};

const url: Read = (text) => {
  if (text !== "" && !ADDRESS.test(text))
    throw new Wrong("Enter a path that begins with / or a whole address.");
  return text;
};

/** Opening and closing tags of a text, and what is left of it without them. */
function checkTags(text: string, allowed: ReadonlySet<string>): void {
  for (const [, name = ""] of text.matchAll(/<\/?\s*([a-z][\w-]*)/gi)) {
    if (!allowed.has(name.toLowerCase()))
      throw new Wrong(`<${name}> is not taken here, only ${[...allowed].join(", ")}.`);
  }
  if (/\son\w+\s*=|javascript:/i.test(text)) throw new Wrong("Scripts are not taken here.");
}

const INLINE = new Set(["strong", "b", "em", "i", "u", "a", "br", "span"]);
const BLOCK = new Set(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", ...INLINE]);

const richtext: Read = (text) => {
  if (text === "") return "";
  // Words without any tag are meant as a paragraph.
  const whole = text.includes("<") ? text : `<p>${text}</p>`;
  checkTags(whole, BLOCK);
  if (!/^<(p|h[1-6]|ul|ol)[\s>][\s\S]*<\/(p|h[1-6]|ul|ol)>$/i.test(whole))
    throw new Wrong("Put the text into paragraphs (<p>), headings or lists.");
  return whole;
};

const inline: Read = (text) => {
  checkTags(text, INLINE);
  return text;
};

const known =
  (has: (state: ShopState, handle: string) => boolean, what: string): Read =>
  (text, { state }) => {
    if (text !== "" && !has(state, text)) throw new Wrong(`There is no such ${what}.`);
    return text;
  };

const withHandle = (list: Iterable<{ handle: string }>, handle: string): boolean => {
  for (const item of list) if (item.handle === handle) return true;
  return false;
};

const READERS: Readonly<Record<string, Read>> = {
  range,
  number: (text) => (text === "" ? null : numeric(text)),
  select,
  radio: select,
  color,
  url,
  richtext,
  inline_richtext: inline,
  product: known((state, handle) => withHandle(state.products.values(), handle), "product"),
  collection: known(
    (state, handle) => handle === "all" || withHandle(state.collections.values(), handle),
    "collection",
  ),
};

function readOne(raw: JsonObject, id: string, of: { form: URLSearchParams; state: ShopState }) {
  const text = of.form.getAll(fieldName(id)).at(-1) ?? "";
  if (raw["type"] === "checkbox") return text === "on";
  const trimmed = text.trim();
  if (trimmed.length > TEXT_MAX) throw new Wrong(`Enter ${TEXT_MAX} characters at most.`);
  if (DYNAMIC.test(trimmed)) return trimmed;
  const read = READERS[String(raw["type"])];
  return read === undefined ? trimmed : read(trimmed, { raw, state: of.state });
}

const isBlank = (value: unknown): boolean => value === "" || value === null;

/** The values of a form by a schema. What says nothing but the default is left out, unless it was there. */
export function readSettings(
  definitions: readonly unknown[],
  of: { form: URLSearchParams; state: ShopState; before: JsonObject },
): SettingsRead {
  const values: JsonObject = { ...of.before };
  const errors = new Map<string, string>();
  for (const raw of definitions.filter(isObject)) {
    const id = raw["id"];
    // A form that says nothing of a setting leaves it as it is.
    if (typeof id !== "string" || !of.form.has(fieldName(id))) continue;
    if (isStructured(of.before[id] ?? raw["default"])) continue;
    try {
      const value = readOne(raw, id, of);
      const byDefault = raw["default"] ?? (raw["type"] === "checkbox" ? false : "");
      const says = value !== byDefault && !(isBlank(value) && isBlank(byDefault));
      if (says || id in of.before) values[id] = value;
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      errors.set(id, error.message);
    }
  }
  return { values, errors };
}
