import { makeSessionToken } from "../oauth/session-token.ts";
import { embeddedUrl } from "../oauth/admin-page.ts";
import { isAdminLocale, staffMember } from "../oauth/staff.ts";
import { LOGIN_COOKIE, loginValue } from "../proxy/login.ts";
import { findCustomer } from "../shop/commands/find.ts";
import { isKnownTopic } from "../webhooks/topics.ts";
import { readFields, readList, readText } from "../wire/fields.ts";
import { gid, readId } from "../wire/gid.ts";
import { Refusal } from "../wire/refusal.ts";
import { idNumber } from "../wire/json.ts";
import type { ControlRequest, ControlRoute } from "./router.ts";

function login(request: ControlRequest) {
  const { shop, keys } = request.context;
  const body = readFields(request.body, "the login");
  const wanted = body["customerId"];
  if (wanted === null)
    return { body: { cookie: null }, cookie: `${LOGIN_COOKIE}=; Path=/; Max-Age=0` };
  const customer = findCustomer(shop.state, readId(wanted, "customerId"));
  const cookie = `${LOGIN_COOKIE}=${loginValue(customer.id, keys.apiSecret)}`;
  return {
    body: { cookie, customerId: gid("Customer", customer.id) },
    cookie: `${cookie}; Path=/; HttpOnly; SameSite=Lax`,
  };
}

function install(request: ControlRequest) {
  const { shop, clock, configuration } = request.context;
  shop.execute({ kind: "app.install", at: clock.now(), scopes: configuration.scopes });
  return { body: shop.state.installation };
}

function uninstall(request: ControlRequest) {
  const { shop, clock } = request.context;
  shop.execute({ kind: "app.uninstall", at: clock.now() });
  return { body: shop.state.installation };
}

function changeScopes(request: ControlRequest) {
  const { shop, clock, configuration } = request.context;
  const body = readFields(request.body, "the scopes");
  const asked = (name: string) => readList(body[name], name).map(String);
  const known = [...configuration.scopes, ...configuration.optionalScopes];
  const strange = [...asked("grant"), ...asked("revoke")].find((scope) => !known.includes(scope));
  if (strange !== undefined)
    throw new Refusal(422, `the app's configuration does not name the scope ${strange}`);
  const revoked = asked("revoke");
  const required = revoked.find((scope) => configuration.scopes.includes(scope));
  if (required !== undefined)
    throw new Refusal(422, `${required} is required: only optional scopes can be revoked`);
  const scopes = [...new Set([...shop.state.installation.scopes, ...asked("grant")])].filter(
    (scope) => !revoked.includes(scope),
  );
  shop.execute({ kind: "app.scopes", at: clock.now(), scopes });
  return { body: shop.state.installation };
}

function sessionToken(request: ControlRequest) {
  const { shop, keys } = request.context;
  return {
    body: {
      token: makeSessionToken(keys, {
        shop: shop.state.info.domain,
        userId: staffMember(request.query.get("staff")).id,
      }),
    },
  };
}

/** The address that the admin would open in its frame: for tests and scripts that have no browser. */
function embedded(request: ControlRequest) {
  const { shop, keys, appUrl } = request.context;
  const path = request.query.get("path") ?? "/app";
  const staff = staffMember(request.query.get("staff"));
  const asked = request.query.get("locale") ?? staff.locale;
  if (!isAdminLocale(asked)) throw new Refusal(422, `The admin has no language ${asked}`);
  const { domain } = shop.state.info;
  return { body: { url: embeddedUrl({ keys, shop: domain, appUrl, path, staff, locale: asked }) } };
}

function sendWebhook(request: ControlRequest) {
  const body = readFields(request.body, "the webhook");
  const topic = readText(body["topic"], "topic") ?? "";
  if (!isKnownTopic(topic))
    throw new Refusal(422, `topic ${JSON.stringify(topic)} is unknown to the dev store`);
  const text = readText(body["text"], "text") ?? JSON.stringify(body["payload"] ?? {});
  const { shop, clock } = request.context;
  shop.execute({ kind: "webhook.send", at: clock.now(), topic, text });
  return { status: 202, body: { topic } };
}

/** All subscriptions: those of the configuration, and those that the Admin API made. */
const showSubscriptions = ({ context }: ControlRequest) => ({
  subscriptions: context.shop.state.subscriptions.map((subscription) => ({
    id: gid("WebhookSubscription", subscription.id),
    topic: subscription.topic,
    uri: subscription.uri,
    origin: subscription.origin,
  })),
});

