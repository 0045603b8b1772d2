import { Drop, Tokenizer } from "liquidjs";

/**
 * A float that happens to be whole. JavaScript can't tell 4.0 from 4, Liquid can: `10 | divided_by: 4.0`
 * is 2.5 and `10 | divided_by: 4` is 2. Other floats are plain numbers.
 */
export class WholeFloat extends Drop {
  readonly whole: number;

  constructor(whole: number) {
    super();
    this.whole = whole;
  }

  override valueOf(): string {
    return this.whole.toFixed(1);
  }
  equals(other: unknown): boolean {
    return toNumber(other) === this.whole;
  }
  gt(other: unknown): boolean {
    return this.whole > (toNumber(other) ?? Infinity);
  }
  geq(other: unknown): boolean {
    return this.whole >= (toNumber(other) ?? Infinity);
  }
  lt(other: unknown): boolean {
    return this.whole < (toNumber(other) ?? -Infinity);
  }
  leq(other: unknown): boolean {
    return this.whole <= (toNumber(other) ?? -Infinity);
  }
  toJSON(): number {
    return this.whole;
  }
}

/** A number as Liquid holds it: the result of arithmetic in which a float took part. */
export function float(value: number): number | WholeFloat {
  return Number.isInteger(value) ? new WholeFloat(value) : value;
}

/** The number that a value is, or null: text isn't one by itself. */
export function toNumber(value: unknown): number | null {
  if (value instanceof WholeFloat) return value.whole;
  return typeof value === "number" ? value : null;
}

interface ReadsNumbers {
  readNumber: () => { content: unknown; getText: () => string } | undefined;
}

let taught = false;

/** Makes liquidjs read a literal like `1.0` as the float that it is; it offers no other way in. */
export function teachFloats(): void {
  if (taught) return;
  taught = true;
  const tokenizer = Tokenizer.prototype as unknown as ReadsNumbers;
  const original = tokenizer.readNumber;
  tokenizer.readNumber = function readNumber() {
    const token = original.call(this);
    if (token !== undefined && typeof token.content === "number" && token.getText().includes("."))
      token.content = float(token.content);
    return token;
  };
}
