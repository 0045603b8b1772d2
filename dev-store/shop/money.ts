import { Refusal } from "../wire/refusal.ts";

const digits = new Map<string, number>();

/** Decimals of a currency by ISO 4217: 2 for GBP, 0 for JPY, 3 for KWD. */
export function currencyDigits(currency: string): number {
  let known = digits.get(currency);
  if (known === undefined) {
    known =
      new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
        .maximumFractionDigits ?? 2;
    digits.set(currency, known);
  }
  return known;
}

export function formatMinor(minor: number, currency: string): string {
  const places = currencyDigits(currency);
  if (places === 0) return String(minor);
  const sign = minor < 0 ? "-" : "";
  const all = String(Math.abs(minor)).padStart(places + 1, "0");
  return `${sign}${all.slice(0, -places)}.${all.slice(-places)}`;
}

/** "12.34" or 12.34 in minor units; more decimals than the currency has are refused. */
export function readMinor(value: unknown, currency: string, what: string): number {
  const text = typeof value === "number" ? String(value) : value;
  const match = typeof text === "string" ? /^(-?)(\d{1,12})(?:\.(\d+))?$/.exec(text) : null;
  const places = currencyDigits(currency);
  const fraction = (match?.[3] ?? "").replace(/0+$/, "");
  if (match === null || fraction.length > places) {
    throw new Refusal(
      422,
      `${what} must be an amount of ${currency}, got ${JSON.stringify(value)}`,
    );
  }
  const minor = Number(`${match[2] ?? "0"}${fraction.padEnd(places, "0")}`);
  return match[1] === "-" ? -minor : minor;
}

/**
 * Splits an amount over weights so that the parts add up to it exactly: shares are cut down to
 * whole units and the units left over go to the largest remainders, earlier parts first.
 */
export function allocate(amount: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0 || amount === 0) return weights.map(() => 0);
  const exact = weights.map((weight) => (amount * weight) / total);
  const parts = exact.map(Math.floor);
  const left = amount - parts.reduce((sum, part) => sum + part, 0);
  exact
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
    .slice(0, left)
    .forEach(({ index }) => {
      parts[index] = (parts[index] ?? 0) + 1;
    });
  return parts;
}

/** The part of an amount that belongs to `some` of `all` units, rounded half up. */
export function share(amount: number, some: number, all: number): number {
  return all === 0 ? 0 : Math.floor((2 * amount * some + all) / (2 * all));
}
