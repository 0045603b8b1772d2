/** What use cases are given by the composition root: stores, the clock, a log. */
import type * as earnTrialStore from "../adapters/postgres/earn-trial-store.server.ts";
import type { AccessStore } from "../adapters/postgres/access-store.server.ts";
import type * as comparisonStore from "../adapters/postgres/comparison-store.server.ts";
import type * as factStore from "../adapters/postgres/fact-store.server.ts";
import type { Block, Position } from "../adapters/shopify/history-blocks.server.ts";
import type * as historyStore from "../adapters/postgres/history-store.server.ts";
import type * as figureStore from "../adapters/postgres/figure-store.server.ts";
import type * as homeStore from "../adapters/postgres/home-store.server.ts";
import type * as importStore from "../adapters/postgres/import-store.server.ts";
import type * as forgottenStore from "../adapters/postgres/forgotten-store.server.ts";
import type * as explanationStore from "../adapters/postgres/explanation-store.server.ts";
import type * as inboxStore from "../adapters/postgres/inbox-store.server.ts";
import type * as ledgerStore from "../adapters/postgres/ledger-store.server.ts";
import type * as markStore from "../adapters/postgres/mark-store.server.ts";
import type * as memberHistoryStore from "../adapters/postgres/member-history-store.server.ts";
import type * as memberListStore from "../adapters/postgres/member-list-store.server.ts";
import type * as memberStore from "../adapters/postgres/member-store.server.ts";
import type * as nameStore from "../adapters/postgres/name-store.server.ts";
import type { SealedName } from "../adapters/postgres/name-store.server.ts";
import type * as privacyListStore from "../adapters/postgres/privacy-list-store.server.ts";
import type * as parkedStore from "../adapters/postgres/parked-store.server.ts";
import type * as customerFileStore from "../adapters/postgres/customer-file-store.server.ts";
import type * as privacyStore from "../adapters/postgres/privacy-store.server.ts";
import type * as settingsStore from "../adapters/postgres/settings-store.server.ts";
import type * as reconciliationStore from "../adapters/postgres/reconciliation-store.server.ts";
import type * as settlementStore from "../adapters/postgres/settlement-store.server.ts";
import type * as shownStore from "../adapters/postgres/shown-store.server.ts";
import type * as teamLogStore from "../adapters/postgres/team-log-store.server.ts";
import type * as savedFilterStore from "../adapters/postgres/saved-filter-store.server.ts";
import type { ShopStore } from "../adapters/postgres/shop-store.server.ts";
import type { ShopId, ShopTransaction } from "../adapters/postgres/shop-transaction.server.ts";
import type {
  CustomerName,
  CustomersFound,
  NamesRead,
} from "../adapters/shopify/customer-api.server.ts";
import type { Eraser } from "../adapters/postgres/eraser.server.ts";
import type { isAbout } from "../adapters/shopify/delivery-names.ts";
import type { contentHash } from "../adapters/shopify/order-payload.server.ts";
import type { orderToAskFor, subjectOf } from "../adapters/shopify/delivery-subject.ts";
import type { maskBody } from "../adapters/shopify/mask-body.ts";
import type {
  Prepared,
  RefundsAnswer,
  WantedRefund,
} from "../adapters/shopify/bulk-history.server.ts";
import type { assembleOrder } from "../adapters/shopify/bulk-lines.server.ts";
import type { OwnedMetafields, SetOutcome } from "../adapters/shopify/metafield-api.server.ts";
import type {
  memberMetafields,
  Metafield,
  programMetafield,
} from "../adapters/shopify/shown-metafields.ts";
import type { Subscribed } from "../adapters/shopify/optional-topics.ts";
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
  history: typeof historyStore;
  facts: typeof factStore;
  forgotten: typeof forgottenStore;
  settlements: typeof settlementStore;
  members: typeof memberStore;
  memberList: typeof memberListStore;
  filters: typeof savedFilterStore;
  names: typeof nameStore;
  marks: typeof markStore;
  shown: typeof shownStore;
  ledger: typeof ledgerStore;
  reconciliations: typeof reconciliationStore;
  comparisons: typeof comparisonStore;
  trials: typeof earnTrialStore;
  figures: typeof figureStore;
  home: typeof homeStore;
  settings: typeof settingsStore;
  parked: typeof parkedStore;
  privacy: typeof privacyStore;
  customerFile: typeof customerFileStore;
  privacyList: typeof privacyListStore;
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
  /** Permissions: those that the app can't do without, and those that a feature asks for. */
  scopes: {
    required: readonly string[];
    optional: readonly { scope: string; topic: string | null }[];
  };
  subscriptions: SubscriptionPort;
  metafields: MetafieldPort;
  customers: CustomerPort;
  products: ProductPort;
  nameSeal: NameSealing;
  history: HistoryPort;
  deliveries: DeliveryPort;
  /** What the law asks to be forgotten, by a role of its own. */
  eraser: Eraser;
  /** Of what is kept of a snapshot. */
  contentHash: typeof contentHash;
};

