import { Script } from "node:vm";
import "@shopify/shopify-api/adapters/node";
import { ApiVersion, shopifyApi } from "@shopify/shopify-api";
import { expect, test } from "vitest";
import { makeSessionToken } from "../../dev-store/oauth/session-token.ts";
import type { DevStore } from "../../dev-store/start.ts";
import { call, KEYS, SHOP, startReceiver, startStore, type Answer } from "./store.ts";

/** Shopify's own library is the judge of what the dev store signs. */
const shopify = shopifyApi({
  apiKey: KEYS.apiKey,
  apiSecretKey: KEYS.apiSecret,
  apiVersion: ApiVersion.July26,
  hostName: "app.example.com",
  isEmbeddedApp: true,
  logger: { level: 0 },
});

const EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token";
const ONLINE = "urn:shopify:params:oauth:token-type:online-access-token";

const request = (changes: Record<string, unknown> = {}) => ({
  client_id: KEYS.apiKey,
  client_secret: KEYS.apiSecret,
  grant_type: EXCHANGE,
  subject_token: makeSessionToken(KEYS, { shop: SHOP, userId: "1" }),
  subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
  requested_token_type: OFFLINE,
  expiring: "1",
  ...changes,
});

const exchange = (store: DevStore, body: unknown): Promise<Answer> =>
  call(store, "POST", "/admin/oauth/access_token", body, { "X-Forwarded-Host": SHOP });

async function works(store: DevStore, token: unknown): Promise<number> {
  const headers = { "X-Shopify-Access-Token": String(token), "X-Forwarded-Host": SHOP };
  return (
    await call(
      store,
      "POST",
      "/admin/api/2026-07/graphql.json",
      { query: "{ shop { name } }" },
      headers,
    )
  ).status;
}

test("a session token becomes an offline token of an hour with a refresh token of 90 days", async () => {
  const store = await startStore();
  const answer = await exchange(store, request());
  expect(answer.body).toEqual({
    access_token: expect.stringMatching(/^shpat_/) as unknown,
    scope: store.configuration.scopes.join(","),
    expires_in: 3600,
    refresh_token: expect.stringMatching(/^shprt_/) as unknown,
    refresh_token_expires_in: 7_776_000,
  });
  expect(await works(store, answer.body["access_token"])).toBe(200);
});

test("without expiring=1 the offline token has no end; an online token names its user", async () => {
  const store = await startStore();
  expect(Object.keys((await exchange(store, request({ expiring: "0" }))).body)).toEqual([
    "access_token",
    "scope",
  ]);
  expect((await exchange(store, request({ requested_token_type: ONLINE }))).body).toMatchObject({
    expires_in: 86_400,
    associated_user: { id: 1 },
  });
});

test("an online token tells who acts by name and the language of their admin; the owner is one of them", async () => {
  const store = await startStore();
  const actsAs = async (userId: string): Promise<unknown> => {
    const subject_token = makeSessionToken(KEYS, { shop: SHOP, userId });
    const answer = await exchange(store, request({ requested_token_type: ONLINE, subject_token }));
    return answer.body["associated_user"];
  };
  expect(await actsAs("902541635")).toMatchObject({ first_name: "Demo", account_owner: true });
  expect(await actsAs("902541637")).toMatchObject({
    id: 902_541_637,
    first_name: "Wei",
    last_name: "Chen",
    locale: "zh-CN",
    account_owner: false,
  });
});

test("the admin is opened as whoever is chosen, in the language that is chosen", async () => {
  const store = await startStore();
  const url = `${store.url}/admin/apps/perennial/members?admin-staff=902541637`;
  const chosen = await fetch(url, { redirect: "manual" });
  expect(chosen.headers.get("location")).toBe("/admin/apps/perennial/members");
  const cookie = chosen.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  const page = await (
    await fetch(`${store.url}/admin/apps/perennial`, { headers: { cookie } })
  ).text();
  const address = /<iframe title="Perennial" src="([^"]+)"/.exec(page)?.[1] ?? "";
  const query = new URL(address.replaceAll("&#38;", "&")).searchParams;
  expect(query.get("locale")).toBe("zh-CN");
  expect(await shopify.session.decodeSessionToken(query.get("id_token") ?? "")).toMatchObject({
    sub: "902541637",
  });
  const other = await call(store, "GET", "/control/embedded-url?locale=tlh");
  expect(other.status).toBe(422);
});

test("the form encoding of OAuth is understood too", async () => {
  const store = await startStore();
  const body = new URLSearchParams(request()).toString();
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  expect((await call(store, "POST", "/admin/oauth/access_token", body, headers)).status).toBe(200);
});

