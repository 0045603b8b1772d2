/** The scalar fields of Shopify's payloads, as zod types that say what was wrong and where. */
import { z } from "zod";
import { isId } from "../../domain/shared/ids.ts";
import { minorFromDecimal } from "../../domain/shared/money.ts";
import { UnreadablePayload } from "./read-json.ts";

/** A numeric id, as a number or (beyond 2^53) as digits. */
export const id = z.union([z.number(), z.string()]).transform((value, context) => {
  const text = String(value);
  if (isId(text)) return text;
  context.addIssue({ code: "custom", message: `"${text.slice(0, 40)}" is not a Shopify id` });
  return z.NEVER;
});

/** ISO 8601 with offset → ms since the epoch. */
export const instant = z.string().transform((value, context) => {
  const parsed = Date.parse(value);
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) && Number.isFinite(parsed)) return parsed;
  context.addIssue({ code: "custom", message: `"${value.slice(0, 40)}" is not a time` });
  return z.NEVER;
});

/** Text as a column can hold it: no NUL, no half of a cut character, at most so many. */
export const text = (charactersMax: number) =>
  z
    .string()
    .transform((value) => value.replaceAll("\0", "").slice(0, charactersMax).toWellFormed());

/** A count: a non-negative whole number. */
export const quantity = z.number().int().min(0).max(1_000_000);

// Floats turn up where strings belong (refund subtotals): their shortest form is what was meant.
const decimal = z.union([z.string(), z.number()]).transform(String);

/** `{ shop_money: { amount, currency_code } }`. */
export const moneySet = z.object({
  shop_money: z.object({ amount: decimal, currency_code: z.string().nullish() }),
});
export type MoneySet = z.infer<typeof moneySet>;

/** Shop money in minor units of `currency`; throws what and where when the amount isn't decimal. */
export function minorOf(set: MoneySet, currency: string, where: string): number {
  const { amount, currency_code } = set.shop_money;
  if (currency_code && currency_code !== currency) {
    throw new UnreadablePayload(
      `${where}: shop money in ${currency_code}, the order is in ${currency}`,
    );
  }
  const minor = minorFromDecimal(amount, currency);
  if (minor === null)
    throw new UnreadablePayload(`${where}: "${amount.slice(0, 40)}" is not an amount`);
  return minor;
}

/** Parses with `schema`, or throws the first three problems, each with its path. */
export function readAs<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`);
  throw new UnreadablePayload(problems.join("; "));
}
