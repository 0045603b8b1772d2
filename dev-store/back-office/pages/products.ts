import { formatMinor } from "../../shop/money.ts";
import type { Product } from "../../shop/records.ts";
import { readId } from "../../wire/gid.ts";
import { Refusal } from "../../wire/refusal.ts";
import { callControl, refusedBy } from "../carry-out.ts";
import { webhooksOf } from "../confirm.ts";
import { termsOf } from "../find-orders.ts";
import { markup, type Html } from "../../http/html.ts";
import { picture } from "../order-lines.ts";
import { badge, card, facts, linkButton, PAGE_ROWS, pageNumber, pager, table } from "../parts.ts";
import type { Flash, PageReply, Reply, Route, Visit } from "../visit.ts";
import { count, moment, money } from "../wording.ts";
import { searchForm } from "./orders.ts";

const pathOf = (product: Product): string => `/admin/products/${product.id}`;

function prices(product: Product, currency: string): string {
  const minors = product.variants.map(({ priceMinor }) => priceMinor);
  const low = Math.min(...minors);
  const high = Math.max(...minors);
  return low === high
    ? money(low, currency)
    : `${money(low, currency)} to ${money(high, currency)}`;
}

function findProducts(products: Iterable<Product>, text: string): Product[] {
  const terms = termsOf(text);
  return [...products]
    .filter((product) => {
      const words =
        `${product.title} ${product.vendor ?? ""} ${product.productType} ${product.handle}`.toLowerCase();
      return terms.every((term) => words.includes(term));
    })
    .sort((a, b) => a.title.localeCompare(b.title));
}

function list({ context, query }: Visit): Reply {
  const { state } = context.shop;
  const text = (query.get("q") ?? "").trim();
  const found = findProducts(state.products.values(), text);
  const from = (pageNumber(query) - 1) * PAGE_ROWS;
  return {
    title: "Products",
    section: "products",
    content: card(
      null,
      markup`<div class="toolbar"><span class="quiet">${count(state.products.size, "product")}</span>${searchForm({ path: "/admin/products", label: "Search products", text })}</div>${table(
        {
          caption: "Products by title",
          columns: [
            { label: "Product", phone: 1 },
            { label: "Type", phone: 3 },
            { label: "Status", phone: 5 },
            { label: "Variants", align: "end", phone: 4 },
            { label: "Price", align: "end", phone: 2 },
          ],
          empty:
            text === ""
              ? markup`<p>The shop sells nothing yet. Products come with the demo's catalogue or <code>POST /control/products</code>.</p>`
              : markup`<p>No product matches “${text}”.</p><p><a class="button" href="/admin/products">Show all products</a></p>`,
          rows: found
            .slice(from, from + PAGE_ROWS)
            .map((product) => [
              markup`<a class="pictured" href="${pathOf(product)}">${picture(product.imageSeed)}<span>${product.title}</span></a>`,
              product.productType === "" ? "no type" : product.productType,
              badge(product.status, product.status === "active" ? "good" : "plain"),
              count(product.variants.length, "variant"),
              prices(product, state.info.currency),
            ]),
        },
      )}${found.length > PAGE_ROWS && pager("/admin/products", query, found.length)}`,
    ),
  };
}

function productOf(visit: Visit): Product {
  const id = readId(visit.parts[0], "the product's id");
  const product = visit.context.shop.state.products.get(id);
  if (product === undefined) throw new Refusal(404, `There is no product ${id}`);
  return product;
}

function variantFields(product: Product, form: URLSearchParams, currency: string): Html[] {
  return product.variants.map((variant) => {
    const name = `price-${variant.id}`;
    const label =
      variant.title === "Default Title" ? `Price in ${currency}` : `${variant.title}, ${currency}`;
    return markup`<label class="field"><span>${label}</span><input type="text" inputmode="decimal" name="${name}" required value="${form.get(name) ?? formatMinor(variant.priceMinor, currency)}"></label>`;
  });
}

function productPage(
  visit: Visit,
  also: { form: URLSearchParams; status?: number; flash?: Flash },
): PageReply {
  const product = productOf(visit);
  const { info, collections } = visit.context.shop.state;
  const inCollections = [...collections.values()].filter(({ productIds }) =>
    productIds.includes(product.id),
  );
  return {
    ...(also.status === undefined ? {} : { status: also.status }),
    ...(also.flash === undefined ? {} : { flash: also.flash }),
    title: product.title,
    section: "products",
    back: { href: "/admin/products", label: "Products" },
    actions: linkButton(`/products/${product.handle}`, "See it in the storefront"),
    content: markup`<div class="columns"><form class="card-stack" method="post" action="${pathOf(product)}">${card(
      "Title and price",
      markup`<div class="stack"><label class="field"><span>Title</span><input type="text" name="title" required maxlength="255" value="${also.form.get("title") ?? product.title}"></label>${variantFields(product, also.form, info.currency)}<button class="button button-first">Save</button><p class="quiet">${webhooksOf(visit.context, ["products/update"])} Orders that were placed keep their prices.</p></div>`,
    )}</form><div class="card-stack">${card(
      "About this product",
      markup`<img class="product-picture" src="/cdn/shop/products/${String(product.imageSeed)}.svg?width=480" alt="" width="480" height="600">${facts(
        [
          ["Type", product.productType === "" ? "none" : product.productType],
          ["Vendor", product.vendor ?? "none"],
          ["Status", product.status],
          [
            "Collections",
            inCollections.length === 0
              ? "none"
              : inCollections.map(({ title }) => title).join(", "),
          ],
          ["Tags", product.tags.length === 0 ? "none" : product.tags.join(", ")],
          ["Last changed", moment(product.updatedAt, info.timeZone)],
          ["Id", markup`<code>${product.id}</code>`],
        ],
      )}`,
    )}</div></div>`,
  };
}

async function save(visit: Visit): Promise<Reply> {
  const { form } = visit;
  const product = productOf(visit);
  const { currency } = visit.context.shop.state.info;
  const title = (form.get("title") ?? "").trim();
  try {
    await callControl(visit.context, {
      method: "PUT",
      path: `/control/products/${product.id}`,
      body: {
        title,
        variants: product.variants.map((variant) => ({
          id: variant.id,
          title: variant.title,
          sku: variant.sku,
          price:
            form.get(`price-${variant.id}`)?.trim() ?? formatMinor(variant.priceMinor, currency),
        })),
      },
    });
    return { redirect: pathOf(product), flash: { kind: "done", text: `${title} is saved.` } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return productPage(visit, { form, status: error.status, flash: refusedBy(error) });
  }
}

export const PRODUCT_PAGES: readonly Route[] = [
  { method: "GET", path: "/admin/products", answer: list },
  {
    method: "GET",
    path: "/admin/products/:id",
    answer: (visit) => productPage(visit, { form: visit.form }),
  },
  { method: "POST", path: "/admin/products/:id", answer: save },
];
