import { Refusal } from "../../wire/refusal.ts";
import {
  codeKey,
  usersOf,
  type CodeCreation,
  type Discount,
  type RedeemCode,
} from "../discounts/discount.ts";
import { codesOf, findCode } from "../discounts/find-code.ts";
import type { Order } from "../records.ts";
import type { Change, ShopState } from "../state.ts";
import type { Decide, Deciding } from "./command.ts";

function findDiscount(state: ShopState, id: string): Discount {
  const discount = state.discounts.get(id);
  if (discount === undefined) throw new Refusal(404, `There is no discount ${id}`);
  return discount;
}

function freshCode(shop: Deciding, discountId: string, code: string): RedeemCode {
  if (shop.state.redeemCodes.has(codeKey(code)))
    throw new Refusal(422, `the code ${code} has already been taken`);
  return { id: shop.ids.take("redeemCode"), discountId, code: code.trim(), uses: 0 };
}

export const createDiscount: Decide<"discount.create"> = (shop, command) => {
  const discount: Discount = {
    ...command.discount,
    id: shop.ids.take("discount"),
    usedBy: [],
    createdAt: command.at,
    updatedAt: command.at,
  };
  const redeemCode = freshCode(shop, discount.id, command.code);
  return {
    changes: [
      { put: "discount", value: discount },
      { put: "redeemCode", value: redeemCode },
    ],
    events: [],
    id: discount.id,
  };
};

/** The one code of a discount gets another name and keeps its uses. */
function renamed(shop: Deciding, discountId: string, code: string): Change[] {
  const [known, ...others] = codesOf(shop.state, discountId);
  if (known === undefined || known.code === code) return [];
  if (others.length > 0)
    throw new Refusal(422, `discount ${discountId} has several codes: none of them can be renamed`);
  const taken = shop.state.redeemCodes.get(codeKey(code));
  if (taken !== undefined && taken.id !== known.id)
    throw new Refusal(422, `the code ${code} has already been taken`);
  return [
    { drop: "redeemCode", id: codeKey(known.code) },
    { put: "redeemCode", value: { ...known, code } },
  ];
}

export const changeDiscount: Decide<"discount.change"> = (shop, command) => {
  const known = findDiscount(shop.state, command.id);
  const discount: Discount = { ...known, ...command.discount, updatedAt: command.at };
  const renaming = command.code === undefined ? [] : renamed(shop, known.id, command.code);
  return { changes: [{ put: "discount", value: discount }, ...renaming], events: [], id: known.id };
};

export const deleteDiscount: Decide<"discount.delete"> = (shop, command) => {
  const { id } = findDiscount(shop.state, command.id);
  return { changes: [{ drop: "discount", id }], events: [], id };
};

/** Takes the codes that it can: one that is taken or blank keeps no other out. */
export const addCodes: Decide<"discount.add-codes"> = (shop, command) => {
  const discount = findDiscount(shop.state, command.id);
  const added = new Map<string, RedeemCode>();
  const codes = command.codes.map((code): CodeCreation["codes"][number] => {
    const key = codeKey(code);
    if (key === "") return { code, redeemCodeId: null, problem: "blank" };
    if (added.has(key) || shop.state.redeemCodes.has(key))
      return { code, redeemCodeId: null, problem: "taken" };
    const redeemCode = freshCode(shop, discount.id, code);
    added.set(key, redeemCode);
    return { code: redeemCode.code, redeemCodeId: redeemCode.id, problem: null };
  });
  const id = shop.ids.take("codeCreation");
  return {
    changes: [
      ...[...added.values()].map((value): Change => ({ put: "redeemCode", value })),
      { put: "codeCreation", value: { id, discountId: discount.id, codes, createdAt: command.at } },
    ],
    events: [],
    id,
  };
};

/** An order that used codes of the shop counts for each of them and for who placed it. */
export function countUses(state: ShopState, order: Order): Change[] {
  const users = usersOf({ customerId: order.customerId, email: order.email });
  const codes = new Set(
    order.discounts.flatMap(({ code }) => (code === null ? [] : [codeKey(code)])),
  );
  return [...codes].flatMap((code): Change[] => {
    const found = findCode(state, code);
    if (found === null) return [];
    const { discount, redeemCode } = found;
    const usedBy = [...new Set([...discount.usedBy, ...users])];
    return [
      { put: "redeemCode", value: { ...redeemCode, uses: redeemCode.uses + 1 } },
      { put: "discount", value: { ...discount, usedBy } },
    ];
  });
}
