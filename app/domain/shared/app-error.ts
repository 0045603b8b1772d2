/** A refusal that the caller can act on. One table in `app/web` maps codes to HTTP statuses. */
export type RefusalCode =
  | "bad-request"
  | "bad-signature"
  | "not-logged-in"
  | "shop-unknown"
  | "not-found"
  | "method-not-allowed"
  | "too-large"
  | "idempotency-conflict"
  | "busy"
  | "unavailable";

export class AppError extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.name = "AppError";
    this.code = code;
  }
}
