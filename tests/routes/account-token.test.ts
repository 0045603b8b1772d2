import { beforeAll, describe, expect, test } from "vitest";
import { startTestApp, type Answer, type TestApp } from "../support/app.ts";
import { accountClaims, accountToken, tokenOf } from "../support/account-token.ts";
import { PREVIOUS_SECRET } from "../support/signing.ts";

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ draining: false });
  await app.installed();
});

const now = (): number => Math.floor(Date.now() / 1_000);
const whole = (): string => tokenOf(accountClaims());

function ask(authorization: string | undefined, path = "/account/member"): Promise<Answer> {
  return app.send({ method: "GET", path, headers: { authorization } });
}

describe("a session token that is taken", () => {
  test.each([
    { why: "as Shopify makes it", token: whole },
    {
      why: "signed with the secret that is being replaced",
      token: () => tokenOf(accountClaims(), { secret: PREVIOUS_SECRET }),
    },
    {
      why: "which writes the shop as an address",
      token: () => tokenOf(accountClaims({ dest: "https://orchard.myshopify.com" })),
    },
    {
      why: "expired within what clocks may differ",
      token: () => tokenOf(accountClaims({ exp: now() - 5 })),
    },
    {
      why: "of a customer whose id is beyond 2^53",
      token: () => tokenOf(accountClaims({ sub: "gid://shopify/Customer/9007199254740993" })),
    },
  ])("$why", async ({ token }) => {
    expect((await ask(`Bearer ${token()}`)).status).toBe(200);
  });
});

describe("one that is refused with 401", () => {
  const [head = "", body = "", signature = ""] = whole().split(".");
  const encode = (value: object): string =>
    Buffer.from(JSON.stringify(value)).toString("base64url");
  const unsigned = (alg: string): string => `${encode({ alg, typ: "JWT" })}.${body}`;

  test.each([
    { why: "none", authorization: undefined, says: "Bearer" },
    { why: "not a Bearer", authorization: `Basic ${whole()}`, says: "Bearer" },
    { why: "not a JWT", authorization: "Bearer token", says: "signature" },
    { why: "four parts", authorization: `Bearer ${whole()}.x`, says: "signature" },
    { why: "no signature", authorization: `Bearer ${head}.${body}.`, says: "signature" },
    { why: "alg none", authorization: `Bearer ${unsigned("none")}.`, says: "signature" },
    {
      why: "alg none, and a signature of another token",
      authorization: `Bearer ${unsigned("none")}.${signature}`,
      says: "signature",
    },
    {
      why: "rightly signed, but by its own word with another algorithm",
      authorization: `Bearer ${tokenOf(accountClaims(), { head: { alg: "HS512" } })}`,
      says: "signature",
    },
    {
      why: "another secret",
      authorization: `Bearer ${tokenOf(accountClaims(), { secret: "another" })}`,
      says: "signature",
    },
    {
      why: "claims that were changed after signing",
      authorization: `Bearer ${head}.${encode(accountClaims({ sub: "gid://shopify/Customer/1" }))}.${signature}`,
      says: "signature",
    },
    {
      why: "made for another app",
      authorization: `Bearer ${tokenOf(accountClaims({ aud: "other-key" }))}`,
      says: "another app",
    },
    {
      why: "made for nobody",
      authorization: `Bearer ${tokenOf(accountClaims({ aud: undefined }))}`,
      says: "another app",
    },
    {
      why: "expired",
      authorization: `Bearer ${tokenOf(accountClaims({ exp: now() - 60 }))}`,
      says: "expired",
    },
    {
      why: "valid for ever",
      authorization: `Bearer ${tokenOf(accountClaims({ exp: undefined }))}`,
      says: "expired",
    },
    {
      why: "of a time to come",
      authorization: `Bearer ${tokenOf(accountClaims({ nbf: now() + 60 }))}`,
      says: "not valid yet",
    },
    {
      why: "of no shop",
      authorization: `Bearer ${tokenOf(accountClaims({ dest: "orchard.example.com" }))}`,
      says: "no shop",
    },
    {
      why: "a shop that only begins like one",
      authorization: `Bearer ${tokenOf(accountClaims({ dest: "orchard.myshopify.com/x" }))}`,
      says: "no shop",
    },
    {
      why: "nobody logged in",
      authorization: `Bearer ${tokenOf(accountClaims({ sub: undefined }))}`,
      says: "Log in",
    },
    {
      why: "a merchant's token",
      authorization: `Bearer ${tokenOf(accountClaims({ sub: "42" }))}`,
      says: "Log in",
    },
  ])("$why", async ({ authorization, says }) => {
    const answer = await ask(authorization);
    expect(answer.status).toBe(401);
    expect(answer.text).toContain(says);
    expect(answer.text).not.toContain("1001");
  });
});

test("a shop without the app is 404, whoever asks", async () => {
  const answer = await ask(`Bearer ${accountToken(1001, "elsewhere.myshopify.com")}`);
  expect(answer.status).toBe(404);
  expect(JSON.parse(answer.text)).toMatchObject({ error: { code: "shop-unknown" } });
});

describe("a browser on Shopify's pages", () => {
  test.each([
    { path: "/account/member", methods: "GET, OPTIONS" },
    { path: "/account/membership", methods: "POST, OPTIONS" },
    { path: "/account/orders/1", methods: "GET, OPTIONS" },
  ])("may ask $path with the token", async ({ path, methods }) => {
    const answer = await app.send({ method: "OPTIONS", path });
    expect(answer).toMatchObject({
      status: 204,
      text: "",
      headers: {
        "access-control-allow-origin": "*",
        "access-control-allow-methods": methods,
        "access-control-allow-headers": "Authorization, Content-Type",
      },
    });
  });

  test.each([
    { why: "an answer", authorization: `Bearer ${whole()}`, path: "/account/member" },
    { why: "a refusal", authorization: undefined, path: "/account/member" },
    { why: "nothing there", authorization: undefined, path: "/account/other" },
  ])("may read $why", async ({ authorization, path }) => {
    expect((await ask(authorization, path)).headers).toMatchObject({
      "access-control-allow-origin": "*",
      "cache-control": "no-store",
    });
  });

  test("a method that isn't there is 405 and says which are", async () => {
    const answer = await app.send({ method: "DELETE", path: "/account/member" });
    expect(answer).toMatchObject({ status: 405, headers: { allow: "GET, OPTIONS" } });
  });
});