/** As though Shopify had given the subscription up after failed deliveries; those of the configuration stay. */
function dropSubscriptions(request: ControlRequest) {
  const { shop, clock } = request.context;
  const topic = readText(readFields(request.body, "the subscription")["topic"], "topic") ?? "";
  const found = shop.state.subscriptions.filter(
    (subscription) => subscription.origin === "api" && subscription.topic === topic,
  );
  if (found.length === 0)
    throw new Refusal(404, `the Admin API made no subscription of ${JSON.stringify(topic)}`);
  for (const { id } of found) shop.execute({ kind: "subscription.delete", at: clock.now(), id });
  return { body: showSubscriptions(request) };
}

/** As though Shopify had ended every token of the app while it stays installed. */
function revokeTokens(request: ControlRequest) {
  const { shop, clock } = request.context;
  const tokens = [...shop.state.tokens.keys()];
  for (const token of tokens) shop.execute({ kind: "token.revoke", at: clock.now(), token });
  return { body: { revoked: tokens.length } };
}

/** The privacy webhooks, with the payloads that Shopify would make. */
function compliance(request: ControlRequest) {
  const { shop, clock } = request.context;
  const topic = `${request.parts[0] ?? ""}/${request.parts[1] ?? ""}`;
  const { info } = shop.state;
  const base = { shop_id: idNumber(info.id), shop_domain: info.domain };
  let payload: unknown = base;
  if (topic !== "shop/redact") {
    const body = readFields(request.body, "the request");
    const customer = findCustomer(shop.state, readId(body["customerId"], "customerId"));
    const orders = [...shop.state.orders.values()].filter(
      (order) => order.customerId === customer.id,
    );
    const ids = orders.map((order) => idNumber(order.id));
    const about = {
      ...base,
      customer: { id: idNumber(customer.id), email: customer.email, phone: customer.phone },
    };
    payload =
      topic === "customers/redact"
        ? { ...about, orders_to_redact: ids }
        : { ...about, orders_requested: ids, data_request: { id: 9999 } };
  }
  shop.execute({ kind: "webhook.send", at: clock.now(), topic, text: JSON.stringify(payload) });
  return { status: 202, body: { topic } };
}

export const APP_ROUTES: readonly ControlRoute[] = [
  {
    method: "POST",
    path: "/control/login",
    does: "logs {customerId} in to the storefront (null: out); answers the cookie",
    answer: login,
  },
  {
    method: "GET",
    path: "/control/app",
    does: "the installation and its scopes",
    answer: ({ context }) => ({ body: context.shop.state.installation }),
  },
  {
    method: "POST",
    path: "/control/app/install",
    does: "installs the app with its required scopes",
    answer: install,
  },
  { method: "POST", path: "/control/app/uninstall", does: "uninstalls the app", answer: uninstall },
  {
    method: "POST",
    path: "/control/app/scopes",
    does: "{grant: [...], revoke: [...]} optional scopes",
    answer: changeScopes,
  },
  {
    method: "GET",
    path: "/control/app/subscriptions",
    does: "webhook subscriptions: of the app's configuration and of the Admin API",
    answer: (request) => ({ body: showSubscriptions(request) }),
  },
  {
    method: "POST",
    path: "/control/app/subscriptions/drop",
    does: "{topic}: drops what the Admin API subscribed, as after too many failed deliveries",
    answer: dropSubscriptions,
  },
  {
    method: "POST",
    path: "/control/app/tokens/revoke",
    does: "ends every token of the app, which stays installed",
    answer: revokeTokens,
  },
  {
    method: "GET",
    path: "/control/session-token",
    does: "a session token as App Bridge would give; ?staff=",
    answer: sessionToken,
  },
  {
    method: "GET",
    path: "/control/embedded-url",
    does: "the signed address of the app as the admin opens it; ?path=&locale=&staff=",
    answer: embedded,
  },
  {
    method: "POST",
    path: "/control/webhooks",
    does: "sends {topic, payload} (or text: JSON with exact ids) to the subscriptions of the topic",
    answer: sendWebhook,
  },
  ...(["customers/data_request", "customers/redact", "shop/redact"] as const).map(
    (topic): ControlRoute => ({
      method: "POST",
      path: `/control/compliance/${topic}`,
      does: topic === "shop/redact" ? "sends shop/redact" : `sends ${topic} for {customerId}`,
      answer: (request) => compliance({ ...request, parts: topic.split("/") }),
    }),
  ),
];
