/** `GET /proxy/rewards`: what can be had, worded in the shopper's language. Pure. */
import type { Reward } from "../domain/program/reward.ts";
import { offersFor } from "../domain/rewards/offers.ts";
import {
  moneyText,
  percentText,
  SHOPPER_WORDS,
  type ShopperLanguage,
} from "./i18n/shopper/language.ts";

type Shop = { currency: string; language: ShopperLanguage };

/** `spendable` is null for a visitor who isn't logged in: what is missing isn't known then. */
export function rewardsView(rewards: readonly Reward[], spendable: number | null, shop: Shop) {
  return {
    rewards: offersFor(rewards, spendable).map((offer) => ({
      id: offer.reward.id,
      kind: offer.reward.kind,
      title: rewardTitle(offer.reward, shop),
      points: offer.reward.points,
      affordable: offer.affordable,
      missingPoints: offer.missingPoints,
      minPoints: offer.minPoints,
      stepPoints: offer.stepPoints,
    })),
  };
}

/** The merchant's own words, else by kind. */
export function rewardTitle(reward: Reward, { currency, language }: Shop): string {
  if (reward.title !== null) return reward.title;
  const words = SHOPPER_WORDS[language].rewards;
  switch (reward.kind) {
    case "amount-off":
      return words.amountOff(moneyText(reward.amountMinor, currency, language));
    case "store-credit":
      return words.storeCredit(moneyText(reward.amountMinor, currency, language));
    case "gift-card":
      return words.giftCard(moneyText(reward.amountMinor, currency, language));
    case "percent-off":
      return words.percentOff(percentText(reward.percent, language));
    case "free-shipping":
      return words.freeShipping;
    case "free-product":
      return words.freeProduct;
    case "variable":
      return words.variable;
  }
}
