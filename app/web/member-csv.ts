/**
 * Members as a CSV file. The header is English snake case in every language, so that a script written
 * once goes on working; amounts are decimals of the shop's currency, times ISO 8601 in UTC.
 */
import { stringify } from "csv-stringify/sync";
import { currencyExponent } from "../domain/shared/money.ts";
import { toIso, type Instant } from "../domain/shared/instant.ts";
import type { ExportedMember } from "../use-cases/export-members.ts";

export const MEMBER_COLUMNS = [
  "customer_id",
  "name",
  "email",
  "tier",
  "points_available",
  "points_pending",
  "points_lifetime",
  "spend_365_days",
  "currency",
  "last_order_at",
  "enrolled_at",
  "points_expire_at",
  "left_program",
] as const;

/** What a spreadsheet takes for a formula when a cell begins with it. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

/** Text from outside, so that a spreadsheet shows it and doesn't run it. */
export function plainCell(text: string | null): string {
  return text !== null && FORMULA.test(text) ? `'${text}` : (text ?? "");
}

const time = (instant: Instant | null): string => (instant === null ? "" : toIso(instant));

function cells(member: ExportedMember, currency: string): (string | number)[] {
  return [
    member.customerId,
    plainCell(member.name?.name ?? null),
    plainCell(member.name?.email ?? null),
    plainCell(member.tierId),
    member.available,
    member.pending,
    member.lifetimeEarned,
    decimal(member.spendMinor, currency),
    currency,
    time(member.lastOrderAt),
    time(member.enrolledAt),
    time(member.expiresAt),
    member.hasLeft ? "yes" : "no",
  ];
}

/** "394.95": exact, whatever the currency's decimals. */
export function decimal(minor: number, currency: string): string {
  const exponent = currencyExponent(currency);
  const digits = String(Math.abs(minor)).padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  const sign = minor < 0 ? "-" : "";
  return exponent === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-exponent)}`;
}

/** With the mark by which Excel knows UTF-8; rows end as RFC 4180 has it. */
export async function* memberCsv(
  pages: AsyncIterable<readonly ExportedMember[]>,
  currency: string,
): AsyncGenerator<string, void> {
  yield stringify([MEMBER_COLUMNS], {
    bom: true,
    record_delimiter: "windows",
  });
  for await (const page of pages) {
    yield stringify(
      page.map((member) => cells(member, currency)),
      { record_delimiter: "windows" },
    );
  }
}
