import type { DiscountDraft } from "../../shop/commands/command.ts";
import { codeKey, type Discount } from "../../shop/discounts/discount.ts";
import { codesOf, findCode } from "../../shop/discounts/find-code.ts";
import { idOfGid } from "../../wire/gid.ts";
import { connection, type PageArguments } from "../connection.ts";
import type { ApiContext } from "../context.ts";
import { badRequest } from "../errors.ts";
import { DiscountReader, type DiscountUserError, type Input } from "./discount-reader.ts";
import { discountFilter } from "./discount-search.ts";
import * as terms from "./discount-terms.ts";
import * as worth from "./discount-worth.ts";
import { source, type Arguments } from "./resolver.ts";

type Kind = "basic" | "free-shipping";

const ROOTS = { basic: "basicCodeDiscount", "free-shipping": "freeShippingCodeDiscount" } as const;
const NODES = ["DiscountCodeNode", "DiscountNode"] as const;

const kindOf = (discount: Discount): Kind =>
  discount.value.kind === "free-shipping" ? "free-shipping" : "basic";

function draftOf(reader: DiscountReader, kind: Kind): DiscountDraft {
  const gets: Pick<DiscountDraft, "value" | "items"> =
    kind === "basic"
      ? worth.customerGets(reader)
      : { value: { kind: "free-shipping" }, items: { kind: "all" } };
  return {
    title: terms.title(reader),
    ...gets,
    minimum: terms.minimum(reader),
    customerIds: terms.customerIds(reader),
    combinesWith: terms.combinesWith(reader, kind === "free-shipping"),
    usageLimit: terms.usageLimit(reader),
    oncePerCustomer: terms.oncePerCustomer(reader),
    tags: terms.tags(reader),
    ...terms.period(reader),
    maximumShippingMinor: kind === "basic" ? null : worth.maximumShippingMinor(reader),
    countryCodes: kind === "basic" ? null : worth.countryCodes(reader),
  };
}

interface Payload {
  codeDiscountNode: unknown;
  userErrors: DiscountUserError[];
}

function nodePayload(context: ApiContext, id: string | null): Payload {
  const discount = id === null ? undefined : context.shop.state.discounts.get(id);
  return {
    codeDiscountNode: discount === undefined ? null : source("DiscountCodeNode", discount),
    userErrors: [],
  };
}

const refused = (userErrors: DiscountUserError[]): Payload => ({
  codeDiscountNode: null,
  userErrors,
});

const unknownDiscount: DiscountUserError = {
  field: ["id"],
  message: "Code discount does not exist.",
  code: "INVALID",
  extraInfo: null,
};

/** The discount behind a gid of a node, whichever of the two names it has. */
function discountOf(context: ApiContext, given: unknown): Discount | null {
  const wanted = String(given);
  if (!wanted.startsWith("gid://shopify/")) throw badRequest(`Invalid global id '${wanted}'`);
  const [id = null] = NODES.flatMap((type) => idOfGid(wanted, type) ?? []);
  return id === null ? null : (context.shop.state.discounts.get(id) ?? null);
}

export function createDiscount(context: ApiContext, args: Arguments, kind: Kind): Payload {
  const root = ROOTS[kind];
  const reader = new DiscountReader(context, { root, input: args[root] as Input, known: null });
  const discount = draftOf(reader, kind);
  const code = terms.code(reader, []);
  if (reader.userErrors.length > 0 || code === undefined) return refused(reader.userErrors);
  const at = context.clock.now();
  return nodePayload(
    context,
    context.shop.execute({ kind: "discount.create", at, discount, code }),
  );
}

export function updateDiscount(context: ApiContext, args: Arguments, kind: Kind): Payload {
  const known = discountOf(context, args["id"]);
  if (known === null || kindOf(known) !== kind) return refused([unknownDiscount]);
  const root = ROOTS[kind];
  const reader = new DiscountReader(context, { root, input: args[root] as Input, known });
  const discount = draftOf(reader, kind);
  const own = codesOf(context.shop.state, known.id).map((item) => codeKey(item.code));
  const code = terms.code(reader, own);
  if (reader.userErrors.length > 0) return refused(reader.userErrors);
  context.shop.execute({
    kind: "discount.change",
    at: context.clock.now(),
    id: known.id,
    discount,
    ...(code === undefined ? {} : { code }),
  });
  return nodePayload(context, known.id);
}

