/** Theme files are JSON with comments: Shopify's editor writes one at the top of each. */
export function withoutComments(text: string): string {
  return text.replace(
    /("(?:[^"\\]|\\.)*")|\/\*[\s\S]*?\*\/|(^|\s)\/\/[^\n]*/g,
    (_all, quoted: string | undefined) => quoted ?? " ",
  );
}

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A file's JSON, or an error that says which file is wrong. */
export function parseThemeJson(text: string, file: string): unknown {
  try {
    return JSON.parse(withoutComments(text).replace(/,(\s*[}\]])/g, "$1")) as unknown;
  } catch (error) {
    throw new Error(`${file} is no JSON: ${(error as Error).message}`);
  }
}

export const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
