import { toValue, type Context } from "liquidjs";

/** What liquidjs gives a filter to know besides its arguments. */
export interface FilterCall {
  context: Context;
  token: { args: readonly unknown[] };
}

export type Filter = (this: FilterCall, value: unknown, ...args: unknown[]) => unknown;
export type Filters = Record<string, Filter>;

export interface Arguments {
  plain: unknown[];
  named: Record<string, unknown>;
}

/** liquidjs hands over `name: value` as a pair; only the token tells it from a list of two. */
export function argumentsOf(call: FilterCall, args: readonly unknown[]): Arguments {
  const plain: unknown[] = [];
  const named: Record<string, unknown> = {};
  args.forEach((arg, index) => {
    if (Array.isArray(call.token.args[index])) {
      const [name, value] = arg as [string, unknown];
      named[name] = value;
    } else plain.push(arg);
  });
  return { plain, named };
}

/** A value as Liquid prints it. */
export function textOf(value: unknown): string {
  const plain = toValue(value) as unknown;
  if (plain === null || plain === undefined) return "";
  if (Array.isArray(plain)) return plain.map(textOf).join("");
  return printed(plain);
}

/** A single value: objects print as their class does, plain ones as JSON. */
function printed(value: unknown): string {
  if (typeof value === "string") return value;
  if (
    typeof value === "object" &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype
  )
    return JSON.stringify(value);
  return (value as { toString: () => string }).toString();
}

/** A value as a list: Liquid lets list filters loose on single things too. */
export function listOf(value: unknown): unknown[] {
  const plain = toValue(value) as unknown;
  if (plain === null || plain === undefined) return [];
  return Array.isArray(plain) ? plain.flat() : [plain];
}

export const isBlank = (value: unknown): boolean => {
  const plain = toValue(value) as unknown;
  return (
    plain === null ||
    plain === undefined ||
    plain === false ||
    (typeof plain === "string" && plain.trim() === "") ||
    (Array.isArray(plain) && plain.length === 0)
  );
};
