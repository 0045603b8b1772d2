import type { ApiContext } from "../context.ts";
import * as fields from "./discount-fields.ts";
import * as discounts from "./discounts.ts";
import type { Arguments, Resolver, TypeResolvers } from "./resolver.ts";

type RootResolver = (args: Arguments, context: ApiContext) => unknown;

export const DISCOUNT_QUERIES: Record<string, RootResolver> = {
  codeDiscountNodeByCode: (args, context) => discounts.nodeByCode(context, args),
  codeDiscountNode: (args, context) => discounts.nodeById(context, args, "DiscountCodeNode"),
  codeDiscountNodes: (args, context) => discounts.nodes(context, args, "DiscountCodeNode"),
  discountNode: (args, context) => discounts.nodeById(context, args, "DiscountNode"),
  discountNodes: (args, context) => discounts.nodes(context, args, "DiscountNode"),
  discountRedeemCodeBulkCreation: (args, context) => discounts.bulkCreation(context, args),
};

export const DISCOUNT_MUTATIONS: Record<string, RootResolver> = {
  discountCodeBasicCreate: (args, context) => discounts.createDiscount(context, args, "basic"),
  discountCodeBasicUpdate: (args, context) => discounts.updateDiscount(context, args, "basic"),
  discountCodeFreeShippingCreate: (args, context) =>
    discounts.createDiscount(context, args, "free-shipping"),
  discountCodeFreeShippingUpdate: (args, context) =>
    discounts.updateDiscount(context, args, "free-shipping"),
  discountCodeActivate: (args, context) => discounts.activateDiscount(context, args),
  discountCodeDeactivate: (args, context) => discounts.deactivateDiscount(context, args),
  discountCodeDelete: (args, context) => discounts.deleteDiscount(context, args),
  discountRedeemCodeBulkAdd: (args, context) => discounts.addCodesInBulk(context, args),
};

/** Each entry pairs a type's name with resolvers of the record that its sources carry. */
const asTable = <Value>(resolvers: TypeResolvers<Value>) =>
  resolvers as Record<string, Resolver<unknown>>;

export const DISCOUNT_TYPES: Record<string, Record<string, Resolver<unknown>>> = {
  DiscountCodeNode: asTable(fields.codeNodeResolvers),
  DiscountNode: asTable(fields.discountNodeResolvers),
  DiscountCodeBasic: asTable(fields.basicResolvers),
  DiscountCodeFreeShipping: asTable(fields.freeShippingResolvers),
  DiscountProducts: asTable(fields.productItemsResolvers),
  DiscountCollections: asTable(fields.collectionItemsResolvers),
  DiscountRedeemCode: asTable(fields.redeemCodeResolvers),
  DiscountRedeemCodeBulkCreation: asTable(fields.creationResolvers),
};
