/** Money is an integer of minor units with its currency beside it; amounts arrive as decimal strings. */

// ISO 4217 exponents that are not 2, as the shop's currency counts them.
const EXPONENTS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
};

export function currencyExponent(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

/** Minor units in one whole unit: 100 for GBP, 1 for JPY, 1000 for KWD. */
export function minorPerUnit(currency: string): number {
  return 10 ** currencyExponent(currency);
}

const DECIMAL = /^(-?)(\d{1,12})(?:\.(\d{1,18}))?$/;

/**
 * "394.95" → 39495, exactly; digits beyond the currency's own round half away from zero.
 * Null when `amount` isn't a plain decimal (exponents, blanks, more than 12 digits before the point).
 */
export function minorFromDecimal(amount: string, currency: string): number | null {
  const match = DECIMAL.exec(amount);
  if (!match) return null;
  const [, sign, whole = "", fraction = ""] = match;
  const exponent = currencyExponent(currency);
  const kept = fraction.slice(0, exponent).padEnd(exponent, "0");
  const roundUp = fraction.charAt(exponent) >= "5" ? 1 : 0;
  const minor = Number(whole + kept) + roundUp;
  return sign === "-" && minor !== 0 ? -minor : minor;
}

/** `numerator / denominator`, half up; for non-negative integers. */
export function divideHalfUp(numerator: number, denominator: number): number {
  if (Number.isSafeInteger(2 * numerator + denominator)) {
    return Math.floor((2 * numerator + denominator) / (2 * denominator));
  }
  return Number((2n * BigInt(numerator) + BigInt(denominator)) / (2n * BigInt(denominator)));
}
