/** Names that English-speaking shops write and Intl doesn't. */
const ALIASES: Readonly<Record<string, string>> = {
  eire: "IE",
  rsa: "ZA",
  usa: "US",
  uk: "GB",
  "channel islands": "JE",
  "czech republic": "CZ",
  "hong kong": "HK",
};

const byName = new Map(Object.entries(ALIASES));
const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
for (const first of "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
  for (const second of "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
    const code = first + second;
    const name = names.of(code)?.toLowerCase();
    // Retired codes have the names of their successors: DD is Germany too, but its locale becomes DE.
    const isCurrent = new Intl.Locale(`und-${code}`).region === code;
    if (name !== undefined && isCurrent && !byName.has(name)) byName.set(name, code);
  }
}

/** ISO code of a country's English name or of a code, or null. */
export function countryCode(name: string): string | null {
  const known = byName.get(name.trim().toLowerCase());
  if (known !== undefined) return known;
  return /^[A-Z]{2}$/.test(name) && names.of(name) !== undefined ? name : null;
}

/** The language most spoken there, by CLDR's likely subtags. */
export function localeOf(code: string): string {
  return new Intl.Locale(`und-${code}`).maximize().language;
}
