import { formatMinor } from "../../shop/money.ts";
import {
  classOf,
  statusOf,
  type CodeCreation,
  type Discount,
  type DiscountItems,
  type RedeemCode,
} from "../../shop/discounts/discount.ts";
import { codesOf } from "../../shop/discounts/find-code.ts";
import { graphqlTime } from "../../shop/timestamps.ts";
import { gid } from "../../wire/gid.ts";
import { connection, listConnection, type PageArguments } from "../connection.ts";
import type { ApiContext } from "../context.ts";
import { metafieldOf, metafieldsOf } from "./metafields.ts";
import { moneyV2 } from "./money.ts";
import { customerSource } from "./order.ts";
import { source, type Arguments, type TypeResolvers } from "./resolver.ts";

const discountSource = (discount: Discount) =>
  source(
    discount.value.kind === "free-shipping" ? "DiscountCodeFreeShipping" : "DiscountCodeBasic",
    discount,
  );

const money = (minor: number, { shop }: ApiContext) => moneyV2(minor, shop.state.info.currency);

function codePage(discount: Discount, args: Arguments, { shop }: ApiContext) {
  return connection(
    codesOf(shop.state, discount.id).map((code) => source("DiscountRedeemCode", code)),
    args as PageArguments,
    ({ value }) => ({ key: 0, id: value.id }),
  );
}

const usesOf = (discount: Discount, { shop }: ApiContext): number =>
  codesOf(shop.state, discount.id).reduce((sum, code) => sum + code.uses, 0);

/** A customer of whom nothing is left any more is no longer told of. */
const boundTo = (ids: readonly string[], context: ApiContext) => ({
  __typename: "DiscountCustomers",
  customers: ids.flatMap((id) => customerSource(context, id) ?? []),
});

function minimumOf({ minimum }: Discount, context: ApiContext) {
  if (minimum === null) return null;
  return minimum.kind === "quantity"
    ? {
        __typename: "DiscountMinimumQuantity",
        greaterThanOrEqualToQuantity: String(minimum.quantity),
      }
    : {
        __typename: "DiscountMinimumSubtotal",
        greaterThanOrEqualToSubtotal: money(minimum.subtotalMinor, context),
      };
}

/** In words for the merchant, as the admin lists a discount. */
function summaryOf(discount: Discount, { shop }: ApiContext): string {
  const { currency } = shop.state.info;
  const amount = (minor: number) => `${formatMinor(minor, currency)} ${currency}`;
  const { value, minimum } = discount;
  const goods = classOf(discount) === "product" ? "selected items" : "entire order";
  const parts = [
    value.kind === "free-shipping"
      ? "Free shipping"
      : value.kind === "percentage"
        ? `${Number((value.share * 100).toFixed(2))}% off ${goods}`
        : `${amount(value.amountMinor)} off ${value.onEachItem ? `each of ${goods}` : goods}`,
    minimum === null
      ? ""
      : minimum.kind === "quantity"
        ? `Minimum quantity of ${minimum.quantity}`
        : `Minimum purchase of ${amount(minimum.subtotalMinor)}`,
    discount.customerIds === null ? "" : `For ${discount.customerIds.length} customers`,
    discount.usageLimit === null ? "" : `Limit of ${discount.usageLimit} uses`,
    discount.oncePerCustomer ? "One use per customer" : "",
  ];
  return parts.filter((part) => part !== "").join(" • ");
}

const shared: TypeResolvers<Discount> = {
  title: (discount) => discount.title,
  status: (discount, _args, { clock }) => statusOf(discount, clock.now()),
  startsAt: (discount) => graphqlTime(discount.startsAt),
  endsAt: (discount) => (discount.endsAt === null ? null : graphqlTime(discount.endsAt)),
  createdAt: (discount) => graphqlTime(discount.createdAt),
  updatedAt: (discount) => graphqlTime(discount.updatedAt),
  usageLimit: (discount) => discount.usageLimit,
  appliesOncePerCustomer: (discount) => discount.oncePerCustomer,
  asyncUsageCount: (discount, _args, context) => usesOf(discount, context),
  codes: codePage,
  codesCount: (discount, _args, { shop }) => ({
    count: shop.state.codesOfDiscount.get(discount.id)?.size ?? 0,
    precision: "EXACT",
  }),
  combinesWith: ({ combinesWith }) => ({
    orderDiscounts: combinesWith.order,
    productDiscounts: combinesWith.product,
    shippingDiscounts: combinesWith.shipping,
    productDiscountsWithTagsOnSameCartLine: [],
  }),
  context: ({ customerIds }, _args, context) =>
    customerIds === null
      ? { __typename: "DiscountBuyerSelectionAll", all: "ALL" }
      : boundTo(customerIds, context),
  customerSelection: ({ customerIds }, _args, context) =>
    customerIds === null
      ? { __typename: "DiscountCustomerAll", allCustomers: true }
      : boundTo(customerIds, context),
  minimumRequirement: (discount, _args, context) => minimumOf(discount, context),
  discountClass: (discount) => classOf(discount).toUpperCase(),
  discountClasses: (discount) => [classOf(discount).toUpperCase()],
  tags: (discount) => discount.tags,
  recurringCycleLimit: () => null,
  hasTimelineComment: () => false,
  summary: (discount, _args, context) => summaryOf(discount, context),
  shortSummary: (discount, _args, context) => summaryOf(discount, context),
};

