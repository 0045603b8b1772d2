import type { ShopperWords } from "./words.ts";

export const ja: ShopperWords = {
  order: {
    order: "ご注文のポイント",
    paid: "ご注文のお支払いが完了しました",
    "refund-or-removal": "ご注文の一部が返品されました",
    "goods-added": "ご注文に商品が追加されました",
    "tier-known-later": "ご注文は別のランクで計算されました",
    cancelled: "ご注文がキャンセルされました",
    voided: "ご注文のお支払いが取り消されました",
    pending: "ご注文は再びお支払い待ちです",
    "left-program": "退会中のご注文です",
    "order-gone": "ご注文はこのアカウントの対象ではなくなりました",
  },
  kinds: {
    join: "入会特典ポイント",
    leave: "プログラムを退会しました",
    redemption: "特典と交換しました",
    adjustment: "ショップによる調整",
    birthday: "お誕生日おめでとうございます",
    "check-in": "チェックイン",
  },
  expired: "長い間ご利用がなかったため失効しました",
  givenBack: "ご利用が確認できたため、失効分をお戻ししました",
  merged: "別のアカウントに移行しました",
  changed: "ポイントが変更されました",
  rewards: {
    amountOff: (amount) => `${amount}オフ`,
    percentOff: (percent) => `${percent}オフ`,
    freeShipping: "送料無料",
    freeProduct: "商品プレゼント",
    storeCredit: (amount) => `ストアクレジット${amount}`,
    giftCard: (amount) => `ギフトカード${amount}`,
    variable: "お好きな金額の割引",
  },
};
