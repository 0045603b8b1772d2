/** Numbers in the words that Liquid used: the forms stand in the block's attributes. Pure. */
export type Attributes = Readonly<Record<string, string | undefined>>;
type Values = Readonly<Record<string, string | undefined>>;

const DAY_MS = 86_400_000;
/** From here on it counts days; perennial-expiry.liquid has the same. */
export const SOON_DAYS = 30;

/** `%p` in a sentence is the value named p. */
export const fill = (words = "", values: Values): string =>
  words.replace(/%(\w)/g, (found, name: string) => values[name] ?? found);

export const whole = (lang: string | undefined, n: number): string =>
  new Intl.NumberFormat(lang).format(n).replace("-", "−");

/** The number with its noun, as `%p` in a sentence. */
export function points(attributes: Attributes, count: number): { p: string } {
  const { lang, one, many, other } = attributes;
  const form = new Intl.PluralRules(lang).select(Math.abs(count));
  const words = (form === "one" ? one : form === "many" ? many : other) ?? other;
  return { p: fill(words, { n: whole(lang, count) }) };
}

/** As the shop writes 1,234.00 (`sample`), so it writes any amount of hundredths. */
export function money(sample = "", hundredths: number): string {
  const [, before = "", group = "", point, after = ""] =
    /^(\D*)1(\D*)234(?:(\D)00)?(\D*)$/.exec(sample) ?? [];
  const cents = hundredths % 100;
  const units = String((hundredths - cents) / 100).replace(/\B(?=(\d{3})+$)/g, group);
  return before + units + (cents && point ? point + String(cents).padStart(2, "0") : "") + after;
}

export const date = (
  region: string | undefined,
  at: string | number,
  more: Intl.DateTimeFormatOptions,
): string =>
  new Intl.DateTimeFormat(region, { day: "numeric", month: "short", ...more }).format(new Date(at));

export function expiry(attributes: Attributes, words: Attributes, at: number, now: number): string {
  const days = Math.floor((at - now) / DAY_MS);
  if (days > SOON_DAYS) {
    // They go at a midnight: the last day is the one before.
    return fill(words["until"], { s: date(attributes["region"], at - 1, { year: "numeric" }) });
  }
  if (days < 2) return words[days > 0 ? "tomorrow" : "today"] ?? "";
  return fill(words["t"], { n: whole(attributes["lang"], days) });
}

/** The next reward and what is missing for it, or the best one that can be had. */
export function reward(attributes: Attributes, words: Attributes, available: number): string {
  const all = (words["rewards"] ?? "")
    .split("|")
    .map((text) => text.split(";"))
    .map(([price, title]) => ({ price: Number(price), title }))
    .sort((a, b) => a.price - b.price);
  const ahead = all.find(({ price }) => price > available);
  return ahead
    ? fill(words["t"], { ...points(attributes, ahead.price - available), s: ahead.title })
    : fill(words["z"], { s: all.at(-1)?.title });
}
