import { float, toNumber, WholeFloat } from "../liquid/float.ts";
import type { Filters } from "../liquid/filter.ts";

const NUMERIC = /^\s*-?\d+(\.\d+)?\s*$/;

/** Liquid's arithmetic takes text for the number that it spells, and anything else for 0. */
function numberOf(value: unknown): { value: number; float: boolean } {
  const known = toNumber(value);
  if (known !== null)
    return { value: known, float: value instanceof WholeFloat || !Number.isInteger(known) };
  if (typeof value === "string" && NUMERIC.test(value))
    return { value: Number(value), float: value.includes(".") };
  return { value: 0, float: false };
}

/** Sums of decimals without the noise of binary fractions, as Liquid's decimals give them. */
const tidy = (value: number): number => Number(value.toPrecision(15));

type Operation = (left: number, right: number) => number;

const of =
  (operation: Operation, whole: Operation = operation) =>
  (left: unknown, right: unknown): unknown => {
    const [a, b] = [numberOf(left), numberOf(right)];
    return a.float || b.float ? float(tidy(operation(a.value, b.value))) : whole(a.value, b.value);
  };

function divide(left: unknown, right: unknown): unknown {
  const divisor = numberOf(right);
  if (divisor.value === 0 && !divisor.float) throw new Error("divided by 0");
  return of(
    (a, b) => a / b,
    (a, b) => Math.floor(a / b),
  )(left, right);
}

function modulo(left: unknown, right: unknown): unknown {
  if (numberOf(right).value === 0) throw new Error("divided by 0");
  return of((a, b) => a - b * Math.floor(a / b))(left, right);
}

function round(value: unknown, digits: unknown = 0): unknown {
  const places = numberOf(digits).value;
  const scale = 10 ** places;
  const { value: number } = numberOf(value);
  const rounded = (Math.sign(number) * Math.round(tidy(Math.abs(number) * scale))) / scale;
  return places > 0 ? float(rounded) : rounded + 0;
}

const keep =
  (choose: Operation) =>
  (left: unknown, right: unknown): unknown => {
    const [a, b] = [numberOf(left), numberOf(right)];
    const kept = choose(a.value, b.value) === a.value ? a : b;
    return kept.float ? float(kept.value) : kept.value;
  };

export const ARITHMETIC: Filters = {
  plus: of((a, b) => a + b),
  minus: of((a, b) => a - b),
  times: of((a, b) => a * b),
  divided_by: divide,
  modulo,
  round,
  ceil: (value) => Math.ceil(numberOf(value).value),
  floor: (value) => Math.floor(numberOf(value).value),
  abs: (value) => {
    const { value: number, float: isFloat } = numberOf(value);
    return isFloat ? float(Math.abs(number)) : Math.abs(number);
  },
  at_least: keep(Math.max),
  at_most: keep(Math.min),
};
