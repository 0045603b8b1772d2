/** What Chinese sentences are made of: figures, lists, spans of time. There are no plurals. */
const LOCALE = "zh-CN";

export function grouped(count: number): string {
  return new Intl.NumberFormat(LOCALE).format(count);
}

/** 订单、客户和产品 */
export function listed(items: readonly string[]): string {
  return new Intl.ListFormat(LOCALE, { type: "conjunction" }).format(items);
}

const UNITS = [
  { unit: "天", seconds: 86_400 },
  { unit: "小时", seconds: 3_600 },
  { unit: "分钟", seconds: 60 },
  { unit: "秒", seconds: 1 },
] as const;

/** “2 分钟”: one unit, rounded down, never “0 秒”. */
export function lasting(seconds: number): string {
  const whole = Math.max(1, Math.floor(seconds));
  const found = UNITS.find((each) => whole >= each.seconds) ?? UNITS[3];
  return `${grouped(Math.floor(whole / found.seconds))} ${found.unit}`;
}

/** “0.4 秒”、“3 分钟”: a tenth of a second where that is telling. */
export function briefly(seconds: number): string {
  if (seconds >= 10) return lasting(seconds);
  return `${grouped(Math.max(0.1, Math.round(seconds * 10) / 10))} 秒`;
}
