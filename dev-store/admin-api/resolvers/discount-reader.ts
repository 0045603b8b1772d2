import type { Discount } from "../../shop/discounts/discount.ts";
import { readMinor } from "../../shop/money.ts";
import { idOfGid } from "../../wire/gid.ts";
import { Refusal } from "../../wire/refusal.ts";
import type { ApiContext } from "../context.ts";
import { badRequest } from "../errors.ts";

export type Input = Record<string, unknown>;

export interface DiscountUserError {
  field: string[];
  message: string;
  code: string;
  extraInfo: null;
}

export const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

export function fieldsOf(value: unknown): Input | null {
  return typeof value === "object" && value !== null ? (value as Input) : null;
}

export const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** The input of one discount. It collects what is wrong with it, as Shopify does: all at once. */
export class DiscountReader {
  readonly context: ApiContext;
  readonly #root: string;
  readonly input: Input;
  /** What an update starts from. */
  readonly known: Discount | null;
  readonly userErrors: DiscountUserError[] = [];

  constructor(context: ApiContext, read: { root: string; input: Input; known: Discount | null }) {
    this.context = context;
    this.#root = read.root;
    this.input = read.input;
    this.known = read.known;
  }

  refuse(path: string[], code: string, message: string): void {
    this.userErrors.push({ field: [this.#root, ...path], message, code, extraInfo: null });
  }

  instant(name: "startsAt" | "endsAt"): number | null | undefined {
    const value = this.input[name];
    if (value === undefined) return undefined;
    if (value === null) return null;
    const at = typeof value === "string" ? Date.parse(value) : NaN;
    if (Number.isNaN(at)) throw badRequest(`${name} is no DateTime: ${JSON.stringify(value)}`);
    return Math.floor(at / 1000) * 1000;
  }

  amount(value: unknown, path: string[], label: string): number | null {
    try {
      return readMinor(value, this.context.shop.state.info.currency, label);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refuse(path, "INVALID", `${label} is not a valid amount`);
      return null;
    }
  }

  /** Ids of a kind that exist; the others are refused. */
  ids(gids: string[], type: "Customer" | "Product" | "Collection", path: string[]): string[] {
    const { state } = this.context.shop;
    const kept = {
      Customer: state.customers,
      Product: state.products,
      Collection: state.collections,
    };
    return gids.flatMap((wanted) => {
      const id = idOfGid(wanted, type);
      if (id !== null && kept[type].has(id)) return [id];
      this.refuse(path, "INVALID", `${type} with id: ${wanted.split("/").at(-1) ?? ""} is invalid`);
      return [];
    });
  }

  variantIds(gids: string[], path: string[]): string[] {
    const known = new Set(
      gids.length === 0
        ? []
        : [...this.context.shop.state.products.values()].flatMap((product) =>
            product.variants.map((variant) => variant.id),
          ),
    );
    return gids.flatMap((wanted) => {
      const id = idOfGid(wanted, "ProductVariant");
      if (id !== null && known.has(id)) return [id];
      const named = wanted.split("/").at(-1) ?? "";
      this.refuse(path, "INVALID", `Product variant with id: ${named} is invalid`);
      return [];
    });
  }
}
