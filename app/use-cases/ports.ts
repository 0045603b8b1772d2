/** What use cases are given by the composition root: stores, the clock, a log. */
import type * as earnTrialStore from "../adapters/postgres/earn-trial-store.server.ts";
import type { AccessStore } from "../adapters/postgres/access-store.server.ts";
import type * as comparisonStore from "../adapters/postgres/comparison-store.server.ts";
import type * as factStore from "../adapters/postgres/fact-store.server.ts";
import type * as importStore from "../adapters/postgres/import-store.server.ts";
import type * as forgottenStore from "../adapters/postgres/forgotten-store.server.ts";
import type * as explanationStore from "../adapters/postgres/explanation-store.server.ts";
import type * as inboxStore from "../adapters/postgres/inbox-store.server.ts";
import type * as ledgerStore from "../adapters/postgres/ledger-store.server.ts";
import type * as markStore from "../adapters/postgres/mark-store.server.ts";
import type * as memberHistoryStore from "../adapters/postgres/member-history-store.server.ts";
import type * as memberStore from "../adapters/postgres/member-store.server.ts";
import type * as parkedStore from "../adapters/postgres/parked-store.server.ts";
import type * as settingsStore from "../adapters/postgres/settings-store.server.ts";
import type * as reconciliationStore from "../adapters/postgres/reconciliation-store.server.ts";
import type * as settlementStore from "../adapters/postgres/settlement-store.server.ts";
import type * as shownStore from "../adapters/postgres/shown-store.server.ts";
import type * as teamLogStore from "../adapters/postgres/team-log-store.server.ts";
import type { ShopStore } from "../adapters/postgres/shop-store.server.ts";
import type { ShopId, ShopTransaction } from "../adapters/postgres/shop-transaction.server.ts";
import type { orderToAskFor, subjectOf } from "../adapters/shopify/delivery-subject.ts";
import type { maskBody } from "../adapters/shopify/mask-body.ts";
import type { OwnedMetafields, SetOutcome } from "../adapters/shopify/metafield-api.server.ts";
import type {
  memberMetafields,
  Metafield,
  programMetafield,
} from "../adapters/shopify/shown-metafields.ts";
import type { OrderSource } from "../adapters/shopify/order-listing.server.ts";
import type { readDelivery } from "../adapters/shopify/read-delivery.ts";
import type { OrderFacts } from "../domain/orders/order-facts.ts";
import type { Id } from "../domain/shared/ids.ts";
import type { Instant } from "../domain/shared/instant.ts";

export type { ShopId, ShopTransaction };

export type Log = {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
};

export type Stores = {
  /** A transaction that sees one shop. */
  inShop<T>(shopId: ShopId, work: (tx: ShopTransaction) => Promise<T>): Promise<T>;
  /** The same, read and decided again (at most 5 times) while others are faster. */
  inShopRetrying<T>(shopId: ShopId, work: (tx: ShopTransaction) => Promise<T>): Promise<T>;
  /** Reads of one shop that all see the same instant, for a proof or an export. */
  inSnapshot<T>(shopId: ShopId, work: (tx: ShopTransaction) => Promise<T>): Promise<T>;
  /** The shopper's state in one trip. */
  readMember(shopId: ShopId, customerId: Id): Promise<memberStore.MemberRead>;
  shops: ShopStore;
  access: AccessStore;
  inbox: typeof inboxStore;
  imports: typeof importStore;
  facts: typeof factStore;
  forgotten: typeof forgottenStore;
  settlements: typeof settlementStore;
  members: typeof memberStore;
  marks: typeof markStore;
  shown: typeof shownStore;
  ledger: typeof ledgerStore;
  reconciliations: typeof reconciliationStore;
  comparisons: typeof comparisonStore;
  trials: typeof earnTrialStore;
  settings: typeof settingsStore;
  parked: typeof parkedStore;
  team: typeof teamLogStore;
  memberHistory: typeof memberHistoryStore;
  explanations: typeof explanationStore;
  /** Whether an error of the database says "try again", not "this input is at fault". */
  isPassing(error: unknown): boolean;
};

export type Ports = {
  stores: Stores;
  /** The domain's `now`. */
  clock: () => Instant;
  log: Log;
  readDelivery: typeof readDelivery;
  /** The order as the Admin API knows it; null when it knows none of that id. */
  fetchOrder(shopDomain: string, orderId: Id): Promise<OrderFacts | null>;
  /** The shop's orders as Shopify lists them, at the pace that its answers allow. */
  orderSource(shopDomain: string): OrderSource;
  /** Subscribes the topics whose optional scope is granted; once more changes nothing. */
  subscribeOptionalTopics(shopDomain: string, scopes: readonly string[]): Promise<string[]>;
  metafields: MetafieldPort;
  deliveries: DeliveryPort;
};

/** What a person is told of a delivery beyond the facts in it. */
export type DeliveryPort = {
  /** The body as it arrived; null when it isn't there or its key isn't known. */
  open(
    shopId: ShopId,
    stored: { webhookId: string; keyId: string | null; body: Buffer | null },
  ): Buffer | null;
  subjectOf: typeof subjectOf;
  orderToAskFor: typeof orderToAskFor;
  maskBody: typeof maskBody;
  /** Topics that Shopify demands by law: nobody may set them aside. */
  isOwedByLaw(topic: string): boolean;
};

/** What the storefront reads from Shopify: its form, and setting it. */
export type MetafieldPort = {
  ofMember: typeof memberMetafields;
  ofProgram: typeof programMetafield;
  /** Newest entries of a member that are told of. */
  recentEntries: number;
  /** Equal for fields that say the same, whenever they were read. */
  hashOf(metafields: readonly Metafield[]): string;
  set(shopDomain: string, owned: readonly OwnedMetafields[]): Promise<SetOutcome>;
};
