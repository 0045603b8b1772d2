import { currencyDigits } from "../shop/money.ts";
import type { Customer, Order } from "../shop/records.ts";
import type { ShopState } from "../shop/state.ts";
import { fullName } from "../webhooks/payloads/customer.ts";
import { markup, type Html } from "../http/html.ts";

const LOCALE = "en-GB";
const moneyFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Record<"short" | "exact" | "clock", Intl.DateTimeFormat>>();
const numbers = new Intl.NumberFormat(LOCALE);

export function money(minor: number, currency: string): string {
  let format = moneyFormats.get(currency);
  if (format === undefined) {
    format = new Intl.NumberFormat(LOCALE, { style: "currency", currency });
    moneyFormats.set(currency, format);
  }
  return format.format(minor / 10 ** currencyDigits(currency));
}

export const number = (value: number): string => numbers.format(value);

/** "1 order", "2 orders". */
export const count = (value: number, one: string, many = `${one}s`): string =>
  `${number(value)} ${value === 1 ? one : many}`;

function dateFormat(zone: string) {
  let format = dateFormats.get(zone);
  if (format === undefined) {
    const short = { day: "numeric", month: "short", year: "numeric" } as const;
    const time = { hour: "2-digit", minute: "2-digit" } as const;
    format = {
      short: new Intl.DateTimeFormat(LOCALE, { timeZone: zone, ...short, ...time }),
      exact: new Intl.DateTimeFormat(LOCALE, {
        timeZone: zone,
        dateStyle: "full",
        timeStyle: "long",
      }),
      clock: new Intl.DateTimeFormat(LOCALE, { timeZone: zone, timeStyle: "medium" }),
    };
    dateFormats.set(zone, format);
  }
  return format;
}

/** A time of the shop's zone; the exact one is its title. */
export function moment(at: number, zone: string): Html {
  const { short, exact } = dateFormat(zone);
  return markup`<time datetime="${new Date(at).toISOString()}" title="${exact.format(at)}">${short.format(at)}</time>`;
}

/** The time of day with seconds: for what happens while one looks. */
export function clockTime(at: number, zone: string): Html {
  const { exact, clock } = dateFormat(zone);
  return markup`<time datetime="${new Date(at).toISOString()}" title="${exact.format(at)}">${clock.format(at)}</time>`;
}

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** The day in a zone as `2026-11-22`. */
export function dayOf(at: number, zone: string): string {
  let format = dayFormats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" });
    dayFormats.set(zone, format);
  }
  return format.format(at);
}

/** The time of day where the day is today's, the whole moment otherwise. */
export function lately(at: number, of: { now: number; timeZone: string }): Html {
  const today = dayOf(at, of.timeZone) === dayOf(of.now, of.timeZone);
  return today ? clockTime(at, of.timeZone) : moment(at, of.timeZone);
}

export function nameOf(customer: Customer): string {
  const name = fullName(customer);
  return name === "" ? (customer.email ?? `Customer ${customer.id}`) : name;
}

export function customerOf(state: ShopState, order: Order): Customer | null {
  return order.customerId === null ? null : (state.customers.get(order.customerId) ?? null);
}

export function milliseconds(value: number): string {
  return value < 1_000 ? `${value} ms` : `${String(Math.round(value / 100) / 10)} s`;
}
