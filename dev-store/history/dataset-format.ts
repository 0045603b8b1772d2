/** One line of `orders.jsonl`: what a real history says of one invoice. */
export interface DatasetOrder {
  order: string;
  user: string | null;
  /** ms */
  at: number;
  country: string;
  items: DatasetItem[];
  /** Items that could not be read, each with its reason. */
  badItems: string[];
}

export interface DatasetItem {
  id: string;
  title: string;
  /** Negative: a return. Never 0. */
  quantity: number;
  price: number;
}

/** A longer line is no invoice: the longest of Online Retail has 90,000 characters. */
export const LINE_CHARACTERS_MAX = 4_000_000;
const QUANTITY_MAX = 1_000_000;
const PRICE_MAX = 10_000_000;

/** The order of a line, or why it is none. */
export function parseDatasetLine(line: string): DatasetOrder | string {
  if (line.length > LINE_CHARACTERS_MAX) return `longer than ${LINE_CHARACTERS_MAX} characters`;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return `not JSON (${error instanceof Error ? error.message : String(error)})`;
  }
  if (!isRecord(value)) return "not a JSON object";
  const order = text(value.order);
  if (order === null) return '"order" must be a text that is not empty';
  const user = value.user === null || value.user === undefined ? null : text(value.user);
  if (user === null && value.user !== null && value.user !== undefined)
    return '"user" must be a text or null';
  const at =
    typeof value.at === "string" && /^\d{4}-\d\d-\d\d/.test(value.at) ? Date.parse(value.at) : NaN;
  if (Number.isNaN(at))
    return `"at" must be an instant like 2010-12-01T08:26:00Z, not ${JSON.stringify(value.at)}`;
  if (!Array.isArray(value.items)) return '"items" must be a list';
  const items: DatasetItem[] = [];
  const badItems: string[] = [];
  for (const entry of value.items) {
    const item = parseItem(entry);
    if (typeof item === "string") badItems.push(item);
    else items.push(item);
  }
  return { order, user, at, country: text(value.country) ?? "", items, badItems };
}

function parseItem(value: unknown): DatasetItem | string {
  if (!isRecord(value)) return "item is not a JSON object";
  const id = text(value.id);
  if (id === null) return 'item has no "id"';
  const { quantity, price } = value;
  if (
    typeof quantity !== "number" ||
    !Number.isInteger(quantity) ||
    quantity === 0 ||
    Math.abs(quantity) > QUANTITY_MAX
  ) {
    return "item's quantity is not a whole number other than 0";
  }
  if (typeof price !== "number" || !Number.isFinite(price) || Math.abs(price) > PRICE_MAX)
    return "item's price is not a number";
  return { id, title: text(value.title) ?? `Item ${id}`, quantity, price };
}

/** Numbers are taken for texts: an exporter that writes ids as numbers means the same. */
function text(value: unknown): string | null {
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  if (typeof value !== "string") return null;
  const trimmed = value.replaceAll("\u0000", "").trim();
  return trimmed === "" ? null : trimmed;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