/** What a person is told of a delivery beyond the facts in it. */
export type DeliveryPort = {
  /** The body as it arrived; null when it isn't there or its key isn't known. */
  open(
    shopId: ShopId,
    stored: { webhookId: string; keyId: string | null; body: Buffer | null },
  ): Buffer | null;
  subjectOf: typeof subjectOf;
  isAbout: typeof isAbout;
  orderToAskFor: typeof orderToAskFor;
  maskBody: typeof maskBody;
  /** Topics that Shopify demands by law: nobody may set them aside. */
  isOwedByLaw(topic: string): boolean;
};

/** Who customers are, live at Shopify; neither throws for what Shopify does. */
export type CustomerPort = {
  /** Of at most 250. */
  namesOf(shopDomain: string, customerIds: readonly Id[]): Promise<NamesRead>;
  /** `words` in Shopify's search syntax. */
  search(shopDomain: string, words: string, first: number): Promise<CustomersFound>;
};

/** What products are called, live; doesn't throw for what Shopify does. */
export type ProductPort = {
  /** Of at most 250; absent where it isn't known. */
  titlesOf(shopDomain: string, productIds: readonly Id[]): Promise<Map<Id, string>>;
};

/** Names at rest, where the merchant wants them kept. */
export type NameSealing = {
  seal(shopId: ShopId, customerId: Id, name: CustomerName): SealedName;
  /** Null when it was sealed under a key that is gone. */
  open(shopId: ShopId, sealed: SealedName): CustomerName | null;
};

/** Webhook subscriptions made by the Admin API, of topics whose scope is optional. */
export type SubscriptionPort = {
  /** The topics that these scopes allow. */
  wantedBy(scopes: readonly string[]): string[];
  /** What the shop grants now. */
  grantedScopes(shopDomain: string): Promise<string[]>;
  list(shopDomain: string): Promise<Subscribed[]>;
  subscribe(shopDomain: string, topic: string): Promise<void>;
  unsubscribe(shopDomain: string, subscription: Subscribed): Promise<void>;
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

/** A shop's past as Shopify prepares it, or as a file has it. */
export type HistoryPort = {
  /** Whether the shop can be asked at all: it has a token. */
  canAsk(shopDomain: string): Promise<boolean>;
  askForAll(shopDomain: string): Promise<{ operationId: string } | "busy">;
  lookAt(shopDomain: string, operationId: string): Promise<Prepared>;
  /** From a path or an address; throws `HistoryGone` when it isn't there. */
  blocks(file: string, from: Position): AsyncGenerator<Block, void>;
  assemble: typeof assembleOrder;
  refunds(shopDomain: string, wanted: readonly WantedRefund[]): Promise<RefundsAnswer>;
};
