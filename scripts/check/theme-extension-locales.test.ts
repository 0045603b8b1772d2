import { expect, test } from "vitest";
import {
  localeProblems,
  unusedLabels,
  unusedTexts,
  type Texts,
} from "./theme-extension-locales.ts";

const ENGLISH: Texts = {
  join: { title: "Join {{ program }}" },
  points: { one: "{{ n }} point", other: "{{ n }} points" },
};
const FRENCH: Texts = {
  join: { title: "Rejoignez {{ program }}" },
  points: { one: "{{ n }} point", many: "{{ n }} de points", other: "{{ n }} points" },
};
const problems = (french: Texts) =>
  localeProblems(
    new Map([
      ["en.default.json", ENGLISH],
      ["fr.json", french],
    ]),
    ["en", "fr"],
  );

test("two languages, each with the plurals it needs", () => {
  expect(problems(FRENCH)).toEqual([]);
});

test.each<{ why: string; french: Texts; says: string[] }>([
  {
    why: "a missing text",
    french: { points: FRENCH["points"] ?? "" },
    says: ["locales/fr.json: join.title is missing"],
  },
  {
    why: "a text that no other language has",
    french: { ...FRENCH, more: "Plus" },
    says: ["locales/fr.json: more is in no other language"],
  },
  {
    why: "a plural form that the language needs, as French for a million",
    french: { ...FRENCH, points: ENGLISH["points"] ?? "" },
    says: ['locales/fr.json: points lacks "many"'],
  },
  {
    why: "a plural form that the language doesn't have",
    french: { ...FRENCH, points: { ...(FRENCH["points"] as Texts), few: "{{ n }} points" } },
    says: ['locales/fr.json: points: the language has no "few"'],
  },
  {
    why: "a value that a translation lost",
    french: { ...FRENCH, join: { title: "Rejoignez-nous" } },
    says: ['locales/fr.json: join.title: "Rejoignez-nous" lacks one of: program'],
  },
])("$why is named", ({ french, says }) => {
  expect(problems(french)).toEqual(says);
});

test("a language that the shop promises must be there", () => {
  expect(localeProblems(new Map([["en.default.json", ENGLISH]]), ["en", "ja"])).toEqual([
    "there is no locale ja",
  ]);
});

test("texts that nobody shows are named", () => {
  expect(unusedTexts(ENGLISH, "{{ 'points' | t: count: 1 }}")).toEqual([
    "no Liquid asks for join.title",
  ]);
  expect(unusedLabels({ balance: { name: "Balance" } }, '{ "name": "t:balance.title" }')).toEqual([
    "no schema names t:balance.name",
  ]);
});
