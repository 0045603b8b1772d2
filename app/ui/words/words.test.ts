import { expect, test } from "vitest";
import { en } from "./en.ts";
import { formatsOf } from "./formats.ts";
import { languageOf } from "./language.ts";
import { zhCn } from "./zh-cn.ts";

test.each([
  { locale: "en", language: "en" },
  { locale: "en-US", language: "en" },
  { locale: "de", language: "en" },
  { locale: "zh-CN", language: "zh-CN" },
  { locale: "zh-Hans", language: "zh-CN" },
  { locale: "zh", language: "zh-CN" },
  { locale: "zh-TW", language: "en" },
  { locale: "zh-Hant-HK", language: "en" },
])("an admin in $locale reads $language", ({ locale, language }) => {
  expect(languageOf(locale)).toBe(language);
});

/** Paths of all words that stand in a language as texts, not as functions. */
function texts(words: object, path = ""): [string, string][] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    if (typeof value === "string") return [[`${path}.${key}`, value]];
    return typeof value === "object" && value !== null ? texts(value, `${path}.${key}`) : [];
  });
}

test("every Chinese text is Chinese, but for names", () => {
  const latin = texts(zhCn).filter(
    ([, text]) => text.trim() !== "" && !/\p{Script=Han}/u.test(text),
  );
  const names = new Set(["Perennial", "Shopify", "English", "CSV"]);
  expect(latin.filter(([, text]) => !names.has(text.trim()) && /[A-Za-z]{3}/.test(text))).toEqual(
    [],
  );
});

test("no English text has Chinese in it, but for the name of the language", () => {
  const han = texts(en).filter(([, text]) => /\p{Script=Han}/u.test(text));
  expect(han.filter(([, text]) => text !== "简体中文")).toEqual([]);
});

test("a moment is told in the shop's zone, whatever the machine's is", () => {
  const formats = formatsOf("en", "Asia/Tokyo");
  expect(formats.moment("2026-01-31T20:30:00Z")).toBe("1 Feb 2026, 05:30");
  expect(formatsOf("zh-CN", "Asia/Tokyo").day("2026-01-31T20:30:00Z")).toBe("2026年2月1日");
});

test("a zone that nobody knows is told in UTC", () => {
  expect(formatsOf("en", "Mars/Olympus").time("2026-01-31T20:30:00Z")).toBe("20:30");
});

test.each([
  { minor: 123_450, currency: "GBP", whole: "£1,234.50", short: "£1,234.50" },
  { minor: 1_234_567_800, currency: "GBP", whole: "£12,345,678.00", short: "£12.3m" },
  { minor: 5_000, currency: "JPY", whole: "JP¥5,000", short: "JP¥5,000" },
  { minor: 0, currency: "GBP", whole: "£0.00", short: "£0" },
])("$minor of $currency is $whole", ({ minor, currency, whole, short }) => {
  const formats = formatsOf("en", "UTC");
  expect([formats.money(minor, currency), formats.shortMoney(minor, currency)]).toEqual([
    whole,
    short,
  ]);
});
