import { randomBytes } from "node:crypto";
import type { Clock } from "../shop/clock.ts";
import type { AccessToken } from "../shop/records.ts";
import type { Shop } from "../shop/shop.ts";

/** An expiring offline token lives for an hour, its refresh token for 90 days, an online token for a day. */
export const OFFLINE_SECONDS = 3_600;
export const REFRESH_SECONDS = 90 * 24 * 3_600;
export const ONLINE_SECONDS = 24 * 3_600;

const secret = (prefix: string): string => `${prefix}_${randomBytes(16).toString("hex")}`;

export function issueOffline(
  shop: Shop,
  clock: Clock,
  issue: { expiring: boolean; replaces?: string },
): AccessToken {
  const now = clock.now();
  const token: AccessToken = {
    token: secret("shpat"),
    scopes: shop.state.installation.scopes,
    online: false,
    userId: null,
    expiresAt: issue.expiring ? now + OFFLINE_SECONDS * 1000 : null,
    refreshToken: issue.expiring ? secret("shprt") : null,
    refreshExpiresAt: issue.expiring ? now + REFRESH_SECONDS * 1000 : null,
  };
  const replaces = issue.replaces === undefined ? {} : { replaces: issue.replaces };
  shop.execute({ kind: "token.issue", at: now, token, ...replaces });
  return token;
}

export function issueOnline(shop: Shop, clock: Clock, userId: string): AccessToken {
  const now = clock.now();
  const token: AccessToken = {
    token: secret("shpat"),
    scopes: shop.state.installation.scopes,
    online: true,
    userId,
    expiresAt: now + ONLINE_SECONDS * 1000,
    refreshToken: null,
    refreshExpiresAt: null,
  };
  shop.execute({ kind: "token.issue", at: now, token });
  return token;
}

/** The token if it may still be used; an uninstallation has dropped all of them. */
export function findToken(shop: Shop, clock: Clock, value: string): AccessToken | null {
  const token = shop.state.tokens.get(value);
  if (token === undefined) return null;
  return token.expiresAt !== null && token.expiresAt <= clock.now() ? null : token;
}

export function findByRefreshToken(shop: Shop, clock: Clock, value: string): AccessToken | null {
  for (const token of shop.state.tokens.values()) {
    if (token.refreshToken === value)
      return token.refreshExpiresAt !== null && token.refreshExpiresAt > clock.now() ? token : null;
  }
  return null;
}

/** `write_x` grants `read_x` too. */
export function grants(scopes: readonly string[], scope: string): boolean {
  return (
    scopes.includes(scope) ||
    (scope.startsWith("read_") && scopes.includes(`write_${scope.slice(5)}`))
  );
}
