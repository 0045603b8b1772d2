import type { ShopState } from "../state.ts";
import { codeKey, type Discount, type RedeemCode } from "./discount.ts";

export function codesOf(state: ShopState, discountId: string): RedeemCode[] {
  return [...(state.codesOfDiscount.get(discountId) ?? [])].flatMap(
    (key) => state.redeemCodes.get(key) ?? [],
  );
}

/** The code as the shop keeps it with its discount, or null if there is none. */
export function findCode(
  state: ShopState,
  code: string,
): { redeemCode: RedeemCode; discount: Discount } | null {
  const redeemCode = state.redeemCodes.get(codeKey(code));
  const discount =
    redeemCode === undefined ? undefined : state.discounts.get(redeemCode.discountId);
  return redeemCode === undefined || discount === undefined ? null : { redeemCode, discount };
}
