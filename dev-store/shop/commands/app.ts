import { gid } from "../../wire/gid.ts";
import { Refusal } from "../../wire/refusal.ts";
import type { Subscription } from "../records.ts";
import type { Change } from "../state.ts";
import type { Decide } from "./command.ts";

export const installApp: Decide<"app.install"> = (shop, command) => {
  if (shop.state.installation.installed) throw new Refusal(422, "the app is installed already");
  const value = {
    installed: true,
    scopes: command.scopes,
    installedAt: command.at,
    everInstalled: true,
  };
  return { changes: [{ put: "installation", value }], events: [], id: null };
};

export const changeScopes: Decide<"app.scopes"> = (shop, command) => {
  const { installation, info } = shop.state;
  if (!installation.installed) throw new Refusal(422, "the app is not installed");
  const payload = {
    id: 1,
    shop_id: `gid://shopify/Shop/${info.id}`,
    previous: installation.scopes,
    current: command.scopes,
    updated_at: new Date(command.at).toISOString(),
  };
  // A token means what the installation grants at the time of the call, so tokens need no change.
  return {
    changes: [{ put: "installation", value: { ...installation, scopes: command.scopes } }],
    events: [{ topic: "app/scopes_update", subject: { of: "payload", payload } }],
    id: null,
  };
};

/** Tokens, app data and subscriptions of the Admin API go with the app; `app/uninstalled` is the last it hears. */
export const uninstallApp: Decide<"app.uninstall"> = (shop) => {
  if (!shop.state.installation.installed) throw new Refusal(422, "the app is not installed");
  return {
    changes: [
      {
        put: "installation",
        value: { installed: false, scopes: [], installedAt: null, everInstalled: true },
      },
      { drop: "tokens" },
      { drop: "metafields", ownerGid: gid("AppInstallation", shop.state.info.id) },
      {
        put: "subscriptions",
        value: shop.state.subscriptions.filter(
          (subscription) => subscription.origin === "configuration",
        ),
      },
    ],
    events: [{ topic: "app/uninstalled", subject: { of: "shop" } }],
    id: null,
  };
};

export const changeShop: Decide<"shop.change"> = (shop, command) => ({
  changes: [
    {
      put: "info",
      value: {
        ...shop.state.info,
        name: command.name ?? shop.state.info.name,
        email: command.email ?? shop.state.info.email,
        updatedAt: command.at,
      },
    },
  ],
  events: [{ topic: "shop/update", subject: { of: "shop" } }],
  id: shop.state.info.id,
});

export const configureSubscriptions: Decide<"subscriptions.configure"> = (shop, command) => {
  const made = command.subscriptions.map((subscription): Subscription => ({
    ...subscription,
    id: shop.ids.take("subscription"),
    createdAt: command.at,
  }));
  const kept = shop.state.subscriptions.filter((subscription) => subscription.origin === "api");
  return { changes: [{ put: "subscriptions", value: [...made, ...kept] }], events: [], id: null };
};

export const createSubscription: Decide<"subscription.create"> = (shop, command) => {
  const subscription: Subscription = {
    ...command.subscription,
    id: shop.ids.take("subscription"),
    createdAt: command.at,
  };
  const value = [...shop.state.subscriptions, subscription];
  return { changes: [{ put: "subscriptions", value }], events: [], id: subscription.id };
};

export const deleteSubscription: Decide<"subscription.delete"> = (shop, command) => {
  const value = shop.state.subscriptions.filter(
    (subscription) => subscription.id !== command.id || subscription.origin !== "api",
  );
  if (value.length === shop.state.subscriptions.length)
    throw new Refusal(404, `There is no webhook subscription ${command.id}`);
  return { changes: [{ put: "subscriptions", value }], events: [], id: command.id };
};

export const issueToken: Decide<"token.issue"> = (_shop, command) => {
  const changes: Change[] = [{ put: "token", value: command.token }];
  if (command.replaces !== undefined) changes.push({ drop: "token", id: command.replaces });
  return { changes, events: [], id: null };
};

export const revokeToken: Decide<"token.revoke"> = (_shop, command) => ({
  changes: [{ drop: "token", id: command.token }],
  events: [],
  id: null,
});

export const sendWebhook: Decide<"webhook.send"> = (_shop, command) => ({
  changes: [],
  events: [{ topic: command.topic, subject: { of: "text", text: command.text } }],
  id: null,
});
