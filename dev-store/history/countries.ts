/** Where shoppers live: how many of a shop's foreign customers, their clock, money and tax. */
export interface Country {
  code: string;
  /** Share among the customers from abroad, in any unit. */
  weight: number;
  timeZone: string;
  locale: string;
  currency: string;
  /** Standard VAT or GST of 2025, percent; 0 where a foreign seller of parcels charges none. */
  taxPercent: number;
  /** Inside the EU, one registration (IOSS) covers every member state. */
  eu: boolean;
}

// prettier-ignore
export const COUNTRIES: readonly Country[] = [
  { code: "GB", weight: 16, timeZone: "Europe/London",       locale: "en-GB", currency: "GBP", taxPercent: 20, eu: false },
  { code: "US", weight: 17, timeZone: "America/New_York",    locale: "en-US", currency: "USD", taxPercent: 0,  eu: false },
  { code: "DE", weight: 14, timeZone: "Europe/Berlin",       locale: "de",    currency: "EUR", taxPercent: 19, eu: true },
  { code: "FR", weight: 13, timeZone: "Europe/Paris",        locale: "fr",    currency: "EUR", taxPercent: 20, eu: true },
  { code: "IE", weight: 10, timeZone: "Europe/Dublin",       locale: "en-IE", currency: "EUR", taxPercent: 23, eu: true },
  { code: "NL", weight: 7,  timeZone: "Europe/Amsterdam",    locale: "nl",    currency: "EUR", taxPercent: 21, eu: true },
  { code: "ES", weight: 6,  timeZone: "Europe/Madrid",       locale: "es",    currency: "EUR", taxPercent: 21, eu: true },
  { code: "IT", weight: 6,  timeZone: "Europe/Rome",         locale: "it",    currency: "EUR", taxPercent: 22, eu: true },
  { code: "SE", weight: 4,  timeZone: "Europe/Stockholm",    locale: "sv",    currency: "SEK", taxPercent: 25, eu: true },
  { code: "PL", weight: 3,  timeZone: "Europe/Warsaw",       locale: "pl",    currency: "PLN", taxPercent: 23, eu: true },
  { code: "CH", weight: 4,  timeZone: "Europe/Zurich",       locale: "de-CH", currency: "CHF", taxPercent: 0,  eu: false },
  { code: "CA", weight: 6,  timeZone: "America/Toronto",     locale: "en-CA", currency: "CAD", taxPercent: 0,  eu: false },
  { code: "AU", weight: 6,  timeZone: "Australia/Sydney",    locale: "en-AU", currency: "AUD", taxPercent: 10, eu: false },
  { code: "JP", weight: 4,  timeZone: "Asia/Tokyo",          locale: "ja",    currency: "JPY", taxPercent: 0,  eu: false },
];

/** Units of a currency for one pound, rounded: price levels and what foreign shoppers see; no quotation. */
export const PER_POUND: Readonly<Record<string, number>> = {
  GBP: 1,
  EUR: 1.16,
  USD: 1.32,
  CAD: 1.82,
  AUD: 2,
  SEK: 12.8,
  PLN: 4.95,
  CHF: 1.09,
  JPY: 196,
};

/** Where a shop that sells in this currency sits; the euro's is Germany, its biggest market. */
export function homeCountry(currency: string): Country {
  const home = COUNTRIES.find((country) => country.currency === currency);
  if (home === undefined) {
    const known = Object.keys(PER_POUND).join(", ");
    throw new RangeError(
      `no price levels for the currency ${currency}; the generated shop can sell in ${known}`,
    );
  }
  return home;
}

const digitsOf = new Map<string, number>();

/** Places of the minor unit, by ISO 4217 as Intl knows it; kept, since asking Intl is slow. */
export function minorDigits(currency: string): number {
  let digits = digitsOf.get(currency);
  if (digits === undefined) {
    digits =
      new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
        .maximumFractionDigits ?? 2;
    digitsOf.set(currency, digits);
  }
  return digits;
}

/** Units of `to` for one of `from`, to six places. */
export function exchangeRate(from: string, to: string): number {
  return Math.round(((PER_POUND[to] ?? 1) / (PER_POUND[from] ?? 1)) * 1e6) / 1e6;
}
