/** The one table from refusals to HTTP statuses, and the form in which they are answered. */
import type { ServerResponse } from "node:http";
import type { AppError } from "../domain/shared/app-error.ts";
import type { RefusalCode } from "../domain/shared/app-error.ts";

export const STATUS_OF: Readonly<Record<RefusalCode, number>> = {
  "bad-request": 422,
  "bad-signature": 401,
  "not-logged-in": 401,
  "shop-unknown": 404,
  "not-found": 404,
  "method-not-allowed": 405,
  "too-large": 413,
  "idempotency-conflict": 409,
  busy: 503,
  unavailable: 503,
};

/** Seconds after which a refused request is worth another try. */
const RETRY_AFTER = 5;

export function sendRefusal(response: ServerResponse, error: AppError): void {
  const status = STATUS_OF[error.code];
  if (status === 503) response.setHeader("retry-after", String(RETRY_AFTER));
  sendJson(response, status, { error: { code: error.code, message: error.message } });
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.statusCode = status;
  response.setHeader("content-type", "application/json; charset=utf-8");
  response.setHeader("cache-control", "no-store");
  response.end(text);
}
