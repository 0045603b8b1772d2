/**
 * JSON as Shopify writes and reads it: ids are 64-bit integers, which neither `JSON.parse` nor
 * `JSON.stringify` carries unharmed past 2^53. Inside the dev store an id is a numeric string.
 */
interface SourceTextJson {
  rawJSON(text: string): unknown;
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
}

const json = JSON as unknown as SourceTextJson;
const INTEGER = /^-?\d+$/;

/** An id as a JSON number, exact above 2^53 too. */
export function idNumber(id: string): unknown {
  const value = Number(id);
  return Number.isSafeInteger(value) ? value : json.rawJSON(id);
}

/** A number with its decimals kept as written: Ruby prints `0.0` where JavaScript prints `0`. */
export function decimalNumber(text: string): unknown {
  return json.rawJSON(text);
}

/** Integers that a double cannot hold come back as strings, everything else as usual. */
export function parseJson(text: string): unknown {
  return json.parse(text, (_key, value, context) =>
    typeof value === "number" && !Number.isSafeInteger(value) && INTEGER.test(context.source ?? "")
      ? context.source
      : value,
  );
}

/** Integers that a double cannot hold stay as written when the value is printed again. */
export function parseForwarded(text: string): unknown {
  return json.parse(text, (_key, value, context) =>
    typeof value === "number" && context.source !== undefined
      ? json.rawJSON(context.source)
      : value,
  );
}
