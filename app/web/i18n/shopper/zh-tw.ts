import type { ShopperWords } from "./words.ts";

export const zhTw: ShopperWords = {
  order: {
    order: "訂單點數",
    paid: "訂單已付款",
    "refund-or-removal": "訂單部分商品已退回",
    "goods-added": "訂單增加了商品",
    "tier-known-later": "訂單依另一等級計算",
    cancelled: "訂單已取消",
    voided: "訂單付款已撤銷",
    pending: "訂單重新等待付款",
    "left-program": "退出方案期間的訂單",
    "order-gone": "訂單已不屬於您的帳號",
  },
  kinds: {
    join: "入會歡迎點數",
    leave: "您已退出方案",
    redemption: "已兌換獎勵",
    adjustment: "由商店調整",
    birthday: "生日快樂",
    "check-in": "簽到",
  },
  expired: "長時間沒有活動，點數已到期",
  givenBack: "您其實有過活動，點數已退還",
  merged: "已轉到您的另一個帳號",
  changed: "您的點數有變動",
  rewards: {
    amountOff: (amount) => `折抵 ${amount}`,
    percentOff: (percent) => `優惠 ${percent}`,
    freeShipping: "免運費",
    freeProduct: "免費商品一件",
    storeCredit: (amount) => `${amount} 商店抵用金`,
    giftCard: (amount) => `${amount} 禮品卡`,
    variable: "折抵金額由您決定",
  },
};
