import { createHash, createHmac } from "node:crypto";

/** Base64 HMAC-SHA256 of the raw bytes with the app's secret: X-Shopify-Hmac-Sha256. */
export function signBody(body: Buffer, secret: string): string {
  return createHmac("sha256", secret).update(body).digest("base64");
}

/** A UUID that is always the same for the same parts: a repeated delivery keeps its id over restarts. */
export function stableUuid(...parts: readonly (string | number)[]): string {
  const bytes = createHash("sha256").update(parts.join("\n")).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join("-");
}
