import { createHmac, timingSafeEqual } from "node:crypto";

/** A code holds for the rest of its span and the whole of the next one. */
const SPAN_MS = 10 * 60_000;
const DIGITS = 6;

function codeOf(email: string, span: number, secret: string): string {
  const text = `login code ${email.toLowerCase()} ${span}`;
  const digest = createHmac("sha256", secret).update(text).digest();
  return String(digest.readUIntBE(0, 6) % 10 ** DIGITS).padStart(DIGITS, "0");
}

/** The code that would be sent to an address; it follows from the secret, so nothing is kept. */
export function loginCode(email: string, secret: string, now: number): string {
  return codeOf(email, Math.floor(now / SPAN_MS), secret);
}

export interface CodeEntry {
  email: string;
  code: string;
}

export function isLoginCode(entry: CodeEntry, secret: string, now: number): boolean {
  const given = Buffer.from(entry.code.replace(/\s/g, ""));
  const span = Math.floor(now / SPAN_MS);
  return [span, span - 1].some((one) => {
    const wanted = Buffer.from(codeOf(entry.email, one, secret));
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}
