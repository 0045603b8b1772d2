import { kindOfItem } from "./dataset-codes.ts";
import { countryCode, localeOf } from "./dataset-countries.ts";
import type { DatasetItem } from "./dataset-format.ts";
import { numericId } from "./dataset-ids.ts";
import { count } from "./dataset-report.ts";
import type { DatasetReport } from "./dataset-report.ts";
import type { CustomerDraft, ProductDraft } from "./history.ts";
import { asciiSlug, inventPerson } from "./names.ts";
import { Random } from "./random.ts";

/** The products and customers met so far; each is announced once, before the first order that has it. */
export class DatasetRegistry {
  readonly #homeCode: string;
  readonly #report: DatasetReport;
  readonly #productIds = new Map<string, string>();
  readonly #customerIds = new Map<string, string>();
  readonly #handles = new Set<string>();
  #newProducts: ProductDraft[] = [];

  constructor(homeCode: string, report: DatasetReport) {
    this.#homeCode = homeCode;
    this.#report = report;
  }

  /** A product's price is that of its first sale. */
  productId(item: DatasetItem, priceMinor: number): string {
    const known = this.#productIds.get(item.id);
    if (known !== undefined) return known;
    const id = numericId(item.id);
    this.#productIds.set(item.id, id);
    this.#report.products++;
    const isGiftCard = kindOfItem(item.id) === "giftCard";
    this.#newProducts.push({
      id,
      title: item.title,
      handle: this.#handle(item, id),
      productType: isGiftCard ? "Gift Cards" : "",
      vendor: "",
      tags: [item.id],
      priceMinor,
      imageSeed: Number(BigInt(id) % 1_000_003n),
    });
    return id;
  }

  takeNewProducts(): ProductDraft[] {
    const products = this.#newProducts;
    this.#newProducts = [];
    return products;
  }

  customer(
    user: string,
    country: string,
  ): { id: string; isNew: boolean; draft: () => CustomerDraft } {
    const known = this.#customerIds.get(user);
    const id = known ?? numericId(user);
    if (known === undefined) {
      this.#customerIds.set(user, id);
      this.#report.customers++;
    }
    return { id, isNew: known === undefined, draft: () => this.#invent(id, country) };
  }

  /** The data has numbers for people; names and e-mails are invented from them. */
  #invent(id: string, country: string): CustomerDraft {
    const known = countryCode(country);
    if (known === null) count(this.#report.unknownCountries, country);
    const code = known ?? this.#homeCode;
    const locale = localeOf(code);
    const random = new Random(Number(BigInt(id) % 2_147_483_647n), 1);
    const person = inventPerson(locale, (choices) => random.between(0, choices - 1), id);
    return { id, ...person, countryCode: code, locale };
  }

  #handle(item: DatasetItem, id: string): string {
    const slug = asciiSlug(item.title);
    const handle =
      slug === "" || this.#handles.has(slug)
        ? `${slug || "item"}-${asciiSlug(item.id) || id}`
        : slug;
    this.#handles.add(handle);
    return handle;
  }
}
