/** What English sentences are made of: figures, plurals, lists, spans of time. */
const LOCALE = "en";

export function grouped(count: number): string {
  return new Intl.NumberFormat(LOCALE).format(count);
}

/** "1 member", "12,000 members": the second form is for every count but one. */
export function counted(count: number, one: string, many: string): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** "orders, customers and products" */
export function listed(items: readonly string[]): string {
  return new Intl.ListFormat(LOCALE, { type: "conjunction" }).format(items);
}

const UNITS = [
  { unit: "day", seconds: 86_400 },
  { unit: "hour", seconds: 3_600 },
  { unit: "minute", seconds: 60 },
  { unit: "second", seconds: 1 },
] as const;

/** "2 minutes": one unit, rounded down, never "0 seconds". */
export function lasting(seconds: number): string {
  const whole = Math.max(1, Math.floor(seconds));
  const found = UNITS.find((each) => whole >= each.seconds) ?? UNITS[3];
  return counted(Math.floor(whole / found.seconds), found.unit, `${found.unit}s`);
}

/** "0.4 seconds", "3 minutes": a tenth of a second where that is telling. */
export function briefly(seconds: number): string {
  if (seconds >= 10) return lasting(seconds);
  const tenths = Math.max(0.1, Math.round(seconds * 10) / 10);
  return counted(tenths, "second", "seconds");
}