function withPeriod(
  context: ApiContext,
  args: Arguments,
  periodOf: (discount: Discount, now: number) => Pick<Discount, "startsAt" | "endsAt">,
): Payload {
  const known = discountOf(context, args["id"]);
  if (known === null) return refused([unknownDiscount]);
  const { id, usedBy: _usedBy, createdAt: _createdAt, updatedAt: _updatedAt, ...draft } = known;
  const at = context.clock.now();
  const discount = { ...draft, ...periodOf(known, at) };
  context.shop.execute({ kind: "discount.change", at, id, discount });
  return nodePayload(context, id);
}

/** A discount that is taken out of use ends now. */
export function deactivateDiscount(context: ApiContext, args: Arguments): Payload {
  return withPeriod(context, args, ({ startsAt, endsAt }, now) => ({
    startsAt: Math.min(startsAt, now),
    endsAt: endsAt !== null && endsAt <= now ? endsAt : now,
  }));
}

export function activateDiscount(context: ApiContext, args: Arguments): Payload {
  return withPeriod(context, args, ({ startsAt, endsAt }, now) => ({
    startsAt: Math.min(startsAt, now),
    endsAt: endsAt !== null && endsAt <= now ? null : endsAt,
  }));
}

export function deleteDiscount(context: ApiContext, args: Arguments) {
  const known = discountOf(context, args["id"]);
  if (known === null) return { deletedCodeDiscountId: null, userErrors: [unknownDiscount] };
  context.shop.execute({ kind: "discount.delete", at: context.clock.now(), id: known.id });
  return { deletedCodeDiscountId: args["id"], userErrors: [] };
}

export function addCodesInBulk(context: ApiContext, args: Arguments) {
  const known = discountOf(context, args["discountId"]);
  if (known === null)
    return {
      bulkCreation: null,
      userErrors: [{ ...unknownDiscount, field: ["discountId"] }],
    };
  const codes = (args["codes"] as { code: string }[]).map(({ code }) => code);
  const at = context.clock.now();
  const id = context.shop.execute({ kind: "discount.add-codes", at, id: known.id, codes });
  const creation = id === null ? undefined : context.shop.state.codeCreations.get(id);
  return {
    bulkCreation:
      creation === undefined ? null : source("DiscountRedeemCodeBulkCreation", creation),
    userErrors: [],
  };
}

export function nodeByCode(context: ApiContext, args: Arguments) {
  const found = findCode(context.shop.state, String(args["code"]));
  return found === null ? null : source("DiscountCodeNode", found.discount);
}

export function nodeById(
  context: ApiContext,
  args: Arguments,
  type: "DiscountCodeNode" | "DiscountNode",
) {
  const discount = discountOf(context, args["id"]);
  return discount === null ? null : source(type, discount);
}

export function nodes(
  context: ApiContext,
  args: Arguments,
  type: "DiscountCodeNode" | "DiscountNode",
) {
  const holds = discountFilter(context, args["query"] as string | null | undefined);
  const found = [...context.shop.state.discounts.values()].filter(holds);
  return connection(
    found.map((discount) => source(type, discount)),
    args as PageArguments,
    ({ value }) => ({ key: args["sortKey"] === "CREATED_AT" ? value.createdAt : 0, id: value.id }),
  );
}

export function bulkCreation(context: ApiContext, args: Arguments) {
  const id = idOfGid(String(args["id"]), "DiscountRedeemCodeBulkCreation");
  const creation = id === null ? undefined : context.shop.state.codeCreations.get(id);
  return creation === undefined ? null : source("DiscountRedeemCodeBulkCreation", creation);
}
