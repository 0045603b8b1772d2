/**
 * The session token of a customer account extension: a JWT, signed by Shopify with the app's secret.
 * https://shopify.dev/docs/api/customer-account-ui-extensions/latest/target-apis/platform-apis/session-token-api
 *
 * Shopify's own library checks signature and time but not whom the token was made for; here `aud`
 * must be this app and `sub`, absent for someone who isn't logged in, a customer.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { AppError } from "../domain/shared/app-error.ts";
import { idFromGid, type Id } from "../domain/shared/ids.ts";
import { isShopDomain, type Secrets } from "./signatures.server.ts";

export type AccountIdentity = { shop: string; customerId: Id };

export type TokenRules = { secrets: Secrets; apiKey: string };

/** How far clocks may differ (s), as Shopify's library has it. */
export const SKEW_SECONDS = 10;

type Claims = Record<string, unknown>;

/** Who asks. Throws a refusal (401) for anything but a whole token of a logged-in customer. */
export function accountIdentity(
  authorization: string | undefined,
  rules: TokenRules,
  nowMs: number,
): AccountIdentity {
  const [, token] = /^Bearer ([\w.-]+)$/.exec(authorization ?? "") ?? [];
  if (token === undefined) throw refused("send Shopify's session token as a Bearer token");
  const claims = signedClaims(token, rules.secrets);
  if (!claims) throw refused("its signature is not this app's");
  const now = nowMs / 1_000;
  if (typeof claims["exp"] !== "number" || claims["exp"] + SKEW_SECONDS <= now)
    throw refused("it has expired; get a new one");
  if (typeof claims["nbf"] !== "number" || claims["nbf"] - SKEW_SECONDS > now)
    throw refused("it is not valid yet");
  if (claims["aud"] !== rules.apiKey) throw refused("it was made for another app");
  const shop = shopOf(claims["dest"]);
  if (shop === null) throw refused("it names no shop");
  return { shop, customerId: customerOf(claims["sub"]) };
}

function refused(why: string): AppError {
  return new AppError("bad-signature", `The session token is not accepted: ${why}.`);
}

/** The claims of a token that one of the secrets signed by HS256, the only way there is; or null. */
function signedClaims(token: string, secrets: Secrets): Claims | null {
  const [head, body, signature, ...rest] = token.split(".");
  if (head === undefined || body === undefined || signature === undefined || rest.length > 0)
    return null;
  const signed = `${head}.${body}`;
  const matches = secrets.map((secret) => {
    const expected = Buffer.from(createHmac("sha256", secret).update(signed).digest("base64url"));
    const given = Buffer.from(signature);
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
  if (!matches.some(Boolean)) return null;
  return parsed(head)?.["alg"] === "HS256" ? parsed(body) : null;
}

function parsed(part: string): Claims | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Claims) : null;
  } catch {
    return null; // no JSON: not a token of Shopify's
  }
}

/** The bare domain on account pages, an address in the admin: both are Shopify's ways to say it. */
function shopOf(dest: unknown): string | null {
  if (typeof dest !== "string") return null;
  const domain = dest.replace(/^https:\/\//, "");
  return isShopDomain(domain) ? domain : null;
}

function customerOf(sub: unknown): Id {
  const id = typeof sub === "string" ? idFromGid("Customer", sub) : null;
  if (id === null) throw new AppError("not-logged-in", "Log in to your account first.");
  return id;
}
