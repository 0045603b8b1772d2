import { textOf } from "../liquid/filter.ts";
import { toNumber } from "../liquid/float.ts";

export interface DateSituation {
  locale: string;
  timeZone: string;
  now: number;
}

function instantOf(value: unknown, now: number): Date | null {
  const number = toNumber(value);
  if (number !== null) return new Date(number * 1000);
  const text = textOf(value).trim();
  if (text === "now" || text === "today") return new Date(now);
  if (text === "") return null;
  if (/^\d+$/.test(text)) return new Date(Number(text) * 1000);
  const read = new Date(text);
  return Number.isNaN(read.getTime()) ? null : read;
}

type Parts = Record<string, string>;

/** Formats named as Rails and Shopify name them, drawn up by Intl in the page's language. */
const NAMED: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  abbreviated_date: { year: "numeric", month: "short", day: "numeric" },
  basic: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_at_time: { dateStyle: "long", timeStyle: "short" },
  default: { dateStyle: "full", timeStyle: "short" },
  on_date: { year: "numeric", month: "long", day: "numeric" },
  short: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: false },
  long: { dateStyle: "long", timeStyle: "short" },
  month_day_year: { year: "numeric", month: "long", day: "numeric" },
};

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formatters.set(key, known);
  return known;
}

function partsOf(date: Date, timeZone: string): Parts {
  const format = formatter("en-GB", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hour12: false,
    timeZoneName: "longOffset",
  });
  return Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]));
}

const name = (situation: DateSituation, date: Date, options: Intl.DateTimeFormatOptions): string =>
  formatter(situation.locale, { timeZone: situation.timeZone, ...options }).format(date);

const pad = (value: number, width = 2): string => String(value).padStart(width, "0");

function dayOfYear(parts: Parts): number {
  const { year, month, day } = parts;
  const start = Date.UTC(Number(year), 0, 1);
  return (Date.UTC(Number(year), Number(month) - 1, Number(day)) - start) / 86_400_000 + 1;
}

function weekday(parts: Parts): number {
  return new Date(
    Date.UTC(Number(parts["year"]), Number(parts["month"]) - 1, Number(parts["day"])),
  ).getUTCDay();
}

type Directive = (given: { date: Date; parts: Parts; situation: DateSituation }) => string;

const hour12 = (parts: Parts): number => Number(parts["hour"]) % 12 || 12;
const part =
  (key: string): Directive =>
  ({ parts }) =>
    parts[key] ?? "";
const composed =
  (format: string): Directive =>
  ({ date, situation }) =>
    strftime(date, format, situation);
const offset = (parts: Parts): string =>
  (parts["timeZoneName"] ?? "").replace("GMT", "") || "+00:00";

const DIRECTIVES: Readonly<Record<string, Directive>> = {
  Y: part("year"),
  y: ({ parts }) => (parts["year"] ?? "").slice(-2),
  C: ({ parts }) => (parts["year"] ?? "").slice(0, 2),
  m: part("month"),
  d: part("day"),
  e: ({ parts }) => String(Number(parts["day"])).padStart(2, " "),
  j: ({ parts }) => pad(dayOfYear(parts), 3),
  H: ({ parts }) => pad(Number(parts["hour"]) % 24),
  k: ({ parts }) => String(Number(parts["hour"]) % 24).padStart(2, " "),
  I: ({ parts }) => pad(hour12(parts)),
  l: ({ parts }) => String(hour12(parts)).padStart(2, " "),
  M: part("minute"),
  S: part("second"),
  L: ({ date }) => pad(date.getUTCMilliseconds(), 3),
  p: ({ parts }) => (Number(parts["hour"]) % 24 < 12 ? "AM" : "PM"),
  P: ({ parts }) => (Number(parts["hour"]) % 24 < 12 ? "am" : "pm"),
  s: ({ date }) => String(Math.floor(date.getTime() / 1000)),
  u: ({ parts }) => String(weekday(parts) || 7),
  w: ({ parts }) => String(weekday(parts)),
  z: ({ parts }) => offset(parts).replace(":", ""),
  Z: ({ date, situation }) =>
    formatter("en", { timeZone: situation.timeZone, timeZoneName: "short" })
      .formatToParts(date)
      .find(({ type }) => type === "timeZoneName")?.value ?? "",
  A: ({ date, situation }) => name(situation, date, { weekday: "long" }),
  a: ({ date, situation }) => name(situation, date, { weekday: "short" }),
  B: ({ date, situation }) => name(situation, date, { month: "long" }),
  b: ({ date, situation }) => name(situation, date, { month: "short" }),
  h: ({ date, situation }) => name(situation, date, { month: "short" }),
  c: composed("%a %b %e %H:%M:%S %Y"),
  D: composed("%m/%d/%y"),
  x: composed("%m/%d/%y"),
  F: composed("%Y-%m-%d"),
  T: composed("%H:%M:%S"),
  X: composed("%H:%M:%S"),
  R: composed("%H:%M"),
  r: composed("%I:%M:%S %p"),
  n: () => "\n",
  t: () => "\t",
  "%": () => "%",
};

function flagged(value: string, flags: string): string {
  const bare = flags.includes("-") ? value.replace(/^[0 ]+(?=\d)/, "") : value;
  return flags.includes("^") ? bare.toUpperCase() : bare;
}

function strftime(date: Date, format: string, situation: DateSituation): string {
  const given = { date, parts: partsOf(date, situation.timeZone), situation };
  return format.replace(
    /%([-^_0]*)(:?)([A-Za-z%])/g,
    (all, flags: string, colon, letter: string) => {
      if (letter === "z" && colon === ":") return offset(given.parts);
      const directive = DIRECTIVES[letter];
      return directive === undefined ? all : flagged(directive(given), flags);
    },
  );
}

/** A date as Liquid shows it: strftime, or a format's name; text that is no date stays as it is. */
export function dateText(value: unknown, format: string, situation: DateSituation): string {
  const date = instantOf(value, situation.now);
  if (date === null) return textOf(value);
  if (format === "") return strftime(date, "%Y-%m-%d %H:%M:%S %z", situation);
  const named = NAMED[format];
  if (named !== undefined) return name(situation, date, named);
  return strftime(date, format, situation);
}
