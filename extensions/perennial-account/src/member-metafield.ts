import { MEMBER } from "./member.graphql.ts";
import { isObject, memberOf, type Member } from "./member.ts";

const CUSTOMER_ACCOUNT_API = "shopify://customer-account/api/2026-07/graphql.json";

/** What was written of the customer last; null where there is nothing, or nothing that can be read. */
export async function memberFromMetafield(): Promise<Member | null> {
  try {
    const response = await fetch(CUSTOMER_ACCOUNT_API, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ query: MEMBER }),
    });
    return memberOf(JSON.parse(valueIn(await response.json()) ?? "null"));
  } catch (error) {
    // The app is asked beside it, and either is enough.
    console.warn("Perennial: the member's metafield could not be read", error);
    return null;
  }
}

function valueIn(answer: unknown): string | null {
  let found: unknown = answer;
  for (const name of ["data", "customer", "metafield", "value"]) {
    if (!isObject(found)) return null;
    found = found[name];
  }
  return typeof found === "string" ? found : null;
}
