/** 手动调整积分：表单、后果和结果。 */
import type { Words } from "../words.ts";
import { grouped } from "./wording.ts";

const points = (count: number): string => `${grouped(count)} 积分`;

const reasons: Readonly<Record<string, string>> = {
  goodwill: "答谢客户",
  correction: "更正",
  "service-recovery": "弥补失误",
  promotion: "促销活动",
  other: "其他",
};

export const adjust: Words["member"]["adjust"] = {
  action: "调整积分",
  title: "调整积分",
  add: "增加",
  take: "减少",
  direction: "增加或减少",
  points: "积分",
  reason: "原因",
  choose: "选择原因",
  reasons,
  note: "给团队的备注",
  noteHint: "客户看不到。",
  noteNeeded: "请简单说明原因。",
  after: (before, after) => `余额：${before} → ${after}`,
  save: "调整",
  cancel: "取消",
  back: "返回修改",
  faults: {
    "points-missing": "请输入积分数。",
    "points-zero": "至少 1 积分。",
    "points-not-whole": "只能输入整数。",
    "points-too-many": "每次最多 10,000,000 积分。",
    "reason-missing": "请选择原因。",
    "note-missing": "请简单说明原因。",
    "note-too-long": "最多 500 个字符。",
  },
  confirmTitle: "超出平常的数量",
  confirm: (change) => `调整 ${change}`,
  aboveLimit: (count, limit, money) =>
    `${points(count)}超过了您设定的单次上限 ${grouped(limit)}，最多可兑换价值 ${money} 的奖励。`,
  aboveDayLimit: (today, limit) =>
    `您今天已调整 ${points(today)}。加上这一次将超过 ${grouped(limit)}。`,
  belowZero: (after) => `余额将变为 ${after}。之后获得的积分会先补足缺口，然后才能使用。`,
  undoBelowZero: (change, after) =>
    `撤销将使余额变动 ${change}，变为 ${after}：这些积分已被使用。之后获得的积分会先补足缺口。`,
  undoTitle: "撤销并留下缺口？",
  undo: "撤销",
  done: (change) => `积分已调整 ${change}`,
  repeated: "此调整之前已经完成",
  undone: "调整已撤销",
  undoneAlready: "此调整之前已被撤销",
  conflict: "此表单之前已用其他内容提交并已生效。请关闭后重新填写。",
  notAMember: "客户成为会员（首次下单或加入计划）后才能调整积分。",
  notFound: "这里已没有此调整的记录。请刷新页面。",
  failed: "调整未能发送。请重试，绝不会重复执行。",
  notNow: "还不是会员：首次下单或加入计划后可以调整积分。",
};
