/** Calls of the Admin API on behalf of a shop, with its offline token, by Shopify's own client. */
import { GraphqlQueryError, HttpResponseError } from "@shopify/shopify-api";
import { SessionNotFoundError } from "@shopify/shopify-app-remix/server";
import type { AdminCall } from "../adapters/shopify/admin-api.server.ts";
import type { AdminExchange } from "../adapters/shopify/admin-answer.ts";
import { NoAccess } from "./access-watch.server.ts";
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
export function adminExchange(
  shopify: Shopify,
  shopDomain: string,
  answerMsMax = ANSWER_MS_MAX,
): AdminExchange {
  return async (document, variables) => {
    let used: string | undefined;
    // Renewing a token ends the one before it: a call with that one is made again with the new one.
    for (;;) {
      const began = new Date();
      const { admin, session } = await adminOf(shopify, shopDomain, began);
      try {
        const signal = AbortSignal.timeout(answerMsMax);
        const response = await admin.graphql(document, { variables, signal });
        shopify.access.answered(shopDomain);
        return (await response.json()) as Answer;
      } catch (error) {
        if (!isRefused(error)) return errorsIn(error);
        if (used !== undefined || !(await isReplaced(shopify, session))) {
          await shopify.access.refused(shopDomain, began, "Shopify refused the app's token");
          throw new NoAccess(
            "Shopify refused the access token: open the app in the shop's admin once",
            error,
          );
        }
        used = session.accessToken;
      }
    }
  };
}

type Session = Awaited<ReturnType<Shopify["unauthenticated"]["admin"]>>["session"];

async function isReplaced(shopify: Shopify, { id, accessToken }: Session): Promise<boolean> {
  const stored = await shopify.sessionStorage.loadSession(id);
  return stored?.accessToken !== undefined && stored.accessToken !== accessToken;
}

const isRefused = (error: unknown): boolean =>
  error instanceof HttpResponseError && (error.response as { code: number }).code === 401;

/** Says what to do where the library says what it looked for. */
async function adminOf(shopify: Shopify, shopDomain: string, began: Date) {
  try {
    return await shopify.unauthenticated.admin(shopDomain);
  } catch (error) {
    // A token that Shopify won't renew is told by a response thrown, as routes are used to.
    if (error instanceof Response) {
      await shopify.access.notRenewed(shopDomain);
      throw new Error(`Shopify answered ${error.status}`);
    }
    if (!(error instanceof SessionNotFoundError)) throw error;
    await shopify.access.refused(shopDomain, began, "there is no access token");
    throw new NoAccess("there is no access token: open the app in the shop's admin once", error);
  }
}

type Answer = Awaited<ReturnType<AdminExchange>>;

/** Shopify's client throws an answer that has errors; what was answered stands in the error's body. */
function errorsIn(error: unknown): Answer {
  if (!(error instanceof GraphqlQueryError)) throw error;
  const { data, errors, extensions } = (error.body ?? {}) as {
    data?: unknown;
    errors?: { graphQLErrors?: unknown };
    extensions?: unknown;
  };
  if (!errors?.graphQLErrors) throw error;
  return { data, errors: errors.graphQLErrors, extensions };
}
