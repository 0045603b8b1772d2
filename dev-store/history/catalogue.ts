import { GIFT_CARD, TYPES } from "./catalogue-table.ts";
import { minorDigits, PER_POUND } from "./countries.ts";
import type { ProductDraft, VariantDraft } from "./history.ts";
import { asciiSlug } from "./names.ts";
import { productWords } from "./product-words.ts";
import { Random } from "./random.ts";

/** A product as the shopper's choice needs it. */
export interface Article {
  draft: ProductDraft;
  typeIndex: number;
  /** Place among the products of its type; the same place of two types that go together is a pair. */
  place: number;
  popularity: number;
  lastsDays: number | null;
  /** Local day of its launch. */
  launchDay: number;
}

export interface Catalogue {
  articles: Article[];
  /** Articles by type, in the order of TYPES. */
  byType: Article[][];
  giftCard: ProductDraft & { variants: VariantDraft[] };
}

// Ids look like Shopify's and stay clear of the small ones that people choose by hand.
const FIRST_PRODUCT_ID = 8_100_000_000_001;
const FIRST_VARIANT_ID = 44_100_000_000_001;

const LAUNCHED_LATER = 0.2;

export function createCatalogue(options: {
  seed: number;
  currency: string;
  firstDay: number;
  lastDay: number;
}): Catalogue {
  const { seed, currency, firstDay, lastDay } = options;
  const random = new Random(seed, 1);
  let nextVariant = FIRST_VARIANT_ID;
  const articles = TYPES.flatMap((row, typeIndex) => {
    const titles = row.titles.split("|");
    const ranks = shuffled(titles.length, random);
    return titles.map((name, place): Article => {
      const pence = row.pence[0] + (row.pence[1] - row.pence[0]) * random.next();
      const priceMinor = charmPrice(pence, currency);
      const title =
        /Tea|Coffee/.test(row.collection) && row.sizes
          ? `${name} ${row.type}`
          : named(name, row.type);
      const variants = row.sizes?.slice(0, 2).map((size, index): VariantDraft => ({
        id: String(nextVariant++),
        title: String(size),
        sku: `${asciiSlug(name).slice(0, 12).toUpperCase()}-${index + 1}`,
        priceMinor: index === 0 ? priceMinor : charmPrice(pence * (row.sizes?.[2] ?? 1), currency),
      }));
      // The first of a type is there from the start, so that no type is ever empty.
      const later = place > 0 && !row.christmas && random.chance(LAUNCHED_LATER);
      return {
        typeIndex,
        place,
        // Zipf's law: within a type, sales fall off about as 1/rank.
        popularity: 1 / (1 + (ranks[place] ?? 0)),
        lastsDays: row.lastsDays ?? null,
        launchDay: later
          ? random.between(firstDay + 1, firstDay + Math.floor((lastDay - firstDay) * 0.9))
          : firstDay,
        draft: {
          id: "",
          title,
          handle: asciiSlug(title),
          productType: row.type,
          vendor: row.vendor,
          tags: [row.lastsDays ? "replenishable" : "keep", ...(row.christmas ? ["seasonal"] : [])],
          priceMinor,
          ...(variants ? { variants } : {}),
          collections: [row.collection],
          bodyHtml: productWords(row.type, row.vendor),
          imageSeed: random.between(1, 1_000_000),
        },
      };
    });
  });
  articles.sort((a, b) => a.launchDay - b.launchDay);
  articles.forEach((article, index) => (article.draft.id = String(FIRST_PRODUCT_ID + index)));
  return {
    articles,
    byType: TYPES.map((_, typeIndex) =>
      articles.filter((article) => article.typeIndex === typeIndex),
    ),
    giftCard: giftCard(String(FIRST_PRODUCT_ID + articles.length), nextVariant, currency),
  };
}

/** "Peppermint & Nettle" of the type Herbal Tea needs its type said; "Wren Mug" doesn't. */
function named(name: string, type: string): string {
  return type === "Herbal Tea" ? `${name} ${type}` : name;
}

function giftCard(id: string, firstVariant: number, currency: string): Catalogue["giftCard"] {
  const variants = GIFT_CARD.pounds.map((pounds, index): VariantDraft => {
    const priceMinor = roundAmount(pounds * 100, currency);
    return {
      id: String(firstVariant + index),
      title: String(pounds),
      sku: `GIFT-${index + 1}`,
      priceMinor,
    };
  });
  return {
    id,
    title: GIFT_CARD.title,
    handle: "gift-card",
    productType: "Gift Cards",
    vendor: "Perennial Demo",
    tags: ["gift-card"],
    priceMinor: variants[0]?.priceMinor ?? 0,
    variants,
    collections: ["Gifts"],
    bodyHtml: productWords("Gift Cards", "Perennial Demo"),
    imageSeed: 1,
  };
}

/** A price as shops write them: 4.95, 12.50, 39.00; whole tens where there are no cents. */
export function charmPrice(pence: number, currency: string): number {
  const amount = (pence / 100) * (PER_POUND[currency] ?? 1);
  if (minorDigits(currency) === 0) return Math.max(50, Math.round(amount / 50) * 50 - 20);
  const halves = Math.max(2, Math.round(amount * 2));
  return amount < 30 && halves % 2 === 0 ? halves * 50 - 5 : halves * 50;
}

/** A round amount near that many pence: thresholds, postage, gift cards. */
export function roundAmount(pence: number, currency: string): number {
  const amount = (pence / 100) * (PER_POUND[currency] ?? 1);
  const step = amount >= 100 ? 10 : amount >= 20 ? 5 : amount >= 10 ? 1 : 0.05;
  return Math.round(Math.round(amount / step) * step * 10 ** minorDigits(currency));
}

function shuffled(count: number, random: Random): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let index = count - 1; index > 0; index--) {
    const other = random.between(0, index);
    [order[index], order[other]] = [order[other] ?? 0, order[index] ?? 0];
  }
  return order;
}
