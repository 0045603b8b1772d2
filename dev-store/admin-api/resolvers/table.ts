import type { Customer } from "../../shop/records.ts";
import { fullName } from "../../webhooks/payloads/customer.ts";
import { idOfGid } from "../../wire/gid.ts";
import { connection, type PageArguments } from "../connection.ts";
import { seesOrder, type ApiContext } from "../context.ts";
import { customerFilter } from "../customer-search.ts";
import { badRequest, notImplemented } from "../errors.ts";
import {
  installationGid,
  installationResolvers,
  metafieldResolvers,
  metafieldsDelete,
  metafieldsSet,
} from "./metafields.ts";
import { BULK_MUTATIONS, BULK_QUERIES, BULK_TYPES } from "../bulk/resolvers.ts";
import { DISCOUNT_MUTATIONS, DISCOUNT_QUERIES, DISCOUNT_TYPES } from "./discount-table.ts";
import {
  lineResolvers,
  orderConnection,
  orderResolvers,
  refundLineResolvers,
  refundResolvers,
  shippingLineResolvers,
  transactionResolvers,
} from "./order.ts";
import {
  collectionResolvers,
  customerResolvers,
  productResolvers,
  shopResolvers,
  variantResolvers,
} from "./people-and-goods.ts";
import { requirePlain } from "./plain-list.ts";
import { source, type Arguments, type Resolver, type TypeResolvers } from "./resolver.ts";
import {
  subscriptionResolvers,
  webhookSubscriptionCreate,
  webhookSubscriptionDelete,
  webhookSubscriptions,
} from "./subscriptions.ts";

type RootResolver = (args: Arguments, context: ApiContext) => unknown;

/** The record behind a gid of the wanted type; an id of another type is a client's mistake. */
function byId<Value>(type: string, args: Arguments, find: (id: string) => Value | undefined) {
  const wanted = String(args["id"]);
  if (!wanted.startsWith("gid://shopify/")) throw badRequest(`Invalid global id '${wanted}'`);
  const id = idOfGid(wanted, type);
  const value = id === null ? undefined : find(id);
  return value === undefined ? null : source(type, value);
}

/** Owners of metafields and refunds, by gid; what isn't there is null in its place. */
function nodes(args: Arguments, context: ApiContext) {
  const { customers, orders, products, info } = context.shop.state;
  return (args["ids"] as string[]).map((id) => {
    const [, type] = /^gid:\/\/shopify\/(\w+)\//.exec(id) ?? [];
    if (type === "Customer") return byId(type, { id }, (customerId) => customers.get(customerId));
    if (type === "Product") return byId(type, { id }, (productId) => products.get(productId));
    if (type === "AppInstallation")
      return id === installationGid(context) ? source(type, info) : null;
    if (type === "Refund") return byId(type, { id }, (refundId) => findRefund(context, refundId));
    if (type === "Order")
      return byId(type, { id }, (orderId) => {
        const order = orders.get(orderId);
        return order === undefined || !seesOrder(context, order) ? undefined : order;
      });
    throw notImplemented(`nodes of ${id}`);
  });
}

function plainList<Value extends { id: string }>(
  type: string,
  values: Iterable<Value>,
  args: Arguments,
) {
  requirePlain(type, args);
  const nodes = [...values].map((value) => source(type, value));
  return connection(nodes, args as PageArguments, ({ value }) => ({ key: 0, id: value.id }));
}

const CUSTOMER_ORDER: Readonly<Record<string, (customer: Customer) => number | string>> = {
  ID: () => 0,
  RELEVANCE: () => 0,
  CREATED_AT: (customer) => customer.createdAt,
  UPDATED_AT: (customer) => customer.updatedAt,
  NAME: (customer) => fullName(customer).toLowerCase(),
};

function customers(args: Arguments, { shop }: ApiContext) {
  const sortKey = typeof args["sortKey"] === "string" ? args["sortKey"] : "ID";
  const keyOf = CUSTOMER_ORDER[sortKey];
  if (keyOf === undefined) throw notImplemented(`sorting Customers by ${sortKey}`);
  const found = [...shop.state.customers.values()]
    .filter(customerFilter(args["query"] as string | null | undefined))
    .map((customer) => source("Customer", customer));
  return connection(found, args as PageArguments, ({ value }) => ({
    key: keyOf(value),
    id: value.id,
  }));
}

function findRefund(context: ApiContext, id: string) {
  for (const order of context.shop.state.orders.values()) {
    const refund = order.refunds.find((item) => item.id === id);
    if (refund !== undefined) return seesOrder(context, order) ? { order, refund } : undefined;
  }
  return undefined;
}

export const QUERIES: Record<string, RootResolver> = {
  shop: (_args, { shop }) => source("Shop", shop.state.info),
  order: (args, context) =>
    byId("Order", args, (id) => {
      const order = context.shop.state.orders.get(id);
      return order === undefined || !seesOrder(context, order) ? undefined : order;
    }),
  refund: (args, context) => byId("Refund", args, (id) => findRefund(context, id)),
  orders: (args, context) => orderConnection(context, context.shop.state.orders.values(), args),
  nodes,
  customer: (args, { shop }) => byId("Customer", args, (id) => shop.state.customers.get(id)),
  customers,
  product: (args, { shop }) => byId("Product", args, (id) => shop.state.products.get(id)),
  products: (args, { shop }) => plainList("Product", shop.state.products.values(), args),
  collection: (args, { shop }) => byId("Collection", args, (id) => shop.state.collections.get(id)),
  collections: (args, { shop }) => plainList("Collection", shop.state.collections.values(), args),
  webhookSubscriptions: (args, context) => webhookSubscriptions(context, args),
  ...BULK_QUERIES,
  ...DISCOUNT_QUERIES,
  currentAppInstallation: (_args, { shop }) => source("AppInstallation", shop.state.info),
};

export const MUTATIONS: Record<string, RootResolver> = {
  ...BULK_MUTATIONS,
  ...DISCOUNT_MUTATIONS,
  metafieldsSet: (args, context) => metafieldsSet(context, args),
  metafieldsDelete: (args, context) => metafieldsDelete(context, args),
  webhookSubscriptionCreate: (args, context) => webhookSubscriptionCreate(context, args),
  webhookSubscriptionDelete: (args, context) => webhookSubscriptionDelete(context, args),
};

/** Each entry pairs a type's name with resolvers of the record that its sources carry. */
const asTable = <Value>(resolvers: TypeResolvers<Value>) =>
  resolvers as Record<string, Resolver<unknown>>;

export const TYPES: Record<string, Record<string, Resolver<unknown>>> = {
  Shop: asTable(shopResolvers),
  Order: asTable(orderResolvers),
  LineItem: asTable(lineResolvers),
  Refund: asTable(refundResolvers),
  RefundLineItem: asTable(refundLineResolvers),
  ShippingLine: asTable(shippingLineResolvers),
  OrderTransaction: asTable(transactionResolvers),
  Customer: asTable(customerResolvers),
  Product: asTable(productResolvers),
  ProductVariant: asTable(variantResolvers),
  Collection: asTable(collectionResolvers),
  AppInstallation: asTable(installationResolvers),
  Metafield: asTable(metafieldResolvers),
  WebhookSubscription: asTable(subscriptionResolvers),
  ...BULK_TYPES,
  ...DISCOUNT_TYPES,
};
