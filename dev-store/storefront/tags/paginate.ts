import { Tag, toValue, Value } from "liquidjs";
import type { Context, Emitter, Liquid, Parser, TagToken, Template, TopLevelToken } from "liquidjs";
import { textOf } from "../liquid/filter.ts";
import { toNumber } from "../liquid/float.ts";
import { LiquidObject } from "../liquid/object.ts";
import { pageOf } from "../liquid/page.ts";
import { PagedList } from "../objects/paged-list.ts";
import { readBody } from "./markup.ts";

const MARKUP = /^(\S+)\s+by\s+([^\s,]+)(?:\s*,?\s*window_size:\s*(\d+))?/;
/** Shopify shows at most this many on a page and lets nobody ask for a page beyond this item. */
const PAGE_SIZE_MAX = 250;
const OFFSET_MAX = 25_000;
const WINDOW = 3;

interface Part {
  title: string;
  url: string | null;
  is_link: boolean;
}

interface Pages {
  current: number;
  count: number;
  urlOf: (page: number) => string;
  window: number;
}

/** The page links: the first, the last, those around the current one, dots for the gaps. */
function partsOf({ current, count, urlOf, window }: Pages): Part[] {
  const shown = Array.from({ length: count }, (_, index) => index + 1).filter(
    (page) => page === 1 || page === count || Math.abs(page - current) < window,
  );
  return shown.flatMap((page, index) => {
    const before = shown[index - 1];
    const gap: Part[] =
      before !== undefined && page - before > 1 ? [{ title: "…", url: null, is_link: false }] : [];
    const link = page !== current;
    return [...gap, { title: String(page), url: link ? urlOf(page) : null, is_link: link }];
  });
}

class PaginateDrop extends LiquidObject {
  readonly current_page: number;
  readonly current_offset: number;
  readonly page_size: number;
  readonly items: number;
  readonly pages: number;
  readonly page_param = "page";
  readonly parts: Part[];
  readonly previous: Part | null;
  readonly next: Part | null;

  constructor(items: number, pageSize: number, { current, count, urlOf, window }: Pages) {
    super();
    this.current_page = current;
    this.current_offset = (current - 1) * pageSize;
    this.page_size = pageSize;
    this.items = items;
    this.pages = count;
    this.parts = count > 1 ? partsOf({ current, count, urlOf, window }) : [];
    const link = (title: string, page: number) => ({ title, url: urlOf(page), is_link: true });
    this.previous = current > 1 ? link("&laquo; Previous", current - 1) : null;
    this.next = current < count ? link("Next &raquo;", current + 1) : null;
  }
}

function pageUrl(url: URL, page: number): string {
  const query = new URLSearchParams(url.search);
  for (const name of ["section_id", "sections"]) query.delete(name);
  query.set("page", String(page));
  return `${url.pathname}?${query}`;
}

/** `{% paginate collection.products by 16 %}` */
export class PaginateTag extends Tag {
  readonly #list: Value;
  readonly #size: Value;
  readonly #window: number;
  readonly #templates: Template[];

  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid, parser: Parser) {
    const markup = MARKUP.exec(token.args.trim());
    super(token, remaining, liquid);
    if (markup === null)
      throw new Error(
        "Syntax Error in tag 'paginate' - Valid syntax: paginate [collection] by number",
      );
    this.#list = new Value(markup[1] ?? "", liquid);
    this.#size = new Value(markup[2] ?? "", liquid);
    this.#window = Number(markup[3] ?? WINDOW);
    this.#templates = readBody({ token, end: "endpaginate" }, remaining, parser);
  }
  *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    const list = yield this.#list.value(context, false);
    const size = yield this.#size.value(context, false);
    const asked = Math.floor(toNumber(size) ?? Number(textOf(size)));
    const pageSize = Math.min(PAGE_SIZE_MAX, asked >= 1 ? asked : 20);
    const { url } = pageOf(context);
    const plain = toValue(list) as unknown;
    const total =
      list instanceof PagedList ? list.total() : Array.isArray(plain) ? plain.length : 0;
    const items = Math.min(total, OFFSET_MAX);
    const count = Math.ceil(items / pageSize);
    const wanted = Number(url.searchParams.get("page"));
    const current = Number.isInteger(wanted) && wanted >= 1 ? wanted : 1;
    const undo =
      list instanceof PagedList ? list.show((current - 1) * pageSize, pageSize) : () => undefined;
    const pages = {
      current,
      count,
      urlOf: (page: number) => pageUrl(url, page),
      window: this.#window,
    };
    context.push({ paginate: new PaginateDrop(items, pageSize, pages) });
    try {
      yield this.liquid.renderer.renderTemplates(this.#templates, context, emitter);
    } finally {
      context.pop();
      undo();
    }
  }
}
