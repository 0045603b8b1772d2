/** After scopes were granted: the topics that need them. A refusal is logged and tried at the next opening. */
import type { Ports } from "./ports.ts";

export async function subscribeOptionalTopics(
  ports: Ports,
  shopDomain: string,
  scopes: readonly string[],
): Promise<void> {
  try {
    const topics = await ports.subscribeOptionalTopics(shopDomain, scopes);
    if (topics.length > 0)
      ports.log.info({ shop: shopDomain, topics }, "optional topics subscribed");
  } catch (error) {
    ports.log.warn({ shop: shopDomain, error }, "optional topics could not be subscribed");
  }
}
