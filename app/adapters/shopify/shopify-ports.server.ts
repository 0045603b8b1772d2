/** What use cases ask of Shopify's Admin API, by documents and readers; calls come from outside. */
import type { Ports } from "../../use-cases/ports.ts";
import { fetchOrder, type AdminCall } from "./admin-api.server.ts";
import type { AdminExchange } from "./admin-answer.ts";
import { namesOf, searchCustomers } from "./customer-api.server.ts";
import { hashOf, setMetafields } from "./metafield-api.server.ts";
import {
  grantedScopes,
  listSubscriptions,
  OPTIONAL_SCOPES,
  subscribe,
  topicsOf,
  unsubscribe,
} from "./optional-topics.ts";
import { orderSource } from "./order-listing.server.ts";
import { pacedCall, type Pace } from "./paced-call.server.ts";
import { productTitles } from "./product-api.server.ts";
import { memberMetafields, programMetafield, RECENT_ENTRIES } from "./shown-metafields.ts";

type Asked = Pick<
  Ports,
  | "fetchOrder"
  | "orderSource"
  | "scopes"
  | "subscriptions"
  | "metafields"
  | "customers"
  | "products"
>;

type Asking = {
  call: (shopDomain: string) => AdminCall;
  /** The answer with what it cost and what was wrong, waited for so long (ms). */
  exchange: (shopDomain: string, msMax?: number) => AdminExchange;
  pace: Pace;
  /** Required scopes, comma-separated. */
  scopes: string;
  /** Where webhooks are to be sent. */
  webhooks: string;
};

/** A page is shown without names rather than waiting longer for them (ms). */
const NAMES_MS_MAX = 5_000;
/** An order is explained by its products' numbers rather than later (ms). */
const TITLES_MS_MAX = 1_500;

export function askingShopify({ call, exchange, pace, scopes, webhooks }: Asking): Asked {
  return {
    fetchOrder: (shopDomain, orderId) => fetchOrder(call(shopDomain), orderId),
    orderSource: (shopDomain) => orderSource(pacedCall(exchange(shopDomain), pace)),
    scopes: { required: scopesOf(scopes), optional: OPTIONAL_SCOPES },
    subscriptions: {
      wantedBy: topicsOf,
      grantedScopes: (shopDomain) => grantedScopes(call(shopDomain)),
      list: (shopDomain) => listSubscriptions(call(shopDomain), webhooks),
      subscribe: (shopDomain, topic) => subscribe(call(shopDomain), topic, webhooks),
      unsubscribe: (shopDomain, each) => unsubscribe(call(shopDomain), each),
    },
    customers: {
      namesOf: (shop, ids) => namesOf(exchange(shop, NAMES_MS_MAX), ids),
      search: (shop, words, first) => searchCustomers(exchange(shop, NAMES_MS_MAX), words, first),
    },
    products: {
      titlesOf: (shop, ids) => productTitles(exchange(shop, TITLES_MS_MAX), ids),
    },
    metafields: {
      ofMember: memberMetafields,
      ofProgram: programMetafield,
      recentEntries: RECENT_ENTRIES,
      hashOf,
      set: (shopDomain, owned) => setMetafields(exchange(shopDomain), owned),
    },
  };
}

const scopesOf = (text: string): string[] => text.split(",").map((scope) => scope.trim());
