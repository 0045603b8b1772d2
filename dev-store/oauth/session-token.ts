import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/** Shopify's session tokens live for a minute. */
export const SESSION_TOKEN_SECONDS = 60;
const SKEW_SECONDS = 10;

export interface AppKeys {
  apiKey: string;
  apiSecret: string;
}

export interface SessionTokenClaims {
  iss: string;
  dest: string;
  aud: string;
  sub: string;
  exp: number;
  nbf: number;
  iat: number;
  jti: string;
  sid: string;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

function signatureOf(signed: string, secret: string): Buffer {
  return createHmac("sha256", secret).update(signed).digest();
}

/** What App Bridge gives the app's page: a JWT that says which shop and which user it serves. */
export function makeSessionToken(
  keys: AppKeys,
  session: { shop: string; userId: string; now?: number },
): string {
  const now = Math.floor((session.now ?? Date.now()) / 1000);
  const claims: SessionTokenClaims = {
    iss: `https://${session.shop}/admin`,
    dest: `https://${session.shop}`,
    aud: keys.apiKey,
    sub: session.userId,
    exp: now + SESSION_TOKEN_SECONDS,
    nbf: now,
    iat: now,
    jti: randomUUID(),
    sid: randomUUID(),
  };
  return signedToken(claims, keys.apiSecret);
}

export function signedToken(claims: object, secret: string): string {
  const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${signed}.${signatureOf(signed, secret).toString("base64url")}`;
}

/** The claims of a token that is whole, ours and in time, or why it is not. */
export function readSessionToken(
  token: string,
  keys: AppKeys,
  shop: string,
): { claims: SessionTokenClaims } | { error: string } {
  const [head, body, signature, ...rest] = token.split(".");
  if (head === undefined || body === undefined || signature === undefined || rest.length > 0)
    return { error: "not a JWT" };
  const given = Buffer.from(signature, "base64url");
  const expected = signatureOf(`${head}.${body}`, keys.apiSecret);
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    return { error: "bad signature" };
  const claims = JSON.parse(Buffer.from(body, "base64url").toString("utf8")) as SessionTokenClaims;
  const now = Date.now() / 1000;
  if (claims.exp + SKEW_SECONDS < now) return { error: "expired" };
  if (claims.nbf - SKEW_SECONDS > now) return { error: "not valid yet" };
  if (claims.aud !== keys.apiKey) return { error: "made for another app" };
  if (claims.dest !== `https://${shop}`) return { error: "made for another shop" };
  return { claims };
}
