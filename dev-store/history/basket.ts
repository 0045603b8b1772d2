import type { Article, Catalogue } from "./catalogue.ts";
import { TYPES } from "./catalogue-table.ts";
import { DAY_MS } from "./calendar.ts";
import type { LineDraft } from "./history.ts";
import type { Random } from "./random.ts";
import { REMEMBERED } from "./shopper.ts";
import type { Shopper } from "./shopper.ts";

/** Lines of a basket: 1 + a geometric number, so 2.4 on average; no more than this. */
const ANOTHER_LINE = 0.58;
const LINES_MAX = 9;

const GOES_WITH_LAST = 0.55;
const SAME_PAIR = 0.6;
const BUY_AGAIN = 0.5;
const GIFT_CARD_SHARE = 0.012;
const GIFT_CARD_SHARE_DECEMBER = 0.04;

/** What one visit puts into the basket: what runs out first, then by taste and by what goes together. */
export function fillBasket(shopper: Shopper, day: number, catalogue: Catalogue): LineDraft[] {
  const { random } = shopper;
  const month = new Date(day * DAY_MS).getUTCMonth();
  if (random.chance(month === 11 ? GIFT_CARD_SHARE_DECEMBER : GIFT_CARD_SHARE))
    return [giftCardLine(catalogue, random)];
  const chosen: Article[] = [];
  const staple = shopper.staple === null ? undefined : catalogue.articles[shopper.staple];
  if (staple && onSale(staple, day)) chosen.push(staple);
  if (chosen.length === 0) chosen.push(firstChoice(shopper, day, catalogue));
  while (chosen.length < LINES_MAX && random.chance(ANOTHER_LINE)) {
    const next = nextChoice(shopper, chosen[chosen.length - 1], { day, catalogue });
    if (!chosen.includes(next)) chosen.push(next);
  }
  for (const article of chosen) remember(shopper, catalogue, article);
  return chosen.map((article) => lineOf(article, quantityOf(article, random), random));
}

function firstChoice(shopper: Shopper, day: number, catalogue: Catalogue): Article {
  const weights = TYPES.map((row, index) =>
    row.christmas && !christmas(day) ? 0 : (shopper.taste[index] ?? 0),
  );
  return fromType(shopper.random.weighted(weights), day, { catalogue, random: shopper.random });
}

function nextChoice(
  shopper: Shopper,
  last: Article | undefined,
  at: { day: number; catalogue: Catalogue },
): Article {
  const { random, remembered } = shopper;
  if (remembered.length > 0 && random.chance(BUY_AGAIN)) {
    const again = at.catalogue.articles[random.pick(remembered)];
    if (again) return again;
  }
  if (!last || !random.chance(GOES_WITH_LAST)) return firstChoice(shopper, at.day, at.catalogue);
  const type = random.pick(TYPES[last.typeIndex]?.goesWith ?? []);
  const typeIndex = TYPES.findIndex((row) => row.type === type);
  const candidates = at.catalogue.byType[typeIndex] ?? [];
  const place = typeIndex === last.typeIndex ? last.place + 1 : last.place;
  const pair = candidates.find((article) => article.place === place % candidates.length);
  if (pair && onSale(pair, at.day) && random.chance(SAME_PAIR)) return pair;
  return fromType(typeIndex, at.day, { catalogue: at.catalogue, random });
}

function fromType(
  typeIndex: number,
  day: number,
  of: { catalogue: Catalogue; random: Random },
): Article {
  const articles = of.catalogue.byType[typeIndex] ?? [];
  const weights = articles.map((article) => (onSale(article, day) ? article.popularity : 0));
  const article = articles[of.random.weighted(weights)];
  if (article === undefined) throw new RangeError(`no products of type ${typeIndex}`);
  return article;
}

function onSale(article: Article, day: number): boolean {
  return article.launchDay <= day;
}

function christmas(day: number): boolean {
  const date = new Date(day * DAY_MS);
  const monthAndDay = (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
  return monthAndDay >= 1015 && monthAndDay <= 1224;
}

function remember(shopper: Shopper, catalogue: Catalogue, article: Article): void {
  if (article.lastsDays === null) return;
  const index = catalogue.articles.indexOf(article);
  if (!shopper.remembered.includes(index))
    shopper.remembered = [...shopper.remembered, index].slice(-REMEMBERED);
}

function quantityOf(article: Article, random: Random): number {
  if (article.lastsDays !== null) return 1 + random.weighted([62, 26, 12]);
  return 1 + random.weighted([86, 10, 2, 2]);
}

/** One more thing, as when a shopper writes to have it added. */
export function anotherLine(shopper: Shopper, day: number, catalogue: Catalogue): LineDraft {
  return lineOf(firstChoice(shopper, day, catalogue), 1, shopper.random);
}

function lineOf(article: Article, quantity: number, random: Random): LineDraft {
  const { draft } = article;
  const variant = draft.variants?.[random.weighted([65, 35])];
  return {
    productId: draft.id,
    ...(variant ? { variantId: variant.id } : {}),
    title: draft.title,
    quantity,
    priceMinor: variant?.priceMinor ?? draft.priceMinor,
  };
}

function giftCardLine(catalogue: Catalogue, random: Random): LineDraft {
  const { giftCard } = catalogue;
  const variant = giftCard.variants[random.weighted([20, 45, 25, 10])];
  return {
    productId: giftCard.id,
    ...(variant ? { variantId: variant.id } : {}),
    title: giftCard.title,
    quantity: 1,
    priceMinor: variant?.priceMinor ?? giftCard.priceMinor,
    giftCard: true,
  };
}
