import {
  argumentsOf,
  textOf,
  type Filter,
  type FilterCall,
  type Filters,
} from "../liquid/filter.ts";
import { toNumber } from "../liquid/float.ts";
import { pageOf, realmOf } from "../liquid/page.ts";
import { translationOf, type Locale } from "../theme/locale.ts";
import { dateText } from "./date.ts";
import { escapeText } from "./html.ts";

const PLACEHOLDER = /\{\{\s*([\w.]+)\s*\}\}/g;

interface Asked {
  locale: Locale;
  key: string;
  values: Record<string, unknown>;
}

function countOf(value: unknown): number | null {
  if (value === undefined || value === null) return null;
  const count = toNumber(value) ?? Number(textOf(value));
  return Number.isFinite(count) ? count : null;
}

/**
 * A translation with its values put in. Values are escaped unless the key ends in `_html`, where
 * the author answers for them; a key that nobody translated is told in its place.
 */
export function translate({ locale, key, values }: Asked): string {
  const found = translationOf(locale, key, countOf(values["count"]));
  if (found === null) return `Translation missing: ${locale.code}.${key}`;
  const isHtml = key.endsWith("_html");
  return found.text.replace(PLACEHOLDER, (all, name: string) => {
    if (!(name in values)) return all;
    const value = textOf(values[name]);
    return isHtml ? value : escapeValue(value);
  });
}

/** Escaped once: a theme that writes `t: name: x | escape` shows no entities. */
const escapeValue = (value: string): string =>
  escapeText(value).replace(/&amp;(?=(?:amp|lt|gt|quot|#39);)/g, "&");

function t(this: FilterCall, key: unknown, ...rest: unknown[]): string {
  const { named } = argumentsOf(this, rest);
  const locale = realmOf(this.context).locale(pageOf(this.context));
  return translate({ locale, key: textOf(key), values: named });
}

/** `date: format: 'abbreviated_date'` asks the theme's locale for `date_formats.…`. */
const date: Filter = function date(this: FilterCall, value, ...rest) {
  const { plain, named } = argumentsOf(this, rest);
  const page = pageOf(this.context);
  const locale = realmOf(this.context).locale(page);
  const asked = named["format"];
  const format =
    asked === undefined
      ? textOf(plain[0])
      : (translationOf(locale, `date_formats.${textOf(asked)}`, null)?.text ?? textOf(asked));
  return dateText(value, format, {
    locale: page.where.language.code,
    timeZone: page.state.info.timeZone,
    now: page.now,
  });
};

export const TRANSLATION: Filters = { t, translate: t, date };