function itemsOf(items: DiscountItems) {
  if (items.kind === "all") return { __typename: "AllDiscountItems", allItems: true };
  return items.collectionIds.length > 0
    ? source("DiscountCollections", items)
    : source("DiscountProducts", items);
}

function valueOf({ value }: Discount, context: ApiContext) {
  switch (value.kind) {
    case "percentage":
      return { __typename: "DiscountPercentage", percentage: value.share };
    case "amount":
      return {
        __typename: "DiscountAmount",
        amount: money(value.amountMinor, context),
        appliesOnEachItem: value.onEachItem,
      };
    case "free-shipping":
      return null;
  }
}

export const basicResolvers: TypeResolvers<Discount> = {
  ...shared,
  customerGets: (discount, _args, context) => ({
    appliesOnOneTimePurchase: true,
    appliesOnSubscription: false,
    items: itemsOf(discount.items),
    value: valueOf(discount, context),
  }),
};

export const freeShippingResolvers: TypeResolvers<Discount> = {
  ...shared,
  appliesOnOneTimePurchase: () => true,
  appliesOnSubscription: () => false,
  maximumShippingPrice: ({ maximumShippingMinor: minor }, _args, context) =>
    minor === null ? null : money(minor, context),
  destinationSelection: ({ countryCodes }) =>
    countryCodes === null
      ? { __typename: "DiscountCountryAll", allCountries: true }
      : { __typename: "DiscountCountries", countries: countryCodes, includeRestOfWorld: false },
};

const nodeFields: TypeResolvers<Discount> = {
  metafield: (discount, args, context) =>
    metafieldOf(context, gid("DiscountCodeNode", discount.id), args),
  metafields: (discount, args, context) =>
    metafieldsOf(context, gid("DiscountCodeNode", discount.id), args),
};

export const codeNodeResolvers: TypeResolvers<Discount> = {
  ...nodeFields,
  id: (discount) => gid("DiscountCodeNode", discount.id),
  codeDiscount: discountSource,
};

export const discountNodeResolvers: TypeResolvers<Discount> = {
  ...nodeFields,
  id: (discount) => gid("DiscountNode", discount.id),
  discount: discountSource,
};

type SomeItems = Extract<DiscountItems, { kind: "some" }>;

export const productItemsResolvers: TypeResolvers<SomeItems> = {
  products: ({ productIds }, args, { shop }) =>
    listConnection(
      productIds.flatMap((id) => {
        const product = shop.state.products.get(id);
        return product === undefined ? [] : [source("Product", product)];
      }),
      args,
    ),
  productVariants: ({ variantIds }, args, { shop }) => {
    const all = [...shop.state.products.values()].flatMap((product) =>
      product.variants.map((variant) => ({ product, variant })),
    );
    const found = all.filter(({ variant }) => variantIds.includes(variant.id));
    return listConnection(
      found.map((item) => source("ProductVariant", item)),
      args,
    );
  },
};

export const collectionItemsResolvers: TypeResolvers<SomeItems> = {
  collections: ({ collectionIds }, args, { shop }) =>
    listConnection(
      collectionIds.flatMap((id) => {
        const collection = shop.state.collections.get(id);
        return collection === undefined ? [] : [source("Collection", collection)];
      }),
      args,
    ),
};

export const redeemCodeResolvers: TypeResolvers<RedeemCode> = {
  id: (code) => gid("DiscountRedeemCode", code.id),
  code: (code) => code.code,
  asyncUsageCount: (code) => code.uses,
  createdBy: () => null,
};

/** A caller has to come back for the outcome, as with Shopify's job. */
const CREATION_TAKES_MS = 1_000;

const isDone = (creation: CodeCreation, { clock }: ApiContext): boolean =>
  clock.now() >= creation.createdAt + CREATION_TAKES_MS;

const PROBLEMS = {
  taken: { code: "TAKEN", message: "Code must be unique. Please try a different code." },
  blank: { code: "BLANK", message: "Code can't be blank" },
} as const;

function creationCodes(creation: CodeCreation, args: Arguments, { shop }: ApiContext) {
  return listConnection(
    creation.codes.map(({ code, problem }) => {
      const made = problem === null ? shop.state.redeemCodes.get(code.toLowerCase()) : undefined;
      return {
        code,
        discountRedeemCode: made === undefined ? null : source("DiscountRedeemCode", made),
        errors:
          problem === null ? [] : [{ field: ["code"], extraInfo: null, ...PROBLEMS[problem] }],
      };
    }),
    args,
  );
}

const counted = (creation: CodeCreation, failed: boolean): number =>
  creation.codes.filter(({ problem }) => (problem !== null) === failed).length;

export const creationResolvers: TypeResolvers<CodeCreation> = {
  id: (creation) => gid("DiscountRedeemCodeBulkCreation", creation.id),
  createdAt: (creation) => graphqlTime(creation.createdAt),
  done: (creation, _args, context) => isDone(creation, context),
  codesCount: (creation) => creation.codes.length,
  importedCount: (creation, _args, context) =>
    isDone(creation, context) ? counted(creation, false) : 0,
  failedCount: (creation, _args, context) =>
    isDone(creation, context) ? counted(creation, true) : 0,
  codes: creationCodes,
  discountCode: ({ discountId }, _args, { shop }) => {
    const discount = shop.state.discounts.get(discountId);
    return discount === undefined ? null : source("DiscountCodeNode", discount);
  },
};
