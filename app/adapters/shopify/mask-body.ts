/**
 * A delivery's body for a person's eyes: its shape, ids, amounts, dates and states; what may name
 * or locate somebody is masked. A list of what may be seen, not of what may not: fields that
 * Shopify adds are masked until they are listed here.
 */
import { readJson } from "./read-json.ts";

export const MASK = "•••";
const CHARACTERS_MAX = 60_000;
const DEPTH_MAX = 12;
const LIST_MAX = 200;

/** Texts of these fields say nothing of a person. */
const PLAIN = new Set(
  `status financial_status fulfillment_status cancel_reason currency presentment_currency currency_code kind topic
  source_name gateway processing_method admin_graphql_api_id title variant_title sku vendor product_type handle
  restock_type value_type target_type target_selection allocation_method type weight_unit fulfillment_service
  inventory_management iana_timezone timezone money_format`.split(/\s+/),
);
/** Whatever is in here belongs to a person; only ids are shown. */
const PERSONAL = new Set(
  `customer billing_address shipping_address default_address addresses client_details payment_details destination
  note_attributes email_marketing_consent sms_marketing_consent properties fulfillments receipt`.split(
    /\s+/,
  ),
);
const HARMLESS_TEXT = /^(-?\d{1,12}(\.\d{1,6})?|\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d)?)?|)$/;
const ID_FIELD = /(^|_)id$/;

export type MaskedBody = { text: string; cut: boolean };

/** Null when it isn't JSON: no part of it can be told from a name then. */
export function maskBody(topic: string, body: Uint8Array): MaskedBody | null {
  let read: unknown;
  try {
    read = readJson(new TextDecoder("utf-8").decode(body));
  } catch (error) {
    if (error instanceof Error && error.name === "UnreadablePayload") return null;
    throw error;
  }
  const personal = topic.startsWith("customers/");
  const text = JSON.stringify(masked(read, { personal, depth: 0 }), null, 2);
  return { text: text.slice(0, CHARACTERS_MAX), cut: text.length > CHARACTERS_MAX };
}

type Within = { personal: boolean; depth: number };

function masked(value: unknown, within: Within): unknown {
  if (within.depth > DEPTH_MAX) return MASK;
  const inner = { ...within, depth: within.depth + 1 };
  if (Array.isArray(value)) return value.slice(0, LIST_MAX).map((each) => masked(each, inner));
  if (typeof value !== "object" || value === null) return scalar("", value, within);
  return Object.fromEntries(
    Object.entries(value).map(([field, each]) => {
      const personal = within.personal || PERSONAL.has(field);
      const isBranch = typeof each === "object" && each !== null;
      return [
        field,
        isBranch
          ? masked(each, { ...inner, personal })
          : scalar(field, each, { ...within, personal }),
      ];
    }),
  );
}

function scalar(field: string, value: unknown, { personal, depth }: Within): unknown {
  if (typeof value !== "string" && typeof value !== "number") return value;
  const text = String(value);
  if (ID_FIELD.test(field))
    return /^(\d{1,20}|gid:\/\/shopify\/\w+\/\d+)$/.test(text) ? value : MASK;
  if (personal) return MASK;
  if (typeof value === "number" || HARMLESS_TEXT.test(text))
    return /phone|zip/.test(field) ? MASK : value;
  // The order's own name, "#1001"; a line's is its product's.
  if (field === "name" && depth === 0) return /^[#\w-]{1,20}$/.test(text) ? value : MASK;
  return PLAIN.has(field) ? value : MASK;
}
