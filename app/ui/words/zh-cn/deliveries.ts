/** 数据接收：有没有卡住？ */
import type { Words } from "../words.ts";
import { briefly, grouped, lasting, listed } from "./wording.ts";
import { differences, reasons, topics, triggers } from "./delivery-terms.ts";

const those = (count: number): string => `${grouped(count)} 条通知`;
const orders = (count: number): string => `${grouped(count)} 笔订单`;

const topicNamed = (name: string): string => {
  const topic = name.toLowerCase().replace("_", "/");
  return topics[topic] ?? topic;
};

export const deliveries: Words["deliveries"] = {
  title: "数据接收",
  subtitle:
    "每笔订单、退款和改单，Shopify 都会通知 Perennial。在这里可以确认它们都已收到并计入积分。",
  health: {
    stuck: (parked) => `有 ${those(parked)}被搁置，需要处理`,
    stuckMore: "没有丢失任何内容：每条都保留在下方，附有错误说明，可以重试。",
    unanswered: (failing) => `Shopify 还没有答复 ${orders(failing)}`,
    unansweredMore: "系统会自动继续查询，间隔逐渐拉长，直到得到答复。",
    behind: (lag) => `处理落后 ${lasting(lag)}`,
    behindMore: (waiting) => `${those(waiting)}等待处理。没有丢失任何内容，处理后积分就会更新。`,
    storefront: (failing) => `Shopify 还没有接收 ${grouped(failing)} 位客户的最新积分`,
    storefrontMore: "没有丢失任何内容：系统会自动重试。",
    settling: "正在处理刚收到的通知",
    settlingMore: (waiting) => `${those(waiting)}处理中。`,
    fine: "一切正常，没有卡住",
    fineMore: "Shopify 通知的内容都已处理完毕。",
    none: "等待第一条通知",
    noneMore: "下一笔订单产生时就会收到。无需任何设置，Shopify 会自动发送。",
    attention: "需要处理",
    late: "有延迟",
    working: "处理中",
    good: "正常",
    waiting: "等待中",
  },
  figures: {
    lag: "当前延迟",
    noLag: "无",
    waiting: "等待处理",
    parked: "已搁置",
    newest: "最近一条",
    never: "还没有",
    ago: (seconds) => `${lasting(seconds)}前`,
    seconds: (seconds) => briefly(seconds),
  },
  parked: {
    title: "已搁置",
    none: "没有被搁置的通知。无法处理的通知会立刻出现在这里，并说明错误和处理办法。",
    all: "全选本页",
    selected: (count) => `已选 ${grouped(count)} 条`,
    retry: "重试",
    retrySome: (count) => `重试 ${grouped(count)} 条`,
    retryAll: "全部重试",
    dismiss: "忽略",
    dismissSome: (count) => `忽略 ${grouped(count)} 条`,
    details: "详情",
    of: (what, subject) => `${what}：${subject}`,
    arrived: "收到时间",
    attempts: (count) => `已尝试 ${grouped(count)} 次`,
    topic: (topic) => topics[topic] ?? topic,
    subject: {
      order: (name) => `订单 ${name}`,
      customer: (id) => `客户 ${id}`,
      product: (name) => `商品 ${name}`,
      collection: (name) => `商品系列 ${name}`,
    },
    problem: {
      unreadable: "内容与 Shopify 的格式说明不符，无法读取",
      "unknown-topic": "当前版本的 Perennial 不认识这类通知",
      contradiction: "它要合并的客户与之前的合并相互矛盾",
      closed: "内容无法打开",
      failed: "处理时出错",
    },
    newest: "最新",
    older: "更早",
  },
  detail: {
    happened: "发生了什么",
    stop: "。",
    kept: "保留了什么",
    doNow: "该怎么办",
    problem: {
      unreadable:
        "计算积分所需的某个字段缺失，或不符合 Shopify 的文档。猜测会算错积分，所以这条内容没有计入。",
      "unknown-topic":
        "有程序（可能是较新版本的应用）订阅了它，所以 Shopify 会发送。它没有计入积分。",
      contradiction:
        "两次合并不可能同时成立。系统按客户编号决定其中一次不生效；两位客户的积分保持原样。",
      closed: "加密它的密钥不在这台服务器上，或内容保存满 30 天后已被清除。",
      failed: "计算积分时出错，这次尝试已整体撤销。",
    },
    keptIt: "通知按收到时的原样保留，其他通知照常处理。",
    keptClosed: "错误说明，以及它关于什么。",
    keptMerge: "两次合并的记录，以及两位客户的全部积分。",
    advice: {
      readAgain: "请重试：如果仍然读不出，Perennial 会直接向 Shopify 查询这笔订单并据此计算。",
      retry: "请重试：系统会重新读取并处理。",
      update: "应用更新后请重试，或者忽略它：它的内容用不到。",
      merge: "请在 Shopify 后台确认保留的是哪位客户。如果没有问题，可以忽略这条通知。",
      law: "请重试。这是法律要求的请求，不能忽略；如果一直失败，请告知运维人员。",
      key: "请向运维人员索取之前的加密密钥后重试，或者忽略它，改为向 Shopify 查询。",
    },
    raw: "错误原文",
    body: "查看内容",
    bodyHint: "姓名、地址等个人信息已隐去。",
    bodyLoading: "正在打开…",
    bodyNone: "无法显示：内容不是 JSON、已被清除，或缺少密钥。这种情况下无法隐去个人信息。",
    bodyCut: "只显示开头部分。",
    technical: (topic, version, bytes) =>
      `${topic}${version === null ? "" : ` · API ${version}`} · ${grouped(bytes)} 字节`,
    arrived: "收到时间",
    tried: "最近一次尝试",
    close: "关闭",
  },
  dismiss: {
    title: (count) => (count === 1 ? "忽略这条通知？" : `忽略 ${those(count)}？`),
    consequence: () => "它将从列表中移除，内容会被清除。此操作无法撤销。",
    askLabel: (count) =>
      count === 1 ? "改为向 Shopify 查询这笔订单" : `改为向 Shopify 查询这 ${orders(count)}`,
    askHelp:
      "积分将以 Shopify 上订单的当前状态为准。不查询的话，这条通知的内容可能要到下次核对时才会补上。",
    noOrder: "没有可以改为查询的内容：读不出它关于哪笔订单。",
    law: "法律要求的请求不能忽略，会留在列表中。",
    confirm: "忽略",
    cancel: "取消",
  },
  outcome: {
    working: (count) => `正在处理 ${those(count)}…`,
    retried: ({ done, parked, asked, unreadable, pending }) =>
      [
        done > 0 ? `${those(done)}已处理。` : "",
        asked > 0 ? `${those(asked)}读不出，已改为向 Shopify 查询订单。` : "",
        parked + unreadable > 0 ? `${those(parked + unreadable)}再次失败，仍留在这里。` : "",
        pending > 0 ? `${those(pending)}还在处理。` : "",
      ].join("") || "它已经被处理或忽略了。",
    more: "搁置的通知较多，一次处理不完，请再按一次。",
    dismissed: ({ dismissed, asked, refused }) =>
      [
        dismissed + asked > 0 ? `已忽略 ${those(dismissed + asked)}。` : "",
        asked > 0 ? `已改为向 Shopify 查询 ${orders(asked)}。` : "",
        refused > 0 ? `${those(refused)}是法律要求的请求，予以保留。` : "",
      ].join("") || "它已经被处理或忽略了。",
    askedNow: (count) =>
      count === 0 ? "已经在查询了。" : `正在向 Shopify 查询 ${orders(count)}。`,
    failed: "操作没有完成，没有任何改动，请重试。",
    dismissBanner: "隐藏此消息",
  },
  questions: {
    title: "向 Shopify 查询中",
    explanation: "有时通知提到了某笔订单却没有给出内容，这时系统会向 Shopify 查询该订单。",
    none: "目前没有需要查询的订单。被提到但没有内容的订单会出现在这里，直到 Shopify 答复。",
    order: (name) => `订单 ${name}`,
    reason: {
      "a refund of an order not known": "收到了退款，但此前没有这笔订单",
      "a refund older than the order's state, which doesn't list it": "收到了订单里没有列出的退款",
      "an edit whose result was not told": "订单被编辑，但没有收到编辑后的状态",
      "a delivery above the size limit": "它的通知超过 10 MB",
      "a delivery that could not be read": "它的通知无法读取",
    },
    next: "下次查询",
    tries: (count) => `已查询 ${grouped(count)} 次`,
    error: (remark) => `Shopify 最近的答复：${remark}`,
    more: (count) => `另有 ${orders(count)}`,
    askNow: "立即再查一次",
  },
  storefront: {
    title: "网店前台",
    explanation: "顾客多久能在您的主题里看到最新积分。",
    current: "顾客看到的都是最新积分。",
    usual: (seconds) => `顾客约 ${briefly(seconds)}后看到新积分。`,
    news: (count) => `${grouped(count)} 位正在购物的客户等待更新积分。`,
    newsLate: (count, seconds) =>
      `${grouped(count)} 位客户的新积分有延迟，最长 ${lasting(seconds)}。前台会自动补上。`,
    history: (count) => `还有 ${grouped(count)} 位近期没有购物的客户待更新。`,
    failing: (count) => `Shopify 还没有接收 ${grouped(count)} 位客户的积分，系统会自动重试。`,
    problem: "Shopify 的答复",
  },
  comparison: {
    title: "与 Shopify 核对",
    explanation: "每晚把所有变动过的订单与 Shopify 逐一核对，不一致的会自动更正。",
    now: "立即核对",
    running: "正在与 Shopify 核对",
    runningTold: (compared, differing) =>
      `已核对 ${orders(compared)}，更正 ${grouped(differing)} 笔`,
    none: "还没有核对过。今晚会进行第一次，也可以立即核对。",
    agreedTo: "在此时间之前变动的订单都与 Shopify 一致：",
    next: "下次核对",
    last: "最近一次",
    result: (compared, differing, repaired) =>
      differing === 0
        ? `核对 ${orders(compared)}，全部一致`
        : `核对 ${orders(compared)}，${grouped(differing)} 笔不一致，已更正 ${grouped(repaired)} 笔`,
    failedRun: "核对没有完成",
    trigger: (trigger) => triggers[trigger] ?? trigger,
    show: "查看差异",
    order: "订单",
    differed: "差异",
    why: "原因",
    points: "积分",
    differs: (kinds) => listed(kinds.map((kind) => differences[kind] ?? kind)),
    reason: (kind) => reasons[kind] ?? kind,
    pointsChange: (before, after) =>
      before === after ? `${grouped(before)}，不变` : `${grouped(before)} → ${grouped(after)}`,
    leftOut: (count) => `另有 ${orders(count)}不一致，也已更正。`,
    topics: (missing) =>
      `Shopify 曾停止发送 ${listed(missing.map((topic) => topic.toLowerCase().replaceAll("_", " ")))} 通知。现已恢复，漏掉的内容正在核对。`,
    older: "更早的核对",
    newest: "最新的核对",
  },
  proof: {
    title: "账目验证",
    explanation:
      "用另一套独立的算法，从订单重新计算每位会员的积分并比对；封签证明没有任何记录被改动。",
    now: "立即验证",
    running: "正在验证账目",
    none: "还没有验证过。今晚会进行第一次，也可以立即验证。",
    share: (proved, all) =>
      all === 0
        ? "还没有会员可验证"
        : proved === all
          ? `全部 ${grouped(all)} 位会员已验证`
          : `${grouped(all)} 位会员中 ${grouped(proved)} 位已验证`,
    sound: "所有余额和封签均无误。",
    broken: (breaks) => `有 ${grouped(breaks)} 处不符。积分没有改动，请告知运维人员。`,
    failedRun: "验证没有完成",
    unsettled: (count) => `${grouped(count)} 位会员因您的更改等待重新计算，其合计已验证。`,
    counts: (entries, seals) => `${grouped(entries)} 条记录，${grouped(seals)} 个封签`,
    first: "第一处不符",
    last: "最近一次验证",
  },
  subscriptions: {
    title: "Shopify 的通知",
    explanation:
      "Perennial 请 Shopify 在有变动时发来通知。如果 Shopify 停发，系统会重新请求，并核对遗漏的部分。",
    standard: "应用所需的通知全部正常发送。",
    also: (names) => `应用所需的通知全部正常发送；经您授权还有：${listed(names.map(topicNamed))}。`,
    restored: (names) => `Shopify 曾停发：${listed(names.map(topicNamed))}。已重新请求：`,
    failed: "上次检查时 Shopify 没有正常答复，系统会自动重试。",
    problem: "Shopify 的答复",
    checked: "上次检查",
  },
  reading: {
    title: "历史订单",
    running: (read) => `正在读取，已读 ${orders(read)}。`,
    choosing: "读取完毕。请在首页选择这些订单是否计积分。",
    done: (read) => `已读取 ${orders(read)}。`,
    failed: "读取中途停止，可以从停下的地方继续。",
    open: "在首页查看",
  },
};