const expired = () =>
  makeSessionToken(KEYS, { shop: SHOP, userId: "1", now: Date.now() - 120_000 });
const forged = () => makeSessionToken({ ...KEYS, apiSecret: "guess" }, { shop: SHOP, userId: "1" });
const foreign = () => makeSessionToken(KEYS, { shop: "other.myshopify.com", userId: "1" });

test.each([
  {
    why: "an expired session token",
    changes: () => ({ subject_token: expired() }),
    status: 400,
    error: "invalid_subject_token",
  },
  {
    why: "a forged session token",
    changes: () => ({ subject_token: forged() }),
    status: 400,
    error: "invalid_subject_token",
  },
  {
    why: "another shop's session token",
    changes: () => ({ subject_token: foreign() }),
    status: 400,
    error: "invalid_subject_token",
  },
  {
    why: "no session token",
    changes: () => ({ subject_token: "x" }),
    status: 400,
    error: "invalid_subject_token",
  },
  {
    why: "a wrong secret",
    changes: () => ({ client_secret: "x" }),
    status: 401,
    error: "invalid_client",
  },
  {
    why: "a wrong key",
    changes: () => ({ client_id: "x" }),
    status: 400,
    error: "application_cannot_be_found",
  },
  {
    why: "another grant",
    changes: () => ({ grant_type: "password" }),
    status: 400,
    error: "unsupported_grant_type",
  },
])("$why is refused as $error", async ({ changes, status, error }) => {
  const store = await startStore();
  const answer = await exchange(store, request(changes()));
  expect([answer.status, answer.body["error"]]).toEqual([status, error]);
});

test("a refresh token is good for one refresh and takes its access token with it", async () => {
  const store = await startStore();
  const first = (await exchange(store, request())).body;
  const refresh = {
    client_id: KEYS.apiKey,
    client_secret: KEYS.apiSecret,
    grant_type: "refresh_token",
    refresh_token: first["refresh_token"],
  };
  const second = (await exchange(store, refresh)).body;
  expect(second["refresh_token"]).not.toBe(first["refresh_token"]);
  expect(await works(store, second["access_token"])).toBe(200);
  expect(await works(store, first["access_token"])).toBe(401);
  expect((await exchange(store, refresh)).body["error"]).toBe("invalid_grant");
});

test("a refresh token ends after 90 days", async () => {
  const store = await startStore();
  const first = (await exchange(store, request())).body;
  await call(store, "POST", "/control/clock", { offsetSeconds: 90 * 86_400 + 1 });
  const refresh = {
    client_id: KEYS.apiKey,
    client_secret: KEYS.apiSecret,
    grant_type: "refresh_token",
    refresh_token: first["refresh_token"],
  };
  expect((await exchange(store, refresh)).body["error"]).toBe("invalid_grant");
});

test("a shop without the app exchanges nothing, and opening the app installs it", async () => {
  const store = await startStore();
  await call(store, "POST", "/control/app/uninstall");
  expect((await exchange(store, request())).body["error"]).toBe("app_not_installed");
  expect((await fetch(`${store.url}/admin/apps/perennial`)).status).toBe(200);
  expect((await exchange(store, request())).status).toBe(200);
});

test("Shopify's library accepts the session token and the signature of the embedded address", async () => {
  const app = await startReceiver();
  const store = await startStore({ appUrl: app.url });
  const { token } = (await call(store, "GET", "/control/session-token")).body;
  expect(await shopify.session.decodeSessionToken(String(token))).toMatchObject({
    dest: `https://${SHOP}`,
    aud: KEYS.apiKey,
  });
  const embedded = new URL(
    String((await call(store, "GET", "/control/embedded-url?path=/app/tiers?page=2")).body["url"]),
  );
  expect([embedded.origin, embedded.pathname, embedded.searchParams.get("page")]).toEqual([
    app.url,
    "/app/tiers",
    "2",
  ]);
  expect(await shopify.utils.validateHmac(Object.fromEntries(embedded.searchParams))).toBe(true);
  expect(shopify.utils.sanitizeHost(embedded.searchParams.get("host")!)).not.toBeNull();
});

test("the admin page frames the app, and the App Bridge stand-in is a script that parses", async () => {
  const store = await startStore();
  const page = await (await fetch(`${store.url}/admin/apps/perennial`)).text();
  expect(page).toMatch(/<iframe title="Perennial" src="http:\/\/127\.0\.0\.1:9\/app\?embedded=1/);
  const script = await (await fetch(`${store.url}/app-bridge.js`)).text();
  expect(() => new Script(script)).not.toThrow();
  expect(script).toContain(store.url);
});
