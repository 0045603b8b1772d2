import type {
  AccessToken,
  Collection,
  Customer,
  Metafield,
  Order,
  Product,
  ShopInfo,
  Subscription,
} from "./records.ts";

export interface Installation {
  installed: boolean;
  scopes: readonly string[];
  installedAt: number | null;
  /** A shop that uninstalled the app doesn't get it back by a restart. */
  everInstalled: boolean;
}

/** Everything the shop knows at an instant. Only `applyChanges` writes to it. */
export interface ShopState {
  info: ShopInfo;
  installation: Installation;
  customers: Map<string, Customer>;
  products: Map<string, Product>;
  collections: Map<string, Collection>;
  orders: Map<string, Order>;
  /** By owner, then by `namespace.key`. */
  metafields: Map<string, Map<string, Metafield>>;
  subscriptions: readonly Subscription[];
  tokens: Map<string, AccessToken>;
  /** What the merchant changed in the theme: a file's text by its path, read before the theme's own. */
  themeFiles: Map<string, string>;
  nextOrderNumber: number;
  nextId: number;
  largeIds: boolean;
}

export type Change =
  | { put: "info"; value: ShopInfo }
  | { put: "installation"; value: Installation }
  | { put: "customer"; value: Customer }
  | { put: "product"; value: Product }
  | { put: "collection"; value: Collection }
  | { put: "order"; value: Order }
  | { put: "metafield"; value: Metafield }
  | { put: "subscriptions"; value: readonly Subscription[] }
  | { put: "token"; value: AccessToken }
  | { put: "nextOrderNumber"; value: number }
  | { put: "themeFile"; file: string; text: string }
  | { drop: "themeFile"; file: string }
  | { drop: "customer" | "product" | "collection" | "order" | "token"; id: string }
  | { drop: "metafield"; ownerGid: string; name: string }
  | { drop: "tokens" };

export function emptyState(info: ShopInfo, largeIds: boolean): ShopState {
  return {
    info,
    installation: { installed: false, scopes: [], installedAt: null, everInstalled: false },
    customers: new Map(),
    products: new Map(),
    collections: new Map(),
    orders: new Map(),
    metafields: new Map(),
    subscriptions: [],
    tokens: new Map(),
    themeFiles: new Map(),
    nextOrderNumber: 1001,
    nextId: 1,
    largeIds,
  };
}

const KEPT = {
  customer: "customers",
  product: "products",
  collection: "collections",
  order: "orders",
  token: "tokens",
} as const;

function applyDrop(state: ShopState, change: Extract<Change, { drop: string }>): void {
  if (change.drop === "tokens") state.tokens.clear();
  else if (change.drop === "themeFile") state.themeFiles.delete(change.file);
  else if (change.drop === "metafield") state.metafields.get(change.ownerGid)?.delete(change.name);
  else state[KEPT[change.drop]].delete(change.id);
}

export function applyChanges(state: ShopState, changes: readonly Change[]): void {
  for (const change of changes) {
    if ("drop" in change) {
      applyDrop(state, change);
      continue;
    }
    switch (change.put) {
      case "info":
        state.info = change.value;
        break;
      case "installation":
        state.installation = change.value;
        break;
      case "customer":
        state.customers.set(change.value.id, change.value);
        break;
      case "product":
        state.products.set(change.value.id, change.value);
        break;
      case "collection":
        state.collections.set(change.value.id, change.value);
        break;
      case "order":
        state.orders.set(change.value.id, change.value);
        break;
      case "metafield": {
        const { ownerGid, namespace, key } = change.value;
        const owned = state.metafields.get(ownerGid) ?? new Map<string, Metafield>();
        owned.set(`${namespace}.${key}`, change.value);
        state.metafields.set(ownerGid, owned);
        break;
      }
      case "subscriptions":
        state.subscriptions = change.value;
        break;
      case "token":
        state.tokens.set(change.value.token, change.value);
        break;
      case "themeFile":
        state.themeFiles.set(change.file, change.text);
        break;
      case "nextOrderNumber":
        state.nextOrderNumber = change.value;
        break;
    }
  }
}
