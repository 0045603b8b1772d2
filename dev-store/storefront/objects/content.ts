import { LiquidObject } from "../liquid/object.ts";
import type { Page } from "../liquid/page.ts";

/** What a merchant writes besides products: pages and menus, in the languages of the shop. */
type Words = Readonly<Record<string, string>>;

interface ShopPage {
  id: number;
  handle: string;
  suffix: string;
  title: Words;
}

// prettier-ignore
const REWARDS: Words = { en: "Rewards", fr: "Fidélité", de: "Treueprogramm", es: "Recompensas", ja: "ポイント特典", "zh-CN": "会员积分", "zh-TW": "會員點數", ar: "المكافآت" };
// prettier-ignore
const SHOP: Words = { en: "Shop", fr: "Boutique", de: "Shop", es: "Tienda", ja: "ショップ", "zh-CN": "商店", "zh-TW": "商店", ar: "المتجر" };
// prettier-ignore
const SEARCH: Words = { en: "Search", fr: "Recherche", de: "Suche", es: "Buscar", ja: "検索", "zh-CN": "搜索", "zh-TW": "搜尋", ar: "بحث" };
// prettier-ignore
const ALL: Words = { en: "All products", fr: "Tous les produits", de: "Alle Produkte", es: "Todos los productos", ja: "すべての商品", "zh-CN": "所有商品", "zh-TW": "所有商品", ar: "كل المنتجات" };

const PAGES: readonly ShopPage[] = [
  { id: 1, handle: "rewards", suffix: "rewards", title: REWARDS },
];

const said = (words: Words, { where }: Page): string =>
  words[where.language.code] ?? words["en"] ?? "";

export class PageDrop extends LiquidObject {
  readonly #page: Page;
  readonly #content: ShopPage;

  constructor(page: Page, content: ShopPage) {
    super();
    this.#page = page;
    this.#content = content;
  }
  static find(page: Page, handle: string): PageDrop | undefined {
    const found = PAGES.find((item) => item.handle === handle);
    return found === undefined ? undefined : new PageDrop(page, found);
  }
  get id(): number {
    return this.#content.id;
  }
  get handle(): string {
    return this.#content.handle;
  }
  get title(): string {
    return said(this.#content.title, this.#page);
  }
  get content(): string {
    return "";
  }
  get url(): string {
    return `${this.#page.where.rootUrl}/pages/${this.#content.handle}`;
  }
  get template_suffix(): string {
    return this.#content.suffix;
  }
  get author(): string {
    return this.#page.state.info.name;
  }
}

interface Link {
  title: string;
  path: string;
  type: string;
  object?: unknown;
  links: Link[];
}

class LinkDrop extends LiquidObject {
  readonly #page: Page;
  readonly #link: Link;

  constructor(page: Page, link: Link) {
    super();
    this.#page = page;
    this.#link = link;
  }
  get title(): string {
    return this.#link.title;
  }
  get handle(): string {
    return this.#link.path.split("/").at(-1) ?? "";
  }
  get url(): string {
    return `${this.#page.where.rootUrl}${this.#link.path}`;
  }
  get type(): string {
    return this.#link.type;
  }
  get object(): unknown {
    return this.#link.object;
  }
  get links(): LinkDrop[] {
    return this.#link.links.map((link) => new LinkDrop(this.#page, link));
  }
  get levels(): number {
    return this.#link.links.length > 0 ? 1 : 0;
  }
  get current(): boolean {
    return this.#page.where.path === this.#link.path;
  }
  get active(): boolean {
    return this.current || this.#page.where.path.startsWith(`${this.#link.path}/`);
  }
  get child_current(): boolean {
    return this.links.some(({ current }) => current);
  }
  get child_active(): boolean {
    return this.links.some(({ active }) => active);
  }
}

class MenuDrop extends LiquidObject {
  readonly #page: Page;
  readonly #handle: string;
  readonly #links: readonly Link[];

  constructor(page: Page, handle: string, links: readonly Link[]) {
    super();
    this.#page = page;
    this.#handle = handle;
    this.#links = links;
  }
  get handle(): string {
    return this.#handle;
  }
  get title(): string {
    return this.#handle === "footer" ? "Footer menu" : "Main menu";
  }
  get links(): LinkDrop[] {
    return this.#links.map((link) => new LinkDrop(this.#page, link));
  }
  get levels(): number {
    return Math.max(0, ...this.links.map(({ levels }) => levels + 1));
  }
}

const link = (title: string, path: string, type: string, links: Link[] = []): Link => ({
  title,
  path,
  type,
  links,
});

/** The menus that a new Shopify store has, with the shop's collections in them. */
export class MenusDrop extends LiquidObject {
  readonly #page: Page;

  constructor(page: Page) {
    super();
    this.#page = page;
  }
  override liquidMethodMissing(handle: string): MenuDrop | undefined {
    const page = this.#page;
    const rewards = link(said(REWARDS, page), "/pages/rewards", "page_link");
    const collections = page.catalogue.collections.map(({ title, handle: name }) =>
      link(title, `/collections/${name}`, "collection_link"),
    );
    const all = link(said(ALL, page), "/collections/all", "collection_link");
    if (handle === "main-menu") {
      const shop = link(said(SHOP, page), "/collections/all", "catalog_link", [
        all,
        ...collections,
      ]);
      return new MenuDrop(page, handle, [shop, rewards]);
    }
    if (handle !== "footer") return undefined;
    return new MenuDrop(page, handle, [
      link(said(SEARCH, page), "/search", "search_link"),
      all,
      rewards,
    ]);
  }
}
