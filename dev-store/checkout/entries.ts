import { textOf, type Input } from "../cart/read-form.ts";
import { countriesOf } from "../shop/markets.ts";
import type { Customer, ShopInfo } from "../shop/records.ts";

/** What the shopper has entered, as text: shown again as it was if something is wrong with it. */
export interface Entries {
  email: string;
  firstName: string;
  lastName: string;
  address1: string;
  city: string;
  zip: string;
  country: string;
  method: string;
  payment: "card" | "bank-transfer";
  cardNumber: string;
  expiry: string;
  securityCode: string;
}

export type Field = keyof Entries;

/** Wrong fields with the text that says how, in the order of the page. */
export type EntryErrors = Map<Field, { text: string; max?: number }>;

export const TEXT_LENGTH_MAX = 100;
const EMAIL_LENGTH_MAX = 254;
const EMAIL = /^[^\s@<>()",;:\\]+@[^\s@<>()",;:\\]+\.[^\s@<>()",;:\\]+$/;

/** Where an address has no postcode, or not everybody has one. */
const WITHOUT_POSTCODE = new Set(["AE", "IE", "KW"]);

/** The test gateway's card: nothing is charged, so it may as well be filled in. */
const TEST_CARD = { cardNumber: "4242 4242 4242 4242", expiry: "12/30", securityCode: "123" };
/** As at Shopify's test gateway, card number 2 is declined; and so is the usual test number for it. */
const DECLINED = new Set(["2", "4000000000000002"]);

export function isEmail(text: string): boolean {
  return text.length <= EMAIL_LENGTH_MAX && EMAIL.test(text);
}

/** What the page begins with: what is known of the customer, and the country that they shop from. */
export function firstEntries(customer: Customer | null, countryCode: string): Entries {
  const address = customer?.address ?? null;
  return {
    email: customer?.email ?? "",
    firstName: customer?.firstName ?? "",
    lastName: customer?.lastName ?? "",
    address1: address?.address1 ?? "",
    city: address?.city ?? "",
    zip: address?.zip ?? "",
    country: address?.countryCode ?? countryCode,
    method: "standard",
    payment: "card",
    ...TEST_CARD,
  };
}

/** The form's fields; a customer who is logged in keeps their own address of e-mail. */
export function readEntries(input: Input, first: Entries, customer: Customer | null): Entries {
  const text = (name: Field) => (textOf(input[name]) ?? first[name]).trim();
  return {
    email: customer?.email ?? text("email"),
    firstName: text("firstName"),
    lastName: text("lastName"),
    address1: text("address1"),
    city: text("city"),
    zip: text("zip"),
    country: text("country"),
    method: text("method"),
    payment: text("payment") === "bank-transfer" ? "bank-transfer" : "card",
    cardNumber: text("cardNumber"),
    expiry: text("expiry"),
    securityCode: text("securityCode"),
  };
}

function isFuture(expiry: string, now: number): boolean {
  const match = /^(0?[1-9]|1[0-2])\s*\/\s*(?:20)?(\d{2})$/.exec(expiry);
  if (match === null) return false;
  // Good until the last day of its month.
  return Date.UTC(2000 + Number(match[2]), Number(match[1]), 1) > now;
}

function checkCard(entries: Entries, now: number, errors: EntryErrors): void {
  const digits = entries.cardNumber.replace(/[\s-]/g, "");
  if (DECLINED.has(digits)) errors.set("cardNumber", { text: "error_declined" });
  else if (digits !== "1" && !/^\d{12,19}$/.test(digits))
    errors.set("cardNumber", { text: "error_card_number" });
  if (!isFuture(entries.expiry, now)) errors.set("expiry", { text: "error_expiry" });
  if (!/^\d{3,4}$/.test(entries.securityCode))
    errors.set("securityCode", { text: "error_security_code" });
}

function checkAddress(entries: Entries, info: ShopInfo, errors: EntryErrors): void {
  const required = (field: Field, text: string) => {
    if (entries[field] === "") errors.set(field, { text });
  };
  if (!countriesOf(info).some(({ code }) => code === entries.country))
    errors.set("country", { text: "error_country" });
  required("lastName", "error_last_name");
  required("address1", "error_address");
  required("city", "error_city");
  if (!WITHOUT_POSTCODE.has(entries.country)) required("zip", "error_zip");
  for (const field of ["firstName", "lastName", "address1", "city", "zip"] as const)
    if (entries[field].length > TEXT_LENGTH_MAX)
      errors.set(field, { text: "error_long", max: TEXT_LENGTH_MAX });
}

export interface EntryRules {
  info: ShopInfo;
  requiresShipping: boolean;
  /** An order that costs nothing is not paid for. */
  totalMinor: number;
  now: number;
}

const PAGE_ORDER: readonly Field[] = [
  "email",
  "country",
  "firstName",
  "lastName",
  "address1",
  "zip",
  "city",
  "cardNumber",
  "expiry",
  "securityCode",
];

/** What is wrong with the entries, in the order of the page; empty where they are fine. */
export function checkEntries(entries: Entries, rules: EntryRules): EntryErrors {
  const errors: EntryErrors = new Map();
  if (!isEmail(entries.email)) errors.set("email", { text: "error_email" });
  if (rules.requiresShipping) checkAddress(entries, rules.info, errors);
  if (rules.totalMinor > 0 && entries.payment === "card") checkCard(entries, rules.now, errors);
  return new Map(
    PAGE_ORDER.flatMap((field) => {
      const error = errors.get(field);
      return error === undefined ? [] : [[field, error] as const];
    }),
  );
}
