import { expect, test } from "vitest";
import { createCatalogue } from "./catalogue.ts";
import { productWords } from "./product-words.ts";

const { articles, giftCard } = createCatalogue({
  seed: 1,
  currency: "GBP",
  firstDay: 0,
  lastDay: 365,
});

test("something is said of everything the invented shop sells", () => {
  const drafts = [...articles.map(({ draft }) => draft), giftCard];
  const silent = drafts.filter(({ bodyHtml = "" }) => !/^(<p>[^<]+<\/p>)+$/.test(bodyHtml));
  expect(silent.map(({ title }) => title)).toEqual([]);
});

test("who makes a thing is said; a gift card makes itself", () => {
  expect(productWords("Mugs", "Ashdown Pottery")).toContain("Ashdown Pottery");
  expect(giftCard.bodyHtml).not.toContain("Made for us");
});

test("nothing is made up about a type that nobody wrote about", () => {
  expect(productWords("Spaceships", "Acme")).toBe("");
});
