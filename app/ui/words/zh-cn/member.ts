/** 单个会员：有多少积分，为什么？ */
import type { Words } from "../words.ts";
import { adjust } from "./adjusting.ts";
import { grouped } from "./wording.ts";

const points = (count: number): string => `${grouped(count)} 积分`;

const standings: Readonly<Record<string, string>> = {
  earned: "已付款，所值积分已到账。",
  pending: "等待付款。积分暂记为待到账，付款后生效。",
  cancelled: "已取消，不产生积分。",
  voided: "付款已撤销或已过期，不产生积分。",
  deleted: "已在 Shopify 中删除，视同从未有过。",
  test: "测试订单，不计入任何数据。",
  "no-snapshot": "Shopify 尚未提供此订单的内容。",
  "left-program": "下单时客户已退出计划，不产生积分。",
  "other-customer": "现属于另一位客户。",
};

const because: Readonly<Record<string, string>> = {
  order: "已下单并付款",
  paid: "已付款",
  "refund-or-removal": "商品已退回或移除",
  "goods-added": "增加了商品",
  "tier-known-later": "按另一等级计算：更早的订单后来才获知",
  cancelled: "已取消",
  voided: "付款已撤销",
  pending: "重新等待付款",
  deleted: "已在 Shopify 中删除",
  test: "确认为测试订单",
  "left-program": "下单时客户已退出计划",
  "before-earn-from": "下单早于开始积分的日期",
  "order-gone": "订单已删除，或现属于另一位客户",
  merged: "已转给合并后的客户",
  inactivity: "长期没有活动，已过期",
  "activity-known-later": "已退回：当时未获知的活动，或可过期的积分比当时少",
  adjustment: "手动调整",
  "adjustment-undone": "已撤销",
};

const parts: Readonly<Record<string, string>> = {
  orders: "订单获得",
  "taken-back": "退货和取消后收回",
  joining: "入会",
  adjustments: "团队调整",
  spent: "兑换奖励",
  expired: "已过期",
  birthdays: "生日",
  "check-ins": "签到",
};

const lines: Readonly<Record<string, (order: string) => string>> = {
  order: (order) => `订单 ${order}`,
  paid: (order) => `订单 ${order} 已付款`,
  "refund-or-removal": (order) => `订单 ${order} 有商品退回`,
  "goods-added": (order) => `订单 ${order} 增加了商品`,
  "tier-known-later": (order) => `订单 ${order} 按另一等级计算`,
  cancelled: (order) => `订单 ${order} 已取消`,
  voided: (order) => `订单 ${order} 的付款已撤销`,
  pending: (order) => `订单 ${order} 重新等待付款`,
  "left-program": (order) => `订单 ${order}：退出计划期间下单`,
  "before-earn-from": (order) => `订单 ${order}：早于开始积分的日期`,
  "order-gone": (order) => `订单 ${order} 已不属于此账户`,
};

const nothing: Readonly<Record<string, string>> = {
  pending: "等待付款",
  cancelled: "已取消",
  voided: "付款已撤销或已过期",
  deleted: "已在 Shopify 中删除",
  test: "测试订单",
  "left-program": "退出计划期间下单",
  "before-earn-from": "早于开始积分的日期",
};

const events: Readonly<Record<string, string>> = {
  join: "加入计划",
  leave: "退出计划",
  redemption: "兑换奖励",
  birthday: "生日",
  "check-in": "签到",
};

