import type { ShopperWords } from "./words.ts";

export const zhCn: ShopperWords = {
  order: {
    order: "订单积分",
    paid: "订单已付款",
    "refund-or-removal": "订单部分商品已退",
    "goods-added": "订单增加了商品",
    "tier-known-later": "订单按另一等级计算",
    cancelled: "订单已取消",
    voided: "订单付款已撤销",
    pending: "订单重新等待付款",
    "left-program": "退出计划期间的订单",
    "order-gone": "订单已不属于您的账户",
  },
  kinds: {
    join: "入会欢迎积分",
    leave: "您已退出计划",
    redemption: "已兑换奖励",
    adjustment: "由商店调整",
    birthday: "生日快乐",
    "check-in": "签到",
  },
  expired: "长期没有活动，积分已过期",
  givenBack: "您其实有过活动，积分已退回",
  merged: "已转到您的另一个账户",
  changed: "您的积分有变动",
  rewards: {
    amountOff: (amount) => `立减 ${amount}`,
    percentOff: (percent) => `优惠 ${percent}`,
    freeShipping: "免运费",
    freeProduct: "免费商品一件",
    storeCredit: (amount) => `${amount} 商店余额`,
    giftCard: (amount) => `${amount} 礼品卡`,
    variable: "抵扣金额由您决定",
  },
};
