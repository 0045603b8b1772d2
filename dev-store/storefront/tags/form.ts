import { Hash, Tag, Tokenizer, Value } from "liquidjs";
import type { Context, Emitter, Liquid, Parser, TagToken, Template, TopLevelToken } from "liquidjs";
import { attributesOf, escapeText } from "../filters/html.ts";
import { isBlank, textOf } from "../liquid/filter.ts";
import { LiquidObject } from "../liquid/object.ts";
import { pageOf, type Page } from "../liquid/page.ts";
import { readBody } from "./markup.ts";

interface FormKind {
  action: string;
  id: string;
  class?: string;
  multipart?: boolean;
  hidden?: (given: { page: Page; resource: unknown }) => Record<string, string>;
}

const idIn = (resource: unknown): string =>
  resource instanceof LiquidObject ? textOf((resource as unknown as { id: unknown }).id) : "";

const returnTo = ({ page }: { page: Page }) => `${page.url.pathname}${page.url.search}`;

/** Where each kind of form goes and what Shopify puts into it. */
const FORMS: Readonly<Record<string, FormKind>> = {
  product: {
    action: "/cart/add",
    id: "product_form_",
    class: "shopify-product-form",
    multipart: true,
  },
  cart: { action: "/cart", id: "cart_form", class: "shopify-cart-form", multipart: true },
  localization: {
    action: "/localization",
    id: "localization_form",
    class: "shopify-localization-form",
    multipart: true,
    hidden: (given) => ({ _method: "put", return_to: returnTo(given) }),
  },
  currency: {
    action: "/localization",
    id: "currency_form",
    class: "shopify-currency-form",
    multipart: true,
    hidden: (given) => ({ _method: "put", return_to: returnTo(given) }),
  },
  contact: { action: "/contact#contact_form", id: "contact_form", class: "contact-form" },
  customer: { action: "/contact#contact_form", id: "contact_form", class: "contact-form" },
  customer_login: { action: "/account/login", id: "customer_login" },
  create_customer: { action: "/account/login", id: "create_customer" },
  storefront_password: { action: "/password", id: "login_form", class: "storefront-password-form" },
};

/** What a form knows about itself: nothing was sent wrongly, since every form leads away. */
class FormDrop extends LiquidObject {
  readonly id: string;
  readonly #kind: string;
  readonly #page: Page;

  constructor(id: string, kind: string, page: Page) {
    super();
    this.id = id;
    this.#kind = kind;
    this.#page = page;
  }
  get errors(): undefined {
    return undefined;
  }
  get "posted_successfully?"(): boolean {
    const sent = this.#page.url.searchParams;
    return sent.get(`${this.#kind === "customer" ? "customer" : "contact"}_posted`) === "true";
  }
}

/** `{% form 'product', product, id: …, class: … %}` */
export class FormTag extends Tag {
  readonly #kind: Value;
  readonly #resource: Value | null;
  readonly #hash: Hash;
  readonly #templates: Template[];

  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid, parser: Parser) {
    const written = token.args.trim();
    super(token, remaining, liquid);
    const { kind, resource, rest } = readForm(written);
    this.#kind = new Value(kind, liquid);
    this.#resource = resource === null ? null : new Value(resource, liquid);
    this.#hash = new Hash(rest);
    this.#templates = readBody({ token, end: "endform" }, remaining, parser);
  }
  *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    const kind = textOf(yield this.#kind.value(context, false));
    const resource = this.#resource === null ? null : yield this.#resource.value(context, false);
    const given = (yield this.#hash.render(context)) as Record<string, unknown>;
    const page = pageOf(context);
    const form = FORMS[kind];
    if (form === undefined)
      throw new Error(`Error in tag 'form' - "${kind}" is not a valid form type`);
    const id = textOf(
      given["id"] ?? (kind === "product" ? `${form.id}${idIn(resource)}` : form.id),
    );
    emitter.write(opening({ kind, form, id, given, page, resource }));
    context.push({ form: new FormDrop(id, kind, page) });
    yield this.liquid.renderer.renderTemplates(this.#templates, context, emitter);
    context.pop();
    emitter.write(closing({ kind, resource, context }));
  }
}

/** Splits `'product', product, id: x` at its commas: kind, perhaps a resource, attributes. */
function readForm(written: string): { kind: string; resource: string | null; rest: string } {
  const tokenizer = new Tokenizer(written);
  const kind = tokenizer.readValue()?.getText() ?? "";
  const after = written.slice(tokenizer.p).replace(/^\s*,\s*/, "");
  const named = /^[\w-]+\s*:/.test(after);
  if (after === "" || named) return { kind, resource: null, rest: after };
  const [, resource = after, rest = ""] = /^([^,]+?)\s*(?:,\s*(.*))?$/s.exec(after) ?? [];
  return { kind, resource, rest };
}

interface Opening {
  kind: string;
  form: FormKind;
  id: string;
  given: Record<string, unknown>;
  page: Page;
  resource: unknown;
}

const hiddenField = (name: string, value: string): string =>
  `<input type="hidden" name="${escapeText(name)}" value="${escapeText(value)}" />`;

function opening({ kind, form, id, given, page, resource }: Opening): string {
  const { id: _id, return_to: returns, action, method, class: ownClass, ...rest } = given;
  const attributes = {
    method: textOf(method ?? "post"),
    action: textOf(action ?? `${page.where.rootUrl}${form.action}`),
    id,
    "accept-charset": "UTF-8",
    class: ownClass ?? form.class ?? null,
    enctype: form.multipart === true ? "multipart/form-data" : null,
    ...rest,
  };
  const hidden = {
    form_type: kind,
    utf8: "✓",
    ...form.hidden?.({ page, resource }),
    ...(isBlank(returns) ? {} : { return_to: textOf(returns) }),
  };
  const fields = Object.entries(hidden).map(([name, value]) => hiddenField(name, value));
  return `<form${attributesOf(attributes)}>${fields.join("")}`;
}

function closing({
  kind,
  resource,
  context,
}: {
  kind: string;
  resource: unknown;
  context: Context;
}): string {
  if (kind !== "product") return "</form>";
  const section = context.getSync(["section", "id"]);
  const fields = hiddenField("product-id", idIn(resource));
  const place = isBlank(section) ? "" : hiddenField("section-id", textOf(section));
  return `${fields}${place}</form>`;
}
