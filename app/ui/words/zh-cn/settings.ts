/** 设置：外观、语言、隐私、团队、历史订单。 */
import type { Words } from "../words.ts";
import { grouped, listed } from "./wording.ts";

const customers = (count: number): string => `${grouped(count)} 位客户`;
const ratio = (value: number): string => `${(Math.floor(value * 10) / 10).toFixed(1)} : 1`;

const deeds: Readonly<Record<string, string>> = {
  adjustment: "手动调整积分",
  "adjustment-undone": "撤销调整",
  "settings-changed": "更改设置",
  "delivery-retried": "重试通知",
  "delivery-dismissed": "忽略通知",
  "reconciliation-started": "开始核对或验证",
  "import-started": "开始读取订单",
  "import-stopped": "停止读取订单",
  "earn-from-chosen": "决定历史订单是否计积分",
  "data-file-taken": "下载数据文件",
  "members-exported": "导出会员",
  "filter-saved": "保存筛选条件",
  "filter-deleted": "删除筛选条件",
  "names-kept": "开始保存姓名",
  "names-forgotten": "删除已保存的姓名",
  "members-enrolled": "登记会员",
};

const requestTopics: Readonly<Record<string, string>> = {
  "customers/data_request": "客户索取个人数据",
  "customers/redact": "客户要求删除数据",
  "shop/redact": "店铺要求删除数据",
};

const settingNames: Readonly<Record<string, string>> = {
  adminLanguage: "后台语言",
  adjustmentLimitPoints: "调整上限",
  accent: "强调色",
  ground: "背景色",
  radiusPx: "圆角",
  launcherSide: "按钮位置",
  launcherLabel: "按钮文字",
};

type Detail = Readonly<Record<string, unknown>>;

const said = (value: unknown): string =>
  value === null || value === "" || value === "theme" || value === undefined
    ? "跟随主题"
    : value === "auto"
      ? "自动"
      : typeof value === "number"
        ? grouped(value)
        : typeof value === "string"
          ? value
          : "";

const isPlain = (value: unknown): value is Detail => typeof value === "object" && value !== null;

function changes(field: string, from: unknown, to: unknown): string[] {
  if (isPlain(from) && isPlain(to))
    return Object.keys(to).flatMap((part) =>
      from[part] === to[part] ? [] : changes(part, from[part], to[part]),
    );
  return [`${settingNames[field] ?? field}：${said(from)} → ${said(to)}`];
}

const count = (value: unknown): number => (typeof value === "number" ? value : 0);

function detail(what: string, told: Detail, number: (value: number) => string): string {
  const points = count(told["points"]);
  switch (what) {
    case "settings-changed":
      return listed(changes(said(told["field"]), told["from"], told["to"]));
    case "adjustment":
    case "adjustment-undone":
      return told["points"] === undefined ? "" : `${points > 0 ? "+" : ""}${number(points)} 积分`;
    case "delivery-retried":
      return `${grouped(count(told["deliveries"]))} 条通知${count(told["asked"]) > 0 ? `，其中 ${grouped(count(told["asked"]))} 条改为向 Shopify 查询` : ""}`;
    case "delivery-dismissed":
      return told["asked"] ? "已改为向 Shopify 查询订单" : "";
    case "reconciliation-started":
      return told["kind"] === "proof" ? "账目验证" : "与 Shopify 核对";
    case "names-forgotten":
      return customers(count(told["customers"]));
    case "members-exported":
      return told["members"] === undefined ? "" : `${grouped(count(told["members"]))} 位会员`;
    default:
      return "";
  }
}

