/**
 * A test that prints fails: noise hides the one line that matters. What a test means to
 * print, it names beforehand with `expectOutput`.
 */
import { afterEach, beforeEach } from "vitest";

const METHODS = ["log", "info", "warn", "error", "debug", "trace"] as const;

let expected: RegExp[] = [];
let printed: string[] = [];

/** The next lines on the console that match are part of this test. */
export function expectOutput(...patterns: RegExp[]): void {
  expected.push(...patterns);
}

for (const method of METHODS) {
  console[method] = (...args: unknown[]) => {
    printed.push(`console.${method}: ${args.map(asText).join(" ")}`);
  };
}

beforeEach(() => {
  expected = [];
  printed = [];
});

afterEach(() => {
  const unexpected = printed.filter((line) => !expected.some((pattern) => pattern.test(line)));
  if (unexpected.length > 0) throw new Error(`The test printed:\n${unexpected.join("\n")}`);
});

function asText(value: unknown): string {
  if (value instanceof Error) return value.stack ?? value.message;
  return typeof value === "string" ? value : JSON.stringify(value);
}
