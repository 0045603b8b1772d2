/**
 * Subscriptions made by the Admin API: of topics whose scope a merchant may grant later. Shopify drops
 * one after eight deliveries in a row failed; those of shopify.app.toml stay and aren't listed.
 */
import { z } from "zod";
import type { AdminCall } from "./admin-api.server.ts";
import { readAs } from "./payload-fields.ts";
import { GRANTED_SCOPES, SUBSCRIBE, SUBSCRIPTIONS, UNSUBSCRIBE } from "./subscription.graphql.ts";

export const OPTIONAL_TOPICS = [
  { topic: "CUSTOMERS_MERGE", scope: "read_customer_merge" },
] as const;

/** Optional permissions that something in the app makes use of today, with the topic that they open. */
export const OPTIONAL_SCOPES: readonly { scope: string; topic: string | null }[] = [
  { scope: "read_all_orders", topic: null },
  ...OPTIONAL_TOPICS,
];

export type Subscribed = { id: string; topic: string };

const listed = z.object({
  webhookSubscriptions: z.object({
    nodes: z.array(z.object({ id: z.string(), topic: z.string(), uri: z.string() })),
  }),
});
const installation = z.object({
  currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
});
const userErrors = z.array(z.object({ message: z.string() }));
const created = z.object({ webhookSubscriptionCreate: z.object({ userErrors }) });
const deleted = z.object({ webhookSubscriptionDelete: z.object({ userErrors }) });

/** The topics that these scopes allow. */
export function topicsOf(scopes: readonly string[]): string[] {
  return OPTIONAL_TOPICS.filter(({ scope }) => scopes.includes(scope)).map(({ topic }) => topic);
}

/** What the shop grants now, whatever was told of it before. */
export async function grantedScopes(call: AdminCall): Promise<string[]> {
  const { currentAppInstallation } = readAs(installation, await call(GRANTED_SCOPES, {}));
  return currentAppInstallation.accessScopes.map(({ handle }) => handle);
}

/** What stands at Shopify of the optional topics, as far as it delivers to `uri`. */
export async function listSubscriptions(call: AdminCall, uri: string): Promise<Subscribed[]> {
  const topics = OPTIONAL_TOPICS.map(({ topic }) => topic);
  const { nodes } = readAs(listed, await call(SUBSCRIPTIONS, { topics })).webhookSubscriptions;
  return nodes.filter((node) => node.uri === uri).map(({ id, topic }) => ({ id, topic }));
}

export async function subscribe(call: AdminCall, topic: string, uri: string): Promise<void> {
  const answer = await call(SUBSCRIBE, { topic, webhookSubscription: { uri, format: "JSON" } });
  const [problem] = readAs(created, answer).webhookSubscriptionCreate.userErrors;
  if (problem) throw new Error(`${topic} could not be subscribed: ${problem.message}`);
}

export async function unsubscribe(call: AdminCall, { id, topic }: Subscribed): Promise<void> {
  const answer = await call(UNSUBSCRIBE, { id });
  const [problem] = readAs(deleted, answer).webhookSubscriptionDelete.userErrors;
  if (problem) throw new Error(`${topic} could not be unsubscribed: ${problem.message}`);
}
