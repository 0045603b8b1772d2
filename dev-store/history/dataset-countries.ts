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
    const name = names.of(first + second)?.toLowerCase();
    // The first code wins: later ones of the same name are retired (GB before UK).
    if (name !== undefined && !byName.has(name)) byName.set(name, first + second);
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
  return new Intl.Locale(`und-${code}`).maximize().language ?? "en";
}
