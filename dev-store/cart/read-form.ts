import { readBody, readJsonBody, type Exchange } from "../http/exchange.ts";
import { Refusal } from "../wire/refusal.ts";

/** What a form or a script sent, as JSON would hold it. */
export type Input = Record<string, unknown>;

/** A form of the cart has hundreds of fields at most; more is somebody trying something. */
const FIELDS_MAX = 2_000;
/** `items[0][properties][Engraving]` is the deepest; the longest name is a property's, which a cookie keeps. */
const DEPTH_MAX = 8;
const NAME_LENGTH_MAX = 4_000;
const PATH = /\[([^\]]*)\]/g;
const UNSAFE = new Set(["__proto__", "constructor", "prototype"]);

const isFields = (value: unknown): value is Input =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `items[0][id]` names the same place as `{items: {0: {id}}}`, `updates[]` the end of a list. */
function place(into: Input, name: string, value: string): void {
  if (name.length > NAME_LENGTH_MAX)
    throw new Refusal(422, `a field's name may have ${NAME_LENGTH_MAX} characters at most`);
  const start = name.indexOf("[");
  const keys =
    start <= 0
      ? [name]
      : [
          name.slice(0, start),
          ...[...name.slice(start).matchAll(PATH)].map((match) => match[1] ?? ""),
        ];
  if (keys.length > DEPTH_MAX) throw new Refusal(422, `a field may lie ${DEPTH_MAX} deep at most`);
  if (keys.some((key) => UNSAFE.has(key))) return;
  let at = into;
  for (const [index, key] of keys.entries()) {
    const named = key === "" ? String(Object.keys(at).length) : key;
    if (index === keys.length - 1) {
      at[named] = value;
      return;
    }
    const next = at[named];
    const deeper = isFields(next) ? next : {};
    at[named] = deeper;
    at = deeper;
  }
}

export function readPairs(pairs: Iterable<[string, string]>): Input {
  const input: Input = {};
  let count = 0;
  for (const [name, value] of pairs) {
    count += 1;
    if (count > FIELDS_MAX) throw new Refusal(422, `a form may have ${FIELDS_MAX} fields at most`);
    place(input, name, value);
  }
  return input;
}

async function readFormBody(exchange: Exchange, type: string): Promise<Input> {
  const body = await readBody(exchange.request);
  if (body.length === 0) return {};
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(body), {
      headers: { "Content-Type": type },
    }).formData();
  } catch {
    throw new Refusal(400, "the form can't be read");
  }
  const fields: [string, string][] = [];
  // A file is nothing that a cart or a checkout could keep.
  form.forEach((value, name) => {
    if (typeof value === "string") fields.push([name, value]);
  });
  return readPairs(fields);
}

/** The query and the body of a request, whichever of a form's ways it came in. */
export async function readInput(exchange: Exchange): Promise<Input> {
  const query = readPairs(exchange.url.searchParams.entries());
  if (exchange.method === "GET" || exchange.method === "HEAD") return query;
  const type = exchange.request.headers["content-type"] ?? "";
  if (/^(multipart\/form-data|application\/x-www-form-urlencoded)/i.test(type))
    return { ...query, ...(await readFormBody(exchange, type)) };
  const json = await readJsonBody(exchange.request);
  return isFields(json) ? { ...query, ...json } : query;
}

/** A list as JSON writes it, or as a form numbers it. */
export function listOf(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value as unknown[];
  if (!isFields(value)) return null;
  return Object.keys(value).every((key) => /^\d+$/.test(key)) ? Object.values(value) : null;
}

export function fieldsOf(value: unknown): Input | null {
  return isFields(value) ? value : null;
}

export function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}
