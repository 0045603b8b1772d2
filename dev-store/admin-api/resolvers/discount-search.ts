import { codeKey, statusOf, type Discount } from "../../shop/discounts/discount.ts";
import { codesOf } from "../../shop/discounts/find-code.ts";
import type { ApiContext } from "../context.ts";
import { notImplemented } from "../errors.ts";
import { parseSearch } from "../search.ts";

/** Shopify's search of discounts as far as it is needed: by code, title, status and id. */
export function discountFilter(
  { shop, clock }: ApiContext,
  query: string | null | undefined,
): (discount: Discount) => boolean {
  const searched = parseSearch(query ?? "");
  return (discount) =>
    searched.every(({ field, operator, value }) => {
      if (operator !== "=") throw notImplemented(`the search operator ${operator} of discounts`);
      switch (field) {
        case "code":
          return codesOf(shop.state, discount.id).some(
            (item) => codeKey(item.code) === codeKey(value),
          );
        case "title":
          return discount.title.toLowerCase() === value.toLowerCase();
        case "status":
          return statusOf(discount, clock.now()).toLowerCase() === value.toLowerCase();
        case "id":
          return discount.id === value;
        default:
          throw notImplemented(`the search term ${field} of discounts`);
      }
    });
}
