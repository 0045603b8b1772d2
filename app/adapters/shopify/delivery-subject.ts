/** What a delivery is about, read as leniently as it takes: also of a body that can't be read as facts. */
import { isId, type Id } from "../../domain/shared/ids.ts";
import { readJson } from "./read-json.ts";

export type DeliverySubject = {
  kind: "order" | "customer" | "product" | "collection" | "shop" | "app";
  id: Id | null;
  /** The order's name ("#1001") or a product's title; never a person's name. */
  label: string | null;
};

const LABEL_CHARACTERS_MAX = 80;

/** Topics that tell of an order without being one. */
const NAMES_ITS_ORDER: Readonly<Record<string, RegExp>> = {
  "refunds/create": /"order_id"\s*:\s*"?(\d{1,19})\b/,
  "orders/edited": /"order_id"\s*:\s*"?(\d{1,19})\b/,
};
const FIRST_ID = /^\s*\{[^{[]*?"id"\s*:\s*"?(\d{1,19})\b/;

export function subjectOf(topic: string, body: Uint8Array | null): DeliverySubject {
  const text = body ? new TextDecoder("utf-8").decode(body) : "";
  const kind = kindOf(topic);
  if (kind === "shop" || kind === "app") return { kind, id: null, label: null };
  const id = (NAMES_ITS_ORDER[topic] ?? FIRST_ID).exec(text)?.[1];
  return {
    kind,
    id: id !== undefined && isId(id) ? id : null,
    label: kind === "customer" ? null : labelOf(topic, text),
  };
}

/** Whether Shopify can be asked for the order instead: a deletion can't be asked for. */
export function orderToAskFor(topic: string, subject: DeliverySubject): Id | null {
  return subject.kind === "order" && topic !== "orders/delete" ? subject.id : null;
}

function kindOf(topic: string): DeliverySubject["kind"] {
  const [first = ""] = topic.split("/");
  if (first === "orders" || first === "refunds") return "order";
  if (first === "customers") return "customer";
  if (first === "products") return "product";
  if (first === "collections") return "collection";
  return first === "shop" ? "shop" : "app";
}

/** Of whole JSON only: a field in the middle of broken text may belong to anybody. */
function labelOf(topic: string, text: string): string | null {
  let read: unknown;
  try {
    read = readJson(text);
  } catch (error) {
    if (error instanceof Error && error.name === "UnreadablePayload") return null;
    throw error;
  }
  const field = topic.startsWith("orders/") ? "name" : "title";
  if (typeof read !== "object" || read === null || !(field in read)) return null;
  const label = (read as Record<string, unknown>)[field];
  return typeof label === "string" ? label.slice(0, LABEL_CHARACTERS_MAX) : null;
}
