import { defaultOperators, toValue, type Operators } from "liquidjs";
import { toNumber, WholeFloat } from "./float.ts";

const classOf = (value: unknown): string => {
  if (typeof value === "string") return "String";
  if (typeof value === "number") return Number.isInteger(value) ? "Integer" : "Float";
  if (typeof value === "boolean") return value ? "TrueClass" : "FalseClass";
  return Array.isArray(value) ? "Array" : "Drop";
};

const isComparable = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "geq" in value && !(value instanceof WholeFloat);

type Compare = (left: number | string, right: number | string) => boolean;

/** Nothing compares with nil, and unlike kinds are told apart as Shopify tells them: by an error. */
function ordering(compare: Compare) {
  return (left: unknown, right: unknown): boolean => {
    if (isComparable(left) || isComparable(right)) return false;
    const [a, b] = [toNumber(left), toNumber(right)];
    if (a !== null && b !== null) return compare(a, b);
    const [l, r] = [toValue(left) as unknown, toValue(right) as unknown];
    if (l === null || l === undefined || r === null || r === undefined) return false;
    if (typeof l === "string" && typeof r === "string" && a === null && b === null)
      return compare(l, r);
    const shown = b === null ? classOf(r) : String(b);
    throw new Error(`comparison of ${classOf(l)} with ${shown} failed`);
  };
}

export const OPERATORS: Operators = {
  ...defaultOperators,
  ">": ordering((a, b) => a > b),
  "<": ordering((a, b) => a < b),
  ">=": ordering((a, b) => a >= b),
  "<=": ordering((a, b) => a <= b),
};
