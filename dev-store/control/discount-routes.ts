import { statusOf, type Discount, type RedeemCode } from "../shop/discounts/discount.ts";
import { codesOf, findCode } from "../shop/discounts/find-code.ts";
import { formatMinor } from "../shop/money.ts";
import { restTime } from "../shop/timestamps.ts";
import { gid } from "../wire/gid.ts";
import { idNumber } from "../wire/json.ts";
import type { ControlRequest, ControlRoute } from "./router.ts";
import { readPage } from "./page.ts";

function valueFields({ value }: Discount, currency: string) {
  switch (value.kind) {
    case "percentage":
      return { value_type: "percentage", value: (-value.share * 100).toFixed(1) };
    case "amount":
      return { value_type: "fixed_amount", value: formatMinor(-value.amountMinor, currency) };
    case "free-shipping":
      return { value_type: "free_shipping", value: "-100.0" };
  }
}

function minimumFields({ minimum }: Discount, currency: string) {
  return {
    minimum_subtotal:
      minimum?.kind === "subtotal" ? formatMinor(minimum.subtotalMinor, currency) : null,
    minimum_quantity: minimum?.kind === "quantity" ? minimum.quantity : null,
  };
}

/** A code with the discount behind it: one object of the list per code. */
function showCode({ context }: ControlRequest, discount: Discount, code: RedeemCode) {
  const { info } = context.shop.state;
  const time = (at: number | null) => (at === null ? null : restTime(at, info.timeZone));
  const { customerIds } = discount;
  return {
    id: idNumber(code.id),
    admin_graphql_api_id: gid("DiscountCodeNode", discount.id),
    price_rule_id: idNumber(discount.id),
    code: code.code,
    title: discount.title,
    status: statusOf(discount, context.clock.now()).toLowerCase(),
    usage_count: code.uses,
    usage_limit: discount.usageLimit,
    once_per_customer: discount.oncePerCustomer,
    ...valueFields(discount, info.currency),
    ...minimumFields(discount, info.currency),
    customer_ids: customerIds === null ? null : customerIds.map(idNumber),
    combines_with: discount.combinesWith,
    starts_at: time(discount.startsAt),
    ends_at: time(discount.endsAt),
    created_at: time(discount.createdAt),
    updated_at: time(discount.updatedAt),
  };
}

function discounts(request: ControlRequest) {
  const { state } = request.context.shop;
  const code = request.query.get("code");
  if (code !== null) {
    const found = findCode(state, code);
    const shown = found === null ? [] : [showCode(request, found.discount, found.redeemCode)];
    return { body: { discounts: shown } };
  }
  const page = readPage(request.query);
  const all = [...state.discounts.values()].flatMap((discount) =>
    codesOf(state, discount.id).map((item) => ({ discount, item })),
  );
  return {
    body: {
      discounts: all
        .slice(page.offset, page.offset + page.limit)
        .map(({ discount, item }) => showCode(request, discount, item)),
    },
  };
}

export const DISCOUNT_ROUTES: readonly ControlRoute[] = [
  {
    method: "GET",
    path: "/control/discounts",
    does: "discount codes with their uses; ?code=, or ?offset=&limit=",
    answer: discounts,
  },
];
