import { fullName } from "../../webhooks/payloads/customer.ts";
import { formatMinor } from "../../shop/money.ts";
import type {
  Collection,
  Customer,
  Order,
  Product,
  ShopInfo,
  Variant,
} from "../../shop/records.ts";
import { graphqlTime } from "../../shop/timestamps.ts";
import { orderTotals } from "../../shop/totals.ts";
import { gid } from "../../wire/gid.ts";
import { listConnection } from "../connection.ts";
import type { ApiContext } from "../context.ts";
import { metafieldOf, metafieldsOf } from "./metafields.ts";
import { moneyV2 } from "./money.ts";
import { orderConnection } from "./order.ts";
import { source, type TypeResolvers } from "./resolver.ts";

const ordersOf = (context: ApiContext, id: string): Order[] =>
  [...context.shop.state.orders.values()].filter((order) => order.customerId === id);

export const customerResolvers: TypeResolvers<Customer> = {
  id: (customer) => gid("Customer", customer.id),
  legacyResourceId: (customer) => customer.id,
  createdAt: (customer) => graphqlTime(customer.createdAt),
  updatedAt: (customer) => graphqlTime(customer.updatedAt),
  firstName: (customer) => customer.firstName,
  lastName: (customer) => customer.lastName,
  displayName: (customer) => fullName(customer) || (customer.email ?? ""),
  email: (customer) => customer.email,
  phone: (customer) => customer.phone,
  note: (customer) => customer.note,
  locale: (customer) => customer.locale,
  state: (customer) => customer.state.toUpperCase(),
  tags: (customer) => customer.tags,
  taxExempt: (customer) => customer.taxExempt,
  verifiedEmail: (customer) => customer.verifiedEmail,
  validEmailAddress: (customer) => customer.email !== null,
  defaultEmailAddress: (customer) =>
    customer.email === null ? null : { emailAddress: customer.email },
  numberOfOrders: (customer, _args, context) => String(ordersOf(context, customer.id).length),
  amountSpent: (customer, _args, context) => {
    const spent = ordersOf(context, customer.id).reduce(
      (sum, order) => sum + orderTotals(order).currentTotalMinor,
      0,
    );
    return moneyV2(spent, context.shop.state.info.currency);
  },
  orders: (customer, args, context) =>
    orderConnection(context, ordersOf(context, customer.id), args),
  metafield: (customer, args, context) => metafieldOf(context, gid("Customer", customer.id), args),
  metafields: (customer, args, context) =>
    metafieldsOf(context, gid("Customer", customer.id), args),
};

export const productResolvers: TypeResolvers<Product> = {
  id: (product) => gid("Product", product.id),
  legacyResourceId: (product) => product.id,
  title: (product) => product.title,
  handle: (product) => product.handle,
  descriptionHtml: (product) => product.bodyHtml,
  productType: (product) => product.productType,
  vendor: (product) => product.vendor ?? "",
  tags: (product) => product.tags,
  status: (product) => product.status.toUpperCase(),
  createdAt: (product) => graphqlTime(product.createdAt),
  updatedAt: (product) => graphqlTime(product.updatedAt),
  publishedAt: (product) => (product.status === "active" ? graphqlTime(product.createdAt) : null),
  totalInventory: (product) =>
    product.variants.reduce((sum, variant) => sum + variant.inventoryQuantity, 0),
  variants: (product, args) =>
    listConnection(
      product.variants.map((variant) => source("ProductVariant", { product, variant })),
      args,
    ),
  collections: (product, args, { shop }) => {
    const holding = [...shop.state.collections.values()].filter((collection) =>
      collection.productIds.includes(product.id),
    );
    return listConnection(
      holding.map((collection) => source("Collection", collection)),
      args,
    );
  },
  metafield: (product, args, context) => metafieldOf(context, gid("Product", product.id), args),
  metafields: (product, args, context) => metafieldsOf(context, gid("Product", product.id), args),
};

export const variantResolvers: TypeResolvers<{ product: Product; variant: Variant }> = {
  id: ({ variant }) => gid("ProductVariant", variant.id),
  legacyResourceId: ({ variant }) => variant.id,
  title: ({ variant }) => variant.title,
  sku: ({ variant }) => variant.sku,
  price: ({ variant }, _args, { shop }) =>
    formatMinor(variant.priceMinor, shop.state.info.currency),
  inventoryQuantity: ({ variant }) => variant.inventoryQuantity,
  product: ({ product }) => source("Product", product),
};

export const collectionResolvers: TypeResolvers<Collection> = {
  id: (collection) => gid("Collection", collection.id),
  legacyResourceId: (collection) => collection.id,
  title: (collection) => collection.title,
  handle: (collection) => collection.handle,
  updatedAt: (collection) => graphqlTime(collection.updatedAt),
  products: (collection, args, { shop }) => {
    const products = collection.productIds.flatMap((id) => shop.state.products.get(id) ?? []);
    return listConnection(
      products.map((product) => source("Product", product)),
      args,
    );
  },
};

export const shopResolvers: TypeResolvers<ShopInfo> = {
  id: (shop) => gid("Shop", shop.id),
  name: (shop) => shop.name,
  email: (shop) => shop.email,
  contactEmail: (shop) => shop.email,
  myshopifyDomain: (shop) => shop.domain,
  url: (shop) => `https://${shop.domain}`,
  primaryDomain: (shop) => ({ host: shop.domain, url: `https://${shop.domain}`, sslEnabled: true }),
  currencyCode: (shop) => shop.currency,
  ianaTimezone: (shop) => shop.timeZone,
  createdAt: (shop) => graphqlTime(shop.createdAt),
  updatedAt: (shop) => graphqlTime(shop.updatedAt),
  plan: () => ({ publicDisplayName: "Development", partnerDevelopment: true, shopifyPlus: false }),
  metafield: (shop, args, context) => metafieldOf(context, gid("Shop", shop.id), args),
  metafields: (shop, args, context) => metafieldsOf(context, gid("Shop", shop.id), args),
};
