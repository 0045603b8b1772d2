/**
 * `POST /webhooks`: verify on the raw bytes, store, answer (contracts.md). A 200 is sent only
 * after the delivery is committed; a 200 can't be taken back.
 */
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { NewDelivery } from "../adapters/postgres/inbox-store.server.ts";
import { AppError } from "../domain/shared/app-error.ts";
import { sendRefusal } from "./refusal.server.ts";
import { BodySignature, isShopDomain, type Secrets } from "./signatures.server.ts";

/** Bodies up to this are kept whole; a larger one leaves its start as a hint to fetch the order. */
export const BODY_BYTES_MAX = 10 * 1024 * 1024;
/** Where the id of a larger body is looked for. */
const HINT_BYTES = 64 * 1024;
/** A body that long is nobody's webhook: it is refused unread, and its connection closed. */
const STREAM_BYTES_MAX = 256 * 1024 * 1024;

/** A delivery as it came, its body in the clear: whoever stores it seals it. */
export type ArrivedDelivery = Omit<NewDelivery, "keyId">;

export type WebhookPorts = {
  secrets: Secrets;
  /** Topics worked on though the shop isn't installed. */
  alwaysWorkedOn: ReadonlySet<string>;
  /** Resolves after commit; rejects with an AppError when it sheds. */
  store: (shopDomain: string, delivery: ArrivedDelivery) => Promise<void>;
};

export async function acceptWebhook(
  ports: WebhookPorts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== "POST") {
    response.setHeader("allow", "POST");
    sendRefusal(response, new AppError("method-not-allowed", "Webhooks are posted."));
    return;
  }
  const body = await readSigned(request, ports.secrets);
  if (body.size > STREAM_BYTES_MAX) response.setHeader("connection", "close");
  const refusal = refusalOf(request, body);
  if (refusal) {
    sendRefusal(response, refusal);
    return;
  }
  await ports.store(
    header(request, "x-shopify-shop-domain"),
    deliveryOf(request, body, ports.alwaysWorkedOn),
  );
  response.statusCode = 200;
  response.end();
}

type SignedBody = { signed: boolean; kept: Buffer; size: number };

/**
 * A refused body is read to its end as well, unsigned or not: a sender that is still writing takes
 * an early answer for a broken connection.
 */
async function readSigned(request: IncomingMessage, secrets: Secrets): Promise<SignedBody> {
  const signature = request.headers["x-shopify-hmac-sha256"];
  const check = new BodySignature(typeof signature === "string" ? secrets : []);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > STREAM_BYTES_MAX) return { signed: false, kept: Buffer.alloc(0), size };
    check.update(chunk);
    if (size <= BODY_BYTES_MAX) chunks.push(chunk);
  }
  const signed = check.matches(typeof signature === "string" ? signature : undefined);
  const whole = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
  return { signed, kept: size > BODY_BYTES_MAX ? whole.subarray(0, HINT_BYTES) : whole, size };
}

function refusalOf(request: IncomingMessage, body: SignedBody): AppError | null {
  if (!body.signed && body.size > BODY_BYTES_MAX) {
    return new AppError("too-large", `Unsigned bodies end at ${BODY_BYTES_MAX} bytes.`);
  }
  if (!body.signed) {
    return new AppError(
      "bad-signature",
      "X-Shopify-Hmac-Sha256 is not that of this body by this app's secret.",
    );
  }
  if (!isShopDomain(header(request, "x-shopify-shop-domain"))) {
    return new AppError(
      "bad-request",
      "X-Shopify-Shop-Domain must name a shop: name.myshopify.com.",
    );
  }
  return null;
}

function deliveryOf(
  request: IncomingMessage,
  body: SignedBody,
  alwaysWorkedOn: ReadonlySet<string>,
): ArrivedDelivery {
  const topic = header(request, "x-shopify-topic").toLowerCase();
  return {
    webhookId: header(request, "x-shopify-webhook-id") || fallbackId(topic, body),
    topic,
    lane: alwaysWorkedOn.has(topic) ? 1 : 0,
    eventId: header(request, "x-shopify-event-id") || null,
    apiVersion: header(request, "x-shopify-api-version") || null,
    triggeredAt: timeOf(header(request, "x-shopify-triggered-at")),
    size: body.size,
    body: body.kept,
  };
}

/** A delivery without an id is kept all the same: its content stands in. */
function fallbackId(topic: string, body: SignedBody): string {
  return `sha256:${createHash("sha256").update(topic).update("\0").update(body.kept).digest("hex")}`;
}

/** Years of four digits alone: a column can't hold every time that a Date can. */
function timeOf(text: string): Date | null {
  const parsed = /^\d{4}-/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isFinite(parsed) ? new Date(parsed) : null;
}

/** Header values are kept as text columns: bounded, and without NUL, which text can't hold. */
function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return (typeof value === "string" ? value : (value?.[0] ?? ""))
    .replaceAll("\0", "")
    .slice(0, 255);
}
