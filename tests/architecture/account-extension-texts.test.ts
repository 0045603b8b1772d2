import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { SHOPPER_WORDS } from "../../app/web/i18n/shopper/language.ts";

const FOLDER = path.join(import.meta.dirname, "..", "..", "extensions", "perennial-account");

interface Texts {
  movement: Record<string, string>;
  [section: string]: unknown;
}

const textsOf = (language: string): Texts => {
  const name = language === "en" ? "en.default" : language;
  return JSON.parse(readFileSync(path.join(FOLDER, "locales", `${name}.json`), "utf8")) as Texts;
};

const sources = readdirSync(path.join(FOLDER, "src"))
  .map((name) => readFileSync(path.join(FOLDER, "src", name), "utf8"))
  .join("\n");

describe.each(Object.entries(SHOPPER_WORDS))("in %s", (language, words) => {
  const { movement } = textsOf(language);

  test("a movement of points is told in the words of the app", () => {
    const own = Object.values(movement).toSorted();
    const { leave: _noPoints, ...kinds } = words.kinds;
    const { expired, givenBack, merged, changed } = words;
    const apps = [...Object.values(words.order), ...Object.values(kinds)];
    expect(own).toEqual([...apps, expired, givenBack, merged, changed].toSorted());
  });
});

test("every text that a block asks for is there, and none is there for nothing", () => {
  const asked = new Set([...sources.matchAll(/"([a-z]\w*\.[a-zA-Z]+)"/g)].map(([, key]) => key));
  const there = Object.entries(textsOf("en"))
    .filter(([section, texts]) => section !== "movement" && !("other" in Object(texts)))
    .flatMap(([section, texts]) =>
      typeof texts === "string"
        ? []
        : Object.keys(texts as object).map((key) => `${section}.${key}`),
    );
  expect([...asked].toSorted()).toEqual(there.toSorted());
});
