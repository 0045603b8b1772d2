import { describe, expect, test } from "vitest";
import { moneyText, SHOPPER_WORDS, shopperLanguage, type ShopperLanguage } from "./language.ts";

test.each([
  ["en", "en"],
  ["fr", "fr"],
  ["fr-CA", "fr"],
  ["de-at", "de"],
  ["es_MX", "es"],
  ["JA", "ja"],
  ["zh", "zh-CN"],
  ["zh-CN", "zh-CN"],
  ["zh-Hans-HK", "zh-CN"],
  ["zh-TW", "zh-TW"],
  ["zh-HK", "zh-TW"],
  ["zh-Hant", "zh-TW"],
  ["zh-tw", "zh-TW"],
  ["ar", "en"],
  ["", "en"],
  [null, "en"],
  ["toString", "en"],
  ["'; DROP TABLE", "en"],
])("%j is answered in %s", (asked, answered) => {
  expect(shopperLanguage(asked)).toBe(answered);
});

describe("what is said", () => {
  const languages = Object.keys(SHOPPER_WORDS) as ShopperLanguage[];
  const sentences = (language: ShopperLanguage): string[] => {
    const { order, kinds, rewards, ...rest } = SHOPPER_WORDS[language];
    const worded = Object.values(rewards).map((each) =>
      typeof each === "string" ? each : each("5"),
    );
    return [...Object.values(order), ...Object.values(kinds), ...Object.values(rest), ...worded];
  };

  test.each(languages)("%s says each thing in its own words, none twice", (language) => {
    const said = sentences(language);
    expect(said.every((sentence) => sentence.trim() === sentence && sentence !== "")).toBe(true);
    const [amountOff, percentOff] = [
      SHOPPER_WORDS[language].rewards.amountOff("5"),
      SHOPPER_WORDS[language].rewards.percentOff("5"),
    ];
    const others = said.filter((sentence) => sentence !== amountOff && sentence !== percentOff);
    expect(new Set(others).size).toBe(others.length);
  });

  test("no language but English says it in English", () => {
    const english = new Set(sentences("en"));
    for (const language of languages.filter((each) => each !== "en"))
      expect(sentences(language).filter((sentence) => english.has(sentence))).toEqual([]);
  });
});

test.each([
  { minor: 500, currency: "GBP", language: "en", text: "£5" },
  { minor: 550, currency: "GBP", language: "en", text: "£5.50" },
  { minor: 550, currency: "EUR", language: "de", text: "5,50 €" },
  { minor: 500, currency: "JPY", language: "ja", text: "￥500" },
  { minor: 1_500, currency: "KWD", language: "en", text: "KWD 1.500" },
] as const)("$minor of $currency in $language: $text", ({ minor, currency, language, text }) => {
  expect(moneyText(minor, currency, language).replaceAll("\u00a0", " ")).toBe(text);
});
