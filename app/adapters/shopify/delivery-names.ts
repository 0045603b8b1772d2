/** Whether a delivery's body names one of these customers, or is about one of these orders. */
import type { Id } from "../../domain/shared/ids.ts";
import { subjectOf } from "./delivery-subject.ts";
import { readJson } from "./read-json.ts";

export type Sought = { customerIds: ReadonlySet<Id>; orderIds: ReadonlySet<Id> };

const CUSTOMER_GID = /^gid:\/\/shopify\/Customer\/(\d+)$/;
const DEPTH_MAX = 20;

export function isAbout(topic: string, body: Uint8Array, sought: Sought): boolean {
  const subject = subjectOf(topic, body);
  if (subject.kind === "order" && subject.id !== null && sought.orderIds.has(subject.id))
    return true;
  if (subject.kind === "customer" && subject.id !== null && sought.customerIds.has(subject.id))
    return true;
  const text = new TextDecoder("utf-8").decode(body);
  try {
    return namesIn(readJson(text), sought, { field: "", depth: 0 });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "UnreadablePayload") throw error;
    // What can't be read may name them anywhere: digits decide.
    return (text.match(/\d{1,19}/g) ?? []).some((digits) => sought.customerIds.has(digits));
  }
}

/** Fields that hold a customer's id, or a customer with one. */
function namesIn(value: unknown, sought: Sought, at: { field: string; depth: number }): boolean {
  if (at.depth > DEPTH_MAX) return false;
  if (Array.isArray(value))
    return value.some((each) => namesIn(each, sought, { ...at, depth: at.depth + 1 }));
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).some(([field, each]) => {
      // "id" of a customer, and "customer_id" wherever it stands.
      const path = field === "id" && /customer/i.test(at.field) ? "customer_id" : field;
      return namesIn(each, sought, { field: path, depth: at.depth + 1 });
    });
  }
  if (typeof value !== "string" && typeof value !== "number") return false;
  const text = String(value);
  const id = CUSTOMER_GID.exec(text)?.[1] ?? (/customer.*id$/i.test(at.field) ? text : null);
  return id !== null && sought.customerIds.has(id);
}
