import { Refusal } from "./refusal.ts";

export type Fields = Record<string, unknown>;

export function readFields(value: unknown, what: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw new Refusal(422, `${what} must be a JSON object`);
}

export function readList(value: unknown, what: string): unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw new Refusal(422, `${what} must be a list`);
}

export function readText(value: unknown, what: string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new Refusal(422, `${what} must be a string`);
}

export function readFlag(value: unknown, what: string): boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return value;
  throw new Refusal(422, `${what} must be true or false`);
}

export function readCount(value: unknown, what: string): number {
  const count = typeof value === "string" ? Number(value) : value;
  if (typeof count === "number" && Number.isSafeInteger(count) && count >= 0) return count;
  throw new Refusal(
    422,
    `${what} must be a whole number of 0 or more, got ${JSON.stringify(value)}`,
  );
}

/** An ISO 8601 instant in milliseconds, cut to whole seconds as Shopify keeps them. */
export function readInstant(value: unknown, what: string): number | null {
  if (value === undefined || value === null) return null;
  const at = typeof value === "string" ? Date.parse(value) : NaN;
  if (Number.isNaN(at))
    throw new Refusal(422, `${what} must be an ISO 8601 time, got ${JSON.stringify(value)}`);
  return Math.floor(at / 1000) * 1000;
}