export const member: Words["member"] = {
  title: "会员",
  customer: (id) => `客户 ${id}`,
  back: "会员",
  inShopify: "在 Shopify 中查看",
  dataFile: "导出此会员的数据",
  nameless: (trouble) =>
    trouble === "refused" ? "显示姓名需要 Shopify 批准使用受保护的客户数据。" : "",
  unknown: {
    title: "没有此编号的会员",
    heading: (asked) => `这里没有 ${asked} 的记录`,
    explanation:
      "客户在首次下单或在店面加入计划后会出现在这里。如果您知道姓名或邮箱，请改用它们搜索。积分没有任何问题。",
    action: "搜索会员",
  },
  points: {
    title: "积分",
    available: "可用",
    worth: (money) => `最多可兑换价值 ${money} 的奖励`,
    debt: (count) =>
      `欠 ${points(count)}：积分使用或调整后，商品被退回。之后获得的积分会先补足这个缺口，不会向客户收取任何费用。`,
    outside: "客户已自行退出计划：积分予以保留，重新加入后可以使用。",
    neverEnrolled: "还不是会员：没有有效订单，也没有加入计划。",
    pending: (count) => `待到账 ${points(count)}`,
    pendingHint: "来自尚未付款的订单",
    held: (count) => `冻结 ${points(count)}`,
    heldHint: "用于正在准备的奖励",
    expires: (count, day) =>
      `如果没有新的活动（下单、兑换、加入或签到），全部 ${points(count)}将于 ${day} 过期。`,
  },
  why: {
    title: (balance) => `为什么是 ${balance}？`,
    intro: "每条记录只属于其中一类。选择一类即可查看其记录。",
    parts,
    entries: (count) => `${grouped(count)} 条记录`,
    balance: "余额",
    none: "还没有记录。",
    held: "为奖励冻结",
    available: "可用",
  },
  tier: {
    title: "等级",
    since: (day) => `自 ${day} 起`,
    rate: (percent) => `积分倍率 ${percent}`,
    falls: (tier, day, money) =>
      `如果在 ${day} 之前没有再购买 ${money} 的商品，届时将降为 ${tier}。`,
    fallsSometime: (day) => `如果不再购买，将于 ${day} 降级。`,
    next: (money, tier) => `再消费 ${money} 即可升至 ${tier}`,
    nextLabel: (tier) => `距离 ${tier} 的进度`,
    top: "已是最高等级。",
  },
  about: {
    title: "概况",
    enrolled: "入会时间",
    notEnrolled: "未入会",
    byOrder: (order) => `通过订单 ${order}`,
    byJoin: "自行加入",
    lifetime: "累计获得",
    lifetimeHint: "未扣除兑换和过期，已扣除收回的积分",
    orders: "订单",
    mergedFrom: "合并自",
    moved: (count) => `转入 ${points(count)}`,
  },
  history: {
    title: "历史记录",
    all: "全部",
    nothing: "未获得积分的订单",
    show: "显示",
    empty: "还没有任何记录",
    emptyHint: "下单、加入、兑换、调整和过期都会在发生后几秒内出现在这里。",
    emptyPart: "没有此类记录",
    lines,
    events,
    order: (order) => `订单 ${order}`,
    nothingFor: (reason) => `无积分：${reason}`,
    nothingBy: (standing, goods) =>
      nothing[standing] ?? (standing === "earned" ? `${goods} 的商品不足 1 积分` : standing),
    noGoods: "没有剩余的可积分商品",
    adjusted: (reason) => `手动调整：${reason}`,
    undone: "撤销调整",
    wasUndone: "已撤销",
    by: (staff) => `操作人：${staff}`,
    byTeam: "由团队操作",
    expired: "积分过期",
    givenBack: "退回已过期的积分",
    moved: (id) => `以客户 ${id} 的身份下单`,
    posted: (day) => `${day} 入账`,
    other: "积分变动",
  },
  explain: {
    loading: "正在计算",
    failed: "无法得出结果。数据没有任何改动，请收起后重新展开。",
    placed: "下单时间",
    goods: "商品",
    line: (price, quantity) => `${price} × ${grouped(quantity)}`,
    discount: (money) => `− 折扣 ${money}`,
    tax: (money) => `− 内含税 ${money}`,
    edited: "之后被编辑过",
    kept: (kept, quantity) => `${grouped(quantity)} 件中保留 ${grouped(kept)} 件`,
    allKept: "全部保留",
    product: (id) => `商品 ${id}`,
    noProduct: "没有对应商品的项目",
    giftCard: "礼品卡：属于金额，不是商品",
    leftOut: "不计入",
    goodwill: "未退货的退款",
    sum: "计入的商品金额",
    formula: "积分",
    calculation: (goods, percent, perPoint) => `${goods} × ${percent} ÷ 每积分 ${perPoint}`,
    exact: (exact) => `= ${exact}`,
    dropped: "只取整数，余数舍去",
    whole: "无需取整",
    wouldBe: "生效后计入",
    rate: (tier, percent) => `下单时为 ${tier}：${percent}`,
    spend: (money, orders) =>
      orders === 0
        ? "此前 365 天内没有计入的购买"
        : `此前 365 天内 ${grouped(orders)} 笔订单共购买 ${money} 的商品`,
    threshold: (tier, money) => `${tier} 从 ${money} 起`,
    otherTier: (tier) => `按入账时已知的情况为 ${tier}；后来获知的内容见下文。`,
    version: (version) => `规则：第 ${grouped(version)} 版`,
    fromBeginning: "自始生效",
    from: (moment) => `自 ${moment} 起生效`,
    standings,
    beforeEarnFrom: (moment) => `下单早于开始积分的 ${moment}：计入等级，但不产生积分。`,
    chain: "经过",
    because,
    refund: (id, moment) => `退款 ${id}（${moment}）`,
    goodwillOf: (money) => `未退货退款 ${money}`,
    lineChange: (product, before, after) =>
      `${product}：保留 ${grouped(before)} → ${grouped(after)} 件`,
    tierChange: (before, after) => `${before} → ${after}`,
    thisEntry: "本条记录",
    holds: (count) => `累计 ${grouped(count)}`,
    agrees: (count) => `按规则，此订单现值 ${points(count)}，与账本一致。`,
    settling: (target, held) =>
      `按规则，此订单现值 ${points(target)}；账本为 ${grouped(held)}，一分钟内会跟上。`,
    noEntries: "没有记录：不值积分的订单不会入账。",
    gone: "这里已没有此订单的内容。以下是它的入账记录：",
    expiry: {
      last: (moment, months) =>
        `最后一次活动在 ${moment}。此后满 ${grouped(months)} 个月，积分在店铺时区的下一个零点过期。`,
      unknown: (months) =>
        `积分在最后一次活动满 ${grouped(months)} 个月后的下一个零点（店铺时区）过期。按今天已知的情况会是另一个时间；以下记录说明了更正。`,
      at: "过期时间",
      took: "当时持有的积分全部过期，不会多扣。",
    },
    adjustment: {
      reason: "原因",
      note: "备注",
      staff: "操作人",
      made: "操作时间",
      nobody: "未提供",
      noNote: "无",
      undoes: (moment) => `撤销 ${moment} 的调整。`,
      undoneBy: (staff, moment) => `已由 ${staff} 于 ${moment} 撤销。`,
      secret: "客户只会看到“由商店调整”，看不到原因、备注和姓名。",
      undo: "撤销此调整",
    },
  },
  adjust,
};
