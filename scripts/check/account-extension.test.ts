import { describe, expect, test } from "vitest";
import {
  addressProblems,
  BUNDLE_BYTES_MAX,
  sizeProblems,
  textProblems,
  unknownTargets,
  type Texts,
} from "./account-extension.ts";

test("a target that Shopify doesn't have is named", () => {
  const known = ["customer-account.profile.block.render"];
  expect(unknownTargets(["customer-account.profile.block.render"], known)).toEqual([]);
  expect(unknownTargets(["customer-account.profil.block.render"], known)).toEqual([
    "Shopify has no target customer-account.profil.block.render",
  ]);
});

test("a bundle at the limit passes, one byte more does not", () => {
  expect(sizeProblems("a", { raw: BUNDLE_BYTES_MAX, gzip: 9_000 })).toEqual([]);
  expect(sizeProblems("a", { raw: BUNDLE_BYTES_MAX + 1, gzip: 9_000 })).toEqual([
    "a weighs 25001 bytes (9000 compressed), 25000 are allowed",
  ]);
});

test("the address that is built in is that of shopify.app.toml", () => {
  const module = 'const DEPLOYED = "https://app.example.com";';
  expect(addressProblems(module, "https://app.example.com")).toEqual([]);
  expect(addressProblems(module, "https://app.example")).toHaveLength(1);
});

describe("texts", () => {
  const en: Texts = {
    title: "Your points",
    balance: { points: { one: "{{number}} point", other: "{{number}} points" } },
    goesIn: { one: "{{what}}: by tomorrow", other: "{{what}}: in {{number}} days" },
  };
  const ja: Texts = {
    title: "ポイント",
    balance: { points: { other: "{{number}}ポイント" } },
    goesIn: { other: "{{what}}：あと{{number}}日" },
  };
  const problems = (language: string, texts: Texts): string[] =>
    textProblems(
      new Map([
        ["en", en],
        [language, texts],
      ]),
      "en",
    );

  test("a language with fewer plural forms is whole with them", () => {
    expect(problems("ja", ja)).toEqual([]);
  });

  test.each([
    {
      why: "a text that is missing",
      language: "ja",
      texts: { ...ja, title: undefined as unknown as string },
      told: "ja lacks title",
    },
    {
      why: "a text that nobody asks for",
      language: "ja",
      texts: { ...ja, subtitle: "…" },
      told: "ja has subtitle, which en has not",
    },
    {
      why: "a plural form that the language has and the file has not",
      language: "fr",
      texts: {
        title: "Vos points",
        balance: en["balance"] as Texts,
        goesIn: { one: "{{what}}", many: "{{what}} {{number}}", other: "{{what}} {{number}}" },
      },
      told: 'fr balance.points: lacks the form "many"',
    },
    {
      why: "one that the language doesn't have",
      language: "ja",
      texts: { ...ja, balance: { points: { one: "{{number}}", other: "{{number}}" } } },
      told: 'ja balance.points: has the form "one", which the language has not',
    },
    {
      why: "a placeholder that was forgotten",
      language: "ja",
      texts: { ...ja, goesIn: { other: "あと{{number}}日" } },
      told: "ja goesIn: leaves out {{what}}",
    },
    {
      why: "a placeholder that was mistyped",
      language: "ja",
      texts: { ...ja, title: "{{titel}}" },
      told: "ja title: nobody fills {{titel}}",
    },
  ])("$why", ({ language, texts, told }) => {
    const whole = JSON.parse(JSON.stringify(texts)) as Texts;
    expect(problems(language, whole)).toEqual([told]);
  });
});
