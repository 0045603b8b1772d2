import { toNumber } from "../liquid/float.ts";
import { isBlank, type FilterCall, type Filters } from "../liquid/filter.ts";
import { pageOf } from "../liquid/page.ts";

/** Shopify's formats by currency: `amount` 1,134.65, with a comma separator 1.134,65. */
const FORMATS: Readonly<Record<string, string>> = {
  GBP: "£{{amount}}",
  USD: "${{amount}}",
  EUR: "€{{amount_with_comma_separator}}",
  CAD: "${{amount}}",
  AUD: "${{amount}}",
  JPY: "¥{{amount_no_decimals}}",
  CNY: "¥{{amount}}",
  TWD: "${{amount}}",
  SEK: "{{amount_no_decimals}} kr",
  PLN: "{{amount_with_comma_separator}} zl",
  CHF: "CHF {{amount_with_apostrophe_separator}}",
  AED: "Dhs. {{amount}}",
  KWD: "{{amount}} KD",
};

const SYMBOLS: Readonly<Record<string, string>> = {
  GBP: "£",
  EUR: "€",
  JPY: "¥",
  CNY: "¥",
  SEK: "kr",
  PLN: "zł",
  CHF: "CHF",
  AED: "د.إ",
  KWD: "د.ك",
};

export const symbolOf = (currency: string): string => SYMBOLS[currency] ?? "$";

export function moneyFormat(currency: string): string {
  return FORMATS[currency] ?? `{{amount}} ${currency}`;
}

export function moneyWithCurrencyFormat(currency: string): string {
  const format = moneyFormat(currency);
  return format.includes(currency) ? format : `${format} ${currency}`;
}

interface Grouping {
  thousands: string;
  decimal: string;
  decimals: boolean;
}

const GROUPINGS: Readonly<Record<string, Grouping>> = {
  amount: { thousands: ",", decimal: ".", decimals: true },
  amount_no_decimals: { thousands: ",", decimal: "", decimals: false },
  amount_with_comma_separator: { thousands: ".", decimal: ",", decimals: true },
  amount_no_decimals_with_comma_separator: { thousands: ".", decimal: "", decimals: false },
  amount_with_apostrophe_separator: { thousands: "'", decimal: ".", decimals: true },
  amount_with_space_separator: { thousands: " ", decimal: ",", decimals: true },
  amount_no_decimals_with_space_separator: { thousands: " ", decimal: "", decimals: false },
  amount_with_period_and_space_separator: { thousands: " ", decimal: ".", decimals: true },
};

function amountText(hundredths: number, grouping: Grouping): string {
  const fixed = (Math.round(Math.abs(hundredths)) / 100).toFixed(grouping.decimals ? 2 : 0);
  const [whole = "0", fraction] = fixed.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, grouping.thousands);
  return fraction === undefined ? grouped : `${grouped}${grouping.decimal}${fraction}`;
}

const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/;

function format(hundredths: number, pattern: string): string {
  const shown = pattern.replace(PLACEHOLDER, (_all, name: string) =>
    amountText(hundredths, GROUPINGS[name] ?? (GROUPINGS["amount"] as Grouping)),
  );
  return hundredths < 0 ? `-${shown}` : shown;
}

/** The amount of a filter's input in hundredths; nil and text that is no number have none. */
function inputOf(value: unknown): number | null {
  const number = toNumber(value);
  if (number !== null) return number;
  if (isBlank(value) || typeof value !== "string") return null;
  const read = Number(value);
  return Number.isFinite(read) ? read : null;
}

type Style = (hundredths: number, currency: string) => string;

const money: Style = (hundredths, currency) => format(hundredths, moneyFormat(currency));

const STYLES = {
  money,
  money_with_currency: (hundredths, currency) =>
    format(hundredths, moneyWithCurrencyFormat(currency)),
  money_without_trailing_zeros: (hundredths, currency) =>
    money(hundredths, currency).replace(/[.,]00(?=\D*$)/, ""),
  money_without_currency: (hundredths, currency) =>
    format(hundredths, `{{${PLACEHOLDER.exec(moneyFormat(currency))?.[1] ?? "amount"}}}`),
} satisfies Record<string, Style>;

const filterOf = (style: Style) =>
  function moneyFilter(this: FilterCall, value: unknown): string {
    const hundredths = inputOf(value);
    return hundredths === null ? "" : style(hundredths, pageOf(this.context).where.currency);
  };

export const MONEY: Filters = {
  ...Object.fromEntries(Object.entries(STYLES).map(([name, style]) => [name, filterOf(style)])),
  unit_price_with_measurement(price, measurement) {
    const shown = STYLES.money(inputOf(price) ?? 0, pageOf(this.context).where.currency);
    const unit = (measurement as Record<string, unknown> | null)?.["reference_unit"];
    return typeof unit === "string" ? `${shown}/${unit}` : shown;
  },
};
