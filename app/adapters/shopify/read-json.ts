/** JSON as Shopify sends it, without losing ids above 2^53. */

// Where a number of 16 digits or more begins outside of any hope of being exact as a double.
const LONG_NUMBER = /[:[,]\s*-?\d{16,}/;

/** A payload that can't be read as what it claims to be; the message says what and where. */
export class UnreadablePayload extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UnreadablePayload";
  }
}

/**
 * Parses `text`; integers that a double can't hold arrive as strings of their digits. The slow
 * path runs only when such a number may be there.
 */
export function readJson(text: string): unknown {
  try {
    return LONG_NUMBER.test(text) ? JSON.parse(text, exactIntegers) : JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new UnreadablePayload(`not JSON: ${withoutQuotation(error.message)}`);
    throw error;
  }
}

function exactIntegers(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  if (
    typeof value === "number" &&
    !Number.isSafeInteger(value) &&
    source &&
    /^-?\d+$/.test(source)
  ) {
    return source;
  }
  return value;
}

// What stands around the fault may be a customer's name, and remarks are kept and logged.
function withoutQuotation(message: string): string {
  return message.replace(/,?\s*(\.\.\.)?".*"(\.\.\.)?/s, "").trim() || "no value at all";
}
