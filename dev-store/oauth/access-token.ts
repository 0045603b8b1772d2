import type { Clock } from "../shop/clock.ts";
import type { AccessToken } from "../shop/records.ts";
import type { Shop } from "../shop/shop.ts";
import { idNumber } from "../wire/json.ts";
import { readSessionToken, type AppKeys } from "./session-token.ts";
import { staffMember } from "./staff.ts";
import { findByRefreshToken, issueOffline, issueOnline } from "./tokens.ts";

const EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
const ONLINE = "urn:shopify:params:oauth:token-type:online-access-token";
const OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token";

export interface OAuthAnswer {
  status: number;
  body: unknown;
}

export interface OAuthContext {
  shop: Shop;
  clock: Clock;
  keys: AppKeys;
}

const refuse = (error: string, description: string, status = 400): OAuthAnswer => ({
  status,
  body: { error, error_description: description },
});

const secondsLeft = (until: number | null, clock: Clock): number =>
  until === null ? 0 : Math.max(0, Math.round((until - clock.now()) / 1000));

function answerOf(token: AccessToken, clock: Clock): OAuthAnswer {
  const body: Record<string, unknown> = {
    access_token: token.token,
    scope: token.scopes.join(","),
  };
  if (token.expiresAt !== null) body["expires_in"] = secondsLeft(token.expiresAt, clock);
  if (token.refreshToken !== null) {
    body["refresh_token"] = token.refreshToken;
    body["refresh_token_expires_in"] = secondsLeft(token.refreshExpiresAt, clock);
  }
  if (token.userId !== null) {
    body["associated_user_scope"] = token.scopes.join(",");
    const user = staffMember(token.userId);
    body["associated_user"] = {
      id: idNumber(user.id),
      first_name: user.firstName,
      last_name: user.lastName,
      email: user.email,
      email_verified: true,
      account_owner: user.owner,
      locale: user.locale,
      collaborator: false,
    };
  }
  return { status: 200, body };
}

function exchange(context: OAuthContext, fields: Record<string, unknown>): OAuthAnswer {
  const { shop, clock, keys } = context;
  if (fields["subject_token_type"] !== ID_TOKEN)
    return refuse("invalid_request", "subject_token_type must be an id token");
  const subject = fields["subject_token"];
  const read = readSessionToken(
    typeof subject === "string" ? subject : "",
    keys,
    shop.state.info.domain,
  );
  if ("error" in read) return refuse("invalid_subject_token", `The subject token is ${read.error}`);
  if (!shop.state.installation.installed)
    return refuse("app_not_installed", "The app is not installed on this shop");
  switch (fields["requested_token_type"]) {
    case ONLINE:
      return answerOf(issueOnline(shop, clock, read.claims.sub), clock);
    case OFFLINE:
      return answerOf(
        issueOffline(shop, clock, { expiring: String(fields["expiring"]) === "1" }),
        clock,
      );
    default:
      return refuse("invalid_request", "requested_token_type is unknown");
  }
}

/** A refresh token is good for one refresh: the pair that it belongs to goes when the new pair comes. */
function refresh(context: OAuthContext, fields: Record<string, unknown>): OAuthAnswer {
  const { shop, clock } = context;
  const value = fields["refresh_token"];
  const known = findByRefreshToken(shop, clock, typeof value === "string" ? value : "");
  if (known === null)
    return refuse("invalid_grant", "The refresh token is unknown, used or expired");
  return answerOf(issueOffline(shop, clock, { expiring: true, replaces: known.token }), clock);
}

/** `POST /admin/oauth/access_token`: token exchange and refresh, the two grants that the app uses. */
export function accessToken(context: OAuthContext, fields: Record<string, unknown>): OAuthAnswer {
  if (fields["client_id"] !== context.keys.apiKey)
    return refuse("application_cannot_be_found", "There is no app with this client_id");
  if (fields["client_secret"] !== context.keys.apiSecret)
    return refuse("invalid_client", "The client_secret is wrong", 401);
  switch (fields["grant_type"]) {
    case EXCHANGE:
      return exchange(context, fields);
    case "refresh_token":
      return refresh(context, fields);
    default:
      return refuse(
        "unsupported_grant_type",
        "The dev store knows token exchange and refresh_token",
      );
  }
}
