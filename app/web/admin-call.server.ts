/** Calls of the Admin API on behalf of a shop, with its offline token, by Shopify's own client. */
import type { AdminCall } from "../adapters/shopify/admin-api.server.ts";
import type { Shopify } from "./shopify.server.ts";

/** Throws when the shop has no token, when the API refuses, and when it answers with errors. */
export function adminCall(shopify: Shopify, shopDomain: string): AdminCall {
  return async (document, variables) => {
    const { admin } = await shopify.unauthenticated.admin(shopDomain);
    const response = await admin.graphql(document, { variables });
    const answer = (await response.json()) as { data?: unknown; errors?: unknown };
    if (answer.errors)
      throw new Error(`the Admin API refused: ${JSON.stringify(answer.errors).slice(0, 500)}`);
    return answer.data;
  };
}
