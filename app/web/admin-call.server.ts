/** Calls of the Admin API on behalf of a shop, with its offline token, by Shopify's own client. */
import { GraphqlQueryError } from "@shopify/shopify-api";
import type { AdminCall } from "../adapters/shopify/admin-api.server.ts";
import type { AdminExchange } from "../adapters/shopify/admin-answer.ts";
import type { Shopify } from "./shopify.server.ts";

/** An answer that takes longer (ms) isn't waited for: what it did is not known then. */
const ANSWER_MS_MAX = 10_000;

/** Throws when the shop has no token, when the API refuses, and when it answers with errors. */
export function adminCall(shopify: Shopify, shopDomain: string): AdminCall {
  const exchange = adminExchange(shopify, shopDomain);
  return async (document, variables) => {
    const { data, errors } = await exchange(document, variables);
    if (errors) throw new Error(`the Admin API refused: ${JSON.stringify(errors).slice(0, 500)}`);
    return data;
  };
}

/** The same, for whoever needs to know what the call cost and what was wrong: the answer as it came. */
export function adminExchange(shopify: Shopify, shopDomain: string): AdminExchange {
  return async (document, variables) => {
    const { admin } = await shopify.unauthenticated.admin(shopDomain);
    try {
      const signal = AbortSignal.timeout(ANSWER_MS_MAX);
      const response = await admin.graphql(document, { variables, signal });
      return (await response.json()) as Answer;
    } catch (error) {
      return errorsIn(error);
    }
  };
}

type Answer = Awaited<ReturnType<AdminExchange>>;

/** Shopify's client throws an answer that has errors; what was answered stands in the error's body. */
function errorsIn(error: unknown): Answer {
  if (!(error instanceof GraphqlQueryError)) throw error;
  const { errors, extensions } = (error.body ?? {}) as {
    errors?: { graphQLErrors?: unknown };
    extensions?: unknown;
  };
  if (!errors?.graphQLErrors) throw error;
  return { errors: errors.graphQLErrors, extensions };
}
