import type { NextIds } from "./ids.ts";
import type { BulkOperation } from "./bulk-operation.ts";
import {
  codeKey,
  type CodeCreation,
  type Discount,
  type RedeemCode,
} from "./discounts/discount.ts";
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
  discounts: Map<string, Discount>;
  /** By the code in lower case; and of each discount the keys of its codes. */
  redeemCodes: Map<string, RedeemCode>;
  codesOfDiscount: Map<string, Set<string>>;
  codeCreations: Map<string, CodeCreation>;
  bulkOperations: Map<string, BulkOperation>;
  /** Orders by the token of their checkout, and by the one of their confirmation page. */
  orderOfCheckout: Map<string, string>;
  orderOfConfirmation: Map<string, string>;
  subscriptions: readonly Subscription[];
  tokens: Map<string, AccessToken>;
  /** What the merchant changed in the theme: a file's text by its path, read before the theme's own. */
  themeFiles: Map<string, string>;
  nextOrderNumber: number;
  nextIds: NextIds;
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
  | { put: "discount"; value: Discount }
  | { put: "redeemCode"; value: RedeemCode }
  | { put: "codeCreation"; value: CodeCreation }
  | { put: "bulkOperation"; value: BulkOperation }
  | { put: "subscriptions"; value: readonly Subscription[] }
  | { put: "token"; value: AccessToken }
  | { put: "nextOrderNumber"; value: number }
  | { put: "themeFile"; file: string; text: string }
  | { drop: "themeFile"; file: string }
  | { drop: "customer" | "product" | "collection" | "order" | "token"; id: string }
  | { drop: "metafield"; ownerGid: string; name: string }
  /** They go with their owner. */
  | { drop: "metafields"; ownerGid: string }
  | { drop: "discount" | "redeemCode"; id: string }
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
    discounts: new Map(),
    redeemCodes: new Map(),
    codesOfDiscount: new Map(),
    codeCreations: new Map(),
    bulkOperations: new Map(),
    orderOfCheckout: new Map(),
    orderOfConfirmation: new Map(),
    subscriptions: [],
    tokens: new Map(),
    themeFiles: new Map(),
    nextOrderNumber: 1001,
    nextIds: { shop: 1, app: 1 },
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
  else if (change.drop === "metafields") state.metafields.delete(change.ownerGid);
  else if (change.drop === "discount") dropDiscount(state, change.id);
  else if (change.drop === "redeemCode") dropRedeemCode(state, change.id);
  else state[KEPT[change.drop]].delete(change.id);
}

function dropRedeemCode(state: ShopState, key: string): void {
  const known = state.redeemCodes.get(key);
  if (known === undefined) return;
  state.codesOfDiscount.get(known.discountId)?.delete(key);
  state.redeemCodes.delete(key);
}

function dropDiscount(state: ShopState, id: string): void {
  for (const key of state.codesOfDiscount.get(id) ?? []) state.redeemCodes.delete(key);
  state.codesOfDiscount.delete(id);
  state.discounts.delete(id);
}

function putRedeemCode(state: ShopState, redeemCode: RedeemCode): void {
  const key = codeKey(redeemCode.code);
  const keys = state.codesOfDiscount.get(redeemCode.discountId) ?? new Set<string>();
  state.codesOfDiscount.set(redeemCode.discountId, keys.add(key));
  state.redeemCodes.set(key, redeemCode);
}

function putOrder(state: ShopState, order: Order): void {
  state.orders.set(order.id, order);
  if (order.checkout === null) return;
  state.orderOfCheckout.set(order.checkout.token, order.id);
  state.orderOfConfirmation.set(order.checkout.confirmation, order.id);
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
        putOrder(state, change.value);
        break;
      case "discount":
        state.discounts.set(change.value.id, change.value);
        break;
      case "redeemCode":
        putRedeemCode(state, change.value);
        break;
      case "codeCreation":
        state.codeCreations.set(change.value.id, change.value);
        break;
      case "bulkOperation":
        state.bulkOperations.set(change.value.id, change.value);
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
