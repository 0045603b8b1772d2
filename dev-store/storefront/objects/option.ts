import { LiquidObject } from "../liquid/object.ts";
import type { VariantDrop } from "./variant.ts";

interface OptionOwner {
  readonly has_only_default_variant: boolean;
  readonly variants: readonly VariantDrop[];
  readonly selected_or_first_available_variant: VariantDrop | undefined;
}

/** A value of an option; prints as its name. */
class OptionValueDrop extends LiquidObject {
  readonly #variant: VariantDrop;
  readonly #selected: boolean;

  constructor(variant: VariantDrop, selected: boolean) {
    super();
    this.#variant = variant;
    this.#selected = selected;
  }
  get id(): unknown {
    return this.#variant.id;
  }
  get name(): string {
    return this.#variant.title;
  }
  get available(): boolean {
    return this.#variant.available;
  }
  get selected(): boolean {
    return this.#selected;
  }
  get variant(): VariantDrop {
    return this.#variant;
  }
  override valueOf(): string {
    return this.name;
  }
  override toString(): string {
    return this.name;
  }
  override toJSON(): string {
    return this.name;
  }
}

/** The one option that products of the dev store have. */
export class OptionDrop extends LiquidObject {
  readonly #product: OptionOwner;

  constructor(product: OptionOwner) {
    super();
    this.#product = product;
  }
  get name(): string {
    return this.#product.has_only_default_variant ? "Title" : "Size";
  }
  get position(): number {
    return 1;
  }
  get values(): OptionValueDrop[] {
    const chosen = this.#product.selected_or_first_available_variant;
    return this.#product.variants.map((item) => new OptionValueDrop(item, item === chosen));
  }
  get selected_value(): string | undefined {
    return this.#product.selected_or_first_available_variant?.title;
  }
  override toString(): string {
    return this.name;
  }
  override toJSON(): unknown {
    return { name: this.name, position: 1, values: this.values };
  }
}
