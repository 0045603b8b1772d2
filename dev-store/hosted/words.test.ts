import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../shop/markets.ts";
import { Words } from "./words.ts";

const textsOf = (code: string) =>
  JSON.parse(readFileSync(new URL(`./locales/${code}.json`, import.meta.url), "utf8")) as Record<
    string,
    string
  >;

const PLURAL = /\.(zero|one|two|few|many|other)$/;
const names = (texts: Record<string, string>) =>
  [...new Set(Object.keys(texts).map((key) => key.replace(PLURAL, "")))].sort();
const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

const english = textsOf("en");

describe.each(LANGUAGES.map(({ code }) => code))("%s", (code) => {
  const texts = textsOf(code);

  test("says all that English says, and nothing else", () => {
    expect(names(texts)).toEqual(names(english));
  });

  test("leaves the same places for names and amounts", () => {
    for (const [key, text] of Object.entries(texts)) {
      if (PLURAL.test(key)) continue;
      expect([key, places(text)]).toEqual([key, places(english[key] ?? "")]);
    }
  });

  test("has every plural form that the language wants", () => {
    const forms = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
    for (const key of ["items", "demo_orders"])
      expect(
        Object.keys(texts)
          .filter((name) => name.startsWith(`${key}.`))
          .sort(),
      ).toEqual(forms.map((form) => `${key}.${form}`).sort());
  });
});

test("counts, dates and money are written as the language writes them", () => {
  const [french, arabic, british, american] = [
    new Words("fr", "GB"),
    new Words("ar", "GB"),
    new Words("en", "GB"),
    new Words("en", "US"),
  ];
  expect(french.say("items", { count: 1 })).toBe("1 article");
  expect(arabic.say("items", { count: 2 })).toBe("منتجان");
  expect(french.money(1_250, "EUR").replace(/\s/g, " ")).toBe("12,50 €");
  expect(british.money(1_250, "JPY")).toBe("¥1,250");
  const noon = Date.UTC(2026, 10, 22, 12);
  expect(british.date(noon, "Europe/London")).toBe("22 November 2026");
  expect(american.date(noon, "Europe/London")).toBe("November 22, 2026");
});
