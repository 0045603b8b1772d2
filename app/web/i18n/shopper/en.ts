import type { ShopperWords } from "./words.ts";

export const en: ShopperWords = {
  order: {
    order: "Points for your order",
    paid: "Your order was paid",
    "refund-or-removal": "Part of your order went back",
    "goods-added": "Your order grew",
    "tier-known-later": "Your order counts at another tier",
    cancelled: "Your order was cancelled",
    voided: "The payment of your order was voided",
    pending: "Your order awaits payment again",
    "left-program": "Ordered while you had left",
    "order-gone": "Your order is no longer part of your account",
  },
  kinds: {
    join: "Welcome points for joining",
    leave: "You left the program",
    redemption: "Spent on a reward",
    adjustment: "Adjusted by the shop",
    birthday: "Happy birthday",
    "check-in": "Checked in",
  },
  expired: "Expired after a long time without activity",
  givenBack: "Given back: you had been active",
  merged: "Moved to your other account",
  changed: "Your points changed",
  rewards: {
    amountOff: (amount) => `${amount} off`,
    percentOff: (percent) => `${percent} off`,
    freeShipping: "Free shipping",
    freeProduct: "A free product",
    storeCredit: (amount) => `${amount} store credit`,
    giftCard: (amount) => `${amount} gift card`,
    variable: "As much off as you like",
  },
};