export const settings: Words["settings"] = {
  title: "设置",
  sections: {
    look: "外观",
    languages: "语言",
    privacy: "隐私",
    team: "团队",
    history: "历史订单",
  },
  moreSections: "更多",
  save: {
    save: "保存",
    discard: "放弃更改",
    saved: "已保存",
    overtaken: "在您编辑期间，有人更改了这些设置",
    overtakenMore: "您的更改还没有保存，对方的更改也没有丢失。以哪一个为准？",
    takeTheirs: "查看对方的",
    keepMine: "保存我的",
  },
  look: {
    accent: "按钮和进度条的颜色",
    accentTheme: "跟随主题",
    accentThemeHint: "进度条用文字颜色，按钮用主题的按钮样式。",
    accentOwn: "自选颜色",
    accentOwnHint: "适用于所有没有在主题编辑器里单独选色的区块。",
    accentColor: "颜色",
    ground: "主题的背景色",
    groundHint: "只用来检查颜色与背景是否分明。",
    pick: (label) => `${label}：取色`,
    notAColor: "请写成 # 加六位数字或字母，例如 #1a6b4a。",
    readable: (ground, text) =>
      `与背景的对比度为 ${ratio(ground)}，其上文字的对比度为 ${ratio(text)}，都清晰可辨。`,
    faint: (found, wanted) =>
      `颜色太浅：与背景的对比度为 ${ratio(found)}，至少需要 ${ratio(wanted)}`,
    faintMore: "视力较弱或在阳光下的顾客会看不清进度条和按钮的边界。",
    takeNearest: (color) => `改用最接近的清晰颜色：${color}`,
    radius: "圆角",
    radiusTheme: "按各区块的设置",
    radiusThemeHint: "在主题编辑器里逐个区块设置。",
    radiusOwn: "全部统一",
    radiusLabel: "半径",
    launcher: "积分按钮",
    side: "位置",
    sideTheme: "按主题编辑器的设置",
    sideEnd: "行尾（右侧）",
    sideStart: "行首（左侧）",
    label: "访客看到的文字",
    labelHint: "留空则按每位顾客的语言显示。在这里填写的文字会用于所有语言。",
    labelTooLong: (max) => `按钮上最多放得下 ${grouped(max)} 个字符。`,
    preview: "预览",
    previewHint: "字体和按钮形状来自您的主题。",
    sample: {
      name: "积分区块和积分按钮的预览",
      heading: "您的积分",
      points: "620 积分",
      next: (money) => `再消费 ${money} 升级为白银`,
      button: "立即加入",
      launcher: "会员奖励",
    },
  },
  languages: {
    admin: "此后台的语言",
    auto: "自动",
    autoHint: "跟随每位员工自己的 Shopify 后台语言：英文或简体中文。",
    shoppers: "面向顾客的语言",
    shoppersHint: "区块、客户账户页面和奖励文字都有以下语言。顾客看到的语言与网店前台一致。",
    fallback: "备用语言",
    fallbackHint: "网店使用其他语言时显示英文。等级和奖励的名称按您填写的显示。",
  },
  privacy: {
    names: "姓名和邮箱",
    on: "已保存",
    off: "不保存",
    namesOff: "Perennial 不保存任何姓名和邮箱。需要时会当场向 Shopify 读取。",
    namesOn: (kept) => `目前加密保存了 ${customers(kept)}的资料，列表无需每次向 Shopify 查询。`,
    namesMeaning: "无论哪种情况，积分、订单和客户编号都会保存：积分由它们计算得出。",
    turnOn: "保存姓名…",
    turnOff: "停止保存姓名…",
    turnOnTitle: "保存姓名和邮箱？",
    turnOnText:
      "系统会在后台从 Shopify 读取会员的姓名和邮箱并加密保存。您可以随时停止，届时会立即删除。",
    approval:
      "应用须先获得 Shopify 的受保护客户数据二级权限（姓名和邮箱）。没有该权限就不会读取，其他功能不受影响。",
    turnOnConfirm: "保存姓名",
    turnOffTitle: "停止保存姓名？",
    turnOffText: (kept) =>
      `${customers(kept)}的姓名和邮箱会立即删除，积分不受影响。之后列表会重新向 Shopify 查询。`,
    turnOffConfirm: (kept) => `删除 ${grouped(kept)} 条并停止`,
    cancel: "取消",
    requests: "法律要求的请求",
    requestsHint: "由 Shopify 发来。删除会自动完成；数据文件由您转交给客户。",
    noRequests:
      "目前没有。客户索取个人数据或要求删除时，Shopify 会发来请求，处理结果会显示在这里。",
    topic: (topic) => requestTopics[topic] ?? topic,
    customer: (id) => `客户 ${id}`,
    open: "待处理",
    done: "已完成",
    asked: "请求于",
    due: "期限",
    finished: "完成于",
    download: "下载文件",
    emptied: (counts) =>
      `已清除：${listed(counts.map(([what, times]) => `${what} ${grouped(times)}`))}`,
    retention: "各类数据保存多久",
    what: "内容",
    howLong: "期限",
    kept: [
      ["通知", "等待期间加密保存，处理后清除内容；被搁置的最多保存 30 天"],
      ["订单", "安装期间保存金额、商品和编号，不含姓名和地址"],
      ["积分及其计算过程", "安装期间保存；客户被删除后只保留合计，不再关联客户"],
      ["姓名和邮箱", "不保存，或在您开启期间加密保存"],
      ["团队日志", "安装期间保存：员工的操作，只含客户编号"],
      ["全部数据", "卸载应用 48 小时后，Shopify 发来请求时删除"],
    ],
  },
  team: {
    limit: "单次调整上限",
    limitHint: "手动增减的积分超过此数时，系统会说明折合金额并要求再次确认。",
    limitProblem: (max) => `请填写 0 到 ${grouped(max)} 之间的整数。`,
    points: "积分",
    log: "团队日志",
    logHint: "店铺员工在 Perennial 里做过的操作。日志中的内容无法删除。",
    what: "操作",
    who: "员工",
    everything: "全部操作",
    everybody: "全部员工",
    none: "还没有手动操作。调整积分、更改设置和处理通知都会连同操作人记录在这里。",
    noneFound: "没有符合筛选条件的记录。",
    deed: (what) => deeds[what] ?? what,
    staff: (id) => `员工 ${id}`,
    nobody: "未知",
    customer: (id) => `客户 ${id}`,
    delivery: (id) => `通知 ${id}`,
    run: (id) => `第 ${id} 次`,
    reading: (id) => `第 ${id} 次读取`,
    detail,
  },
  history: {
    known: "已知的订单",
    notKnown: "还没有读取历史订单。安装之后的订单会随到随记。",
    knownFrom: "已知订单始于",
    reach: {
      everything: "这是店铺的全部历史。",
      "sixty-days": "Shopify 只提供最近 60 天的订单。",
      file: "这是文件所包含的范围。",
    },
    canAskForAll: "更早的订单也可以读取：应用获得读取全部订单的权限后，Shopify 就会提供。",
    canReadMore: "应用现在可以读取全部订单：重新读取即可补上更早的订单。",
    lastReading: "最近一次读取",
    readFirst: "到首页读取历史订单",
    readAgain: "到首页重新读取",
    earn: "历史订单是否计积分",
    earnNone: "安装之前的订单不计积分，但计入等级。",
    earnAll: "所有已知订单都计积分。",
    earnSince: (day) => `${day} 起的订单计积分；更早的只计入等级。`,
    notChosen: "您还没有选择。",
    chosen: "选择于",
    membersDue: (members) => `还有 ${grouped(members)} 位会员正在据此结算。`,
    change: "查看每种选择的结果",
    files: "文件",
    filesHint: "供运维人员使用：从文件读取订单，以及导出账目的全部依据。",
    importFile: "从文件读取订单",
    exportLedger: "导出账目",
  },
};
