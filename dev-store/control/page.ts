import { readCount } from "../wire/fields.ts";
import { Refusal } from "../wire/refusal.ts";

const LIMIT_DEFAULT = 100;
const LIMIT_MAX = 10_000;

export function readPage(query: URLSearchParams): { offset: number; limit: number } {
  const limit = readCount(query.get("limit") ?? LIMIT_DEFAULT, "limit");
  if (limit > LIMIT_MAX) throw new Refusal(422, `limit may be ${LIMIT_MAX} at most`);
  return { offset: readCount(query.get("offset") ?? 0, "offset"), limit };
}
