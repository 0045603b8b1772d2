/** Topics that need a scope which a merchant may grant later: subscribed once it is granted. */
import { z } from "zod";
import type { AdminCall } from "./admin-api.server.ts";
import { readAs } from "./payload-fields.ts";
import { SUBSCRIBE, SUBSCRIPTIONS } from "./subscription.graphql.ts";

const OPTIONAL_TOPICS = [{ topic: "CUSTOMERS_MERGE", scope: "read_customer_merge" }] as const;

const found = z.object({
  webhookSubscriptions: z.object({
    nodes: z.array(z.object({ topic: z.string(), uri: z.string() })),
  }),
});
const created = z.object({
  webhookSubscriptionCreate: z.object({ userErrors: z.array(z.object({ message: z.string() })) }),
});

/** Answers with the topics that were subscribed now. `uri`: where deliveries go. */
export async function subscribeOptionalTopics(
  call: AdminCall,
  scopes: readonly string[],
  uri: string,
): Promise<string[]> {
  const wanted = OPTIONAL_TOPICS.filter(({ scope }) => scopes.includes(scope)).map(
    ({ topic }) => topic,
  );
  if (wanted.length === 0) return [];
  const { nodes } = readAs(
    found,
    await call(SUBSCRIPTIONS, { topics: wanted }),
  ).webhookSubscriptions;
  const missing = wanted.filter(
    (topic) => !nodes.some((node) => node.topic === topic && node.uri === uri),
  );
  for (const topic of missing) {
    const answer = await call(SUBSCRIBE, { topic, webhookSubscription: { uri, format: "JSON" } });
    const [problem] = readAs(created, answer).webhookSubscriptionCreate.userErrors;
    if (problem) throw new Error(`${topic} could not be subscribed: ${problem.message}`);
  }
  return missing;
}
