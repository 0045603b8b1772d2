import type { Subscription } from "../../shop/records.ts";
import { graphqlTime } from "../../shop/timestamps.ts";
import { grants } from "../../oauth/tokens.ts";
import { gid, idOfGid } from "../../wire/gid.ts";
import { enumOfTopic, scopeOfTopic, topicOfEnum } from "../../webhooks/topics.ts";
import { connection, type PageArguments } from "../connection.ts";
import type { ApiContext } from "../context.ts";
import { notImplemented } from "../errors.ts";
import { source, type Arguments, type TypeResolvers } from "./resolver.ts";

export const subscriptionResolvers: TypeResolvers<Subscription> = {
  id: (subscription) => gid("WebhookSubscription", subscription.id),
  legacyResourceId: (subscription) => subscription.id,
  topic: (subscription) => enumOfTopic(subscription.topic),
  uri: (subscription) => subscription.uri,
  name: (subscription) => subscription.name,
  filter: (subscription) => subscription.filter,
  format: () => "JSON",
  includeFields: (subscription) => subscription.includeFields,
  metafieldNamespaces: () => [],
  apiVersion: (subscription) => ({
    handle: subscription.apiVersion,
    displayName: subscription.apiVersion,
    supported: true,
  }),
  createdAt: (subscription) => graphqlTime(subscription.createdAt),
  updatedAt: (subscription) => graphqlTime(subscription.createdAt),
};

/** Subscriptions of the app's configuration file are not listed, as at Shopify. */
const made = (context: ApiContext): Subscription[] =>
  context.shop.state.subscriptions.filter((subscription) => subscription.origin === "api");

export function webhookSubscriptions(context: ApiContext, args: Arguments) {
  const topics = args["topics"] as string[] | null | undefined;
  const found = made(context).filter(
    (subscription) =>
      (topics ?? null) === null || topics?.includes(enumOfTopic(subscription.topic)) === true,
  );
  return connection(
    found.map((subscription) => source("WebhookSubscription", subscription)),
    args as PageArguments,
    ({ value }) => ({ key: value.createdAt, id: value.id }),
  );
}

const refused = (field: string[], message: string) => ({
  webhookSubscription: null,
  userErrors: [{ field, message }],
});

export function webhookSubscriptionCreate(context: ApiContext, args: Arguments) {
  const input = args["webhookSubscription"] as {
    uri?: string | null;
    callbackUrl?: string | null;
    name?: string | null;
    includeFields?: string[] | null;
    filter?: string | null;
  };
  const name = String(args["topic"]);
  const topic = topicOfEnum(name);
  if (topic === null) throw notImplemented(`the webhook topic ${name}`);
  const scope = scopeOfTopic(topic);
  if (scope !== null && !grants(context.scopes, scope))
    return refused(
      ["webhookSubscription", "topic"],
      `This app needs the ${scope} access scope for ${topic}.`,
    );
  const uri = input.uri ?? input.callbackUrl;
  if (uri === undefined || uri === null || uri === "")
    return refused(["webhookSubscription", "uri"], "Address can't be blank");
  if ((input.filter ?? "") !== "") throw notImplemented("filters of webhook subscriptions");
  if (made(context).some((known) => known.topic === topic && known.uri === uri))
    return refused(["webhookSubscription", "uri"], "Address for this topic has already been taken");
  const id = context.shop.execute({
    kind: "subscription.create",
    at: context.clock.now(),
    subscription: {
      topic,
      uri,
      name: input.name ?? null,
      includeFields: input.includeFields ?? [],
      filter: null,
      apiVersion: context.apiVersion,
      origin: "api",
    },
  });
  const created = made(context).find((subscription) => subscription.id === id);
  return {
    webhookSubscription: created === undefined ? null : source("WebhookSubscription", created),
    userErrors: [],
  };
}

export function webhookSubscriptionDelete(context: ApiContext, args: Arguments) {
  const id = idOfGid(String(args["id"]), "WebhookSubscription");
  if (id === null || !made(context).some((subscription) => subscription.id === id)) {
    return {
      deletedWebhookSubscriptionId: null,
      userErrors: [{ field: ["id"], message: "Webhook subscription does not exist" }],
    };
  }
  context.shop.execute({ kind: "subscription.delete", at: context.clock.now(), id });
  return { deletedWebhookSubscriptionId: args["id"], userErrors: [] };
}
