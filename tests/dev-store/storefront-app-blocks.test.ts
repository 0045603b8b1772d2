/** A theme app extension on the storefront: what of it is rendered, with what, and who sees what. */
import { describe, expect, test } from "vitest";
import type { DevStore } from "../../dev-store/start.ts";
import {
  INSTALLATION,
  liquid,
  OWN,
  put,
  setMetafield,
  startPlainShop,
  visit,
} from "./storefront-shop.ts";

const block = (name: string): string =>
  `shopify://apps/perennial/blocks/${name}/0199e2a4-6c1b-7d3f-9a52-4be0c7d81f36`;

type Placed = Record<string, { name: string; settings?: object }>;

/** Places app blocks into the product page's section, as the theme editor does. */
function placeOnProduct(store: DevStore, blocks: Placed): void {
  const placed = Object.fromEntries(
    Object.entries(blocks).map(([id, { name, settings = {} }]) => [
      id,
      { type: block(name), settings },
    ]),
  );
  const main = { type: "one", blocks: placed, block_order: Object.keys(placed) };
  put(store, "templates/product.json", JSON.stringify({ sections: { main }, order: ["main"] }));
}

/** Places app blocks on the front page, in the `apps` section that holds nothing else. */
function placeAlone(store: DevStore, blocks: Placed): void {
  const placed = Object.fromEntries(
    Object.entries(blocks).map(([id, { name, settings = {} }]) => [
      id,
      { type: block(name), settings },
    ]),
  );
  const apps = { type: "apps", blocks: placed, block_order: Object.keys(placed) };
  put(store, "templates/index.json", JSON.stringify({ sections: { apps }, order: ["apps"] }));
}

function switchOn(
  store: DevStore,
  embeds: Record<string, { name: string; disabled?: boolean }>,
): void {
  const blocks = Object.fromEntries(
    Object.entries(embeds).map(([id, { name, disabled = false }]) => [
      id,
      { type: block(name), disabled, settings: {} },
    ]),
  );
  put(store, "config/settings_data.json", JSON.stringify({ current: { blocks } }));
}

const count = (html: string, what: string): number => html.split(what).length - 1;

describe("an app block", () => {
  test("stands in Shopify's wrapper with its schema's class, among the theme's own blocks", async () => {
    const store = await startPlainShop();
    placeOnProduct(store, { hello: { name: "greeting" } });
    expect(await visit(store, "/products/mug")).toContain(
      '<div id="shopify-block-hello" class="shopify-block shopify-app-block kind" data-block-handle="greeting">',
    );
  });

  test("placed on its own stands in the apps section", async () => {
    const store = await startPlainShop();
    placeAlone(store, { hello: { name: "greeting" } });
    expect(await visit(store, "/")).toMatch(
      /<section id="shopify-section-template--\d+__apps" class="shopify-section apps"><div id="shopify-block-hello"/,
    );
  });

  test("has its settings: saved ones, defaults with their types, a product filled in by the page", async () => {
    const store = await startPlainShop();
    placeOnProduct(store, {
      one: { name: "greeting", settings: { name: "Zoe" } },
      two: { name: "greeting", settings: { size: 7, product: "leaf-tea" } },
      three: { name: "greeting", settings: { product: "{{ product }}" } },
    });
    const html = await visit(store, "/products/tea-coffee-pot");
    expect(html).toMatch(/Good day, Zoe\.[\s\S]*class="product">Tea &amp; Coffee Pot<[\s\S]*>4</);
    expect(html).toMatch(/Good day, friend\.[\s\S]*class="product">Leaf Tea<[\s\S]*>7</);
    expect(count(html, 'class="product">Tea &amp; Coffee Pot<')).toBe(2);
  });

  test("finds its snippets, assets and translations in the extension", async () => {
    const store = await startPlainShop();
    put(store, "snippets/word.liquid", "the theme's word");
    placeOnProduct(store, { hello: { name: "greeting" } });
    const html = await visit(store, "/fr/products/mug");
    expect(html).toContain("Bonjour, friend.");
    expect(html).toContain('<b class="word">4</b>');
    expect(html).not.toContain("the theme's word");
    const leaf = /src="(\/cdn\/extensions\/plain-app\/assets\/leaf\.svg\?v=\w+)"/.exec(html)?.[1];
    expect((await fetch(`${store.url}${leaf ?? ""}`)).headers.get("content-type")).toContain("svg");
  });

  test("speaks its default language where it has none of the page's", async () => {
    const store = await startPlainShop();
    placeOnProduct(store, { hello: { name: "greeting" } });
    const html = await visit(store, "/ar/products/mug", { customer: "1001" });
    expect(html).toContain('dir="rtl"');
    expect(html).toContain("Good day, friend.");
  });

  test("tells its errors in its place, in Shopify's words, and the page goes on", async () => {
    const store = await startPlainShop();
    placeOnProduct(store, { bad: { name: "broken" }, worse: { name: "unfinished" } });
    const html = await visit(store, "/products/mug");
    expect(html).toMatch(
      /<p>before<\/p>\s*Liquid error \(blocks\/broken line 2\): divided by 0\s*<p>after<\/p>/,
    );
    expect(html).toContain("Could not find asset snippets/nowhere.liquid");
    expect(html).toContain(`Liquid syntax error (${block("unfinished")} line 1)`);
    expect(html).toContain("</html>");
  });

  test("that the extension doesn't have is an error, of an app that isn't known nothing", async () => {
    const store = await startPlainShop();
    placeOnProduct(store, { none: { name: "nothing" } });
    expect(await visit(store, "/products/mug")).toContain("Liquid error: Could not find app block");
    const foreign = "shopify://apps/other/blocks/x/0199e2a4-6c1b-7d3f-9a52-4be0c7d81f36";
    const main = { type: "one", blocks: { x: { type: foreign } }, block_order: ["x"] };
    put(store, "templates/product.json", JSON.stringify({ sections: { main }, order: ["main"] }));
    expect(await visit(store, "/products/mug")).not.toMatch(/shopify-app-block|Liquid error/);
  });

  test("shows where its schema lets it, and once the app says that it is available", async () => {
    const store = await startPlainShop();
    placeOnProduct(store, { only: { name: "product-only" }, ready: { name: "when-ready" } });
    placeAlone(store, { only: { name: "product-only" }, embed: { name: "bar" } });
    expect(await visit(store, "/products/mug")).toContain("Only about products");
    const front = await visit(store, "/");
    expect(front).not.toMatch(/Only about products|class="bar"/);
    expect(await visit(store, "/products/mug")).not.toContain("The app is ready");
    setMetafield(store, INSTALLATION(store), { namespace: "perennial", key: "ready" }, true);
    expect(await visit(store, "/products/mug")).toContain("The app is ready");
  });

  test("is gone with the app", async () => {
    const store = await startPlainShop();
    placeOnProduct(store, { hello: { name: "greeting" } });
    switchOn(store, { 7: { name: "bar" } });
    store.shop.execute({ kind: "app.uninstall", at: store.clock.now() });
    expect(await visit(store, "/products/mug")).not.toContain("shopify-app-block");
  });
});

describe("an app embed", () => {
  test("stands before </body>, or in the head, if it is switched on", async () => {
    const store = await startPlainShop();
    switchOn(store, {
      7: { name: "bar" },
      8: { name: "meta" },
      9: { name: "bar", disabled: true },
    });
    const html = await visit(store, "/cart");
    expect(html).toMatch(
      /<div id="shopify-block-7" class="shopify-block shopify-app-block" data-block-handle="bar"><div class="bar">cart <\/div>\s*<\/div><\/body>/,
    );
    expect(html).toMatch(/<meta name="plain-app" content="[^"]*">\s*<\/head>/);
    expect(html).not.toContain("shopify-block-9");
  });
});

test("each asset that blocks name is loaded once, without holding up the page", async () => {
  const store = await startPlainShop();
  placeOnProduct(store, { one: { name: "greeting" }, two: { name: "greeting" } });
  switchOn(store, { 7: { name: "bar" } });
  const html = await visit(store, "/products/mug");
  const head = html.slice(0, html.indexOf("</head>"));
  expect(head).toMatch(
    /<script src="\/cdn\/extensions\/plain-app\/assets\/app\.js\?v=\w+"[^>]* defer="defer"><\/script>/,
  );
  expect(head).toMatch(
    /<link href="\/cdn\/extensions\/plain-app\/assets\/app\.css\?v=\w+" rel="stylesheet"/,
  );
  expect([count(html, "assets/app.js"), count(html, "assets/app.css")]).toEqual([1, 1]);
  switchOn(store, {});
  expect(await visit(store, "/cart")).not.toContain("plain-app/assets");
});

describe("what the app keeps for itself", () => {
  async function filledShop(): Promise<DevStore> {
    const store = await startPlainShop();
    placeOnProduct(store, { hello: { name: "greeting" } });
    const owner = "gid://shopify/Customer/1001";
    setMetafield(store, owner, { namespace: OWN, key: "member" }, { available: 120 });
    setMetafield(store, owner, { namespace: "app--other", key: "member" }, { available: 999 });
    setMetafield(
      store,
      INSTALLATION(store),
      { namespace: "perennial", key: "program" },
      { name: "Leaves" },
    );
    return store;
  }

  test("its blocks see: the customer's $app metafields, and app", async () => {
    const store = await filledShop();
    const html = await visit(store, "/products/mug", { customer: "1001" });
    expect(html).toContain("120 points");
    expect(html).toContain('<p class="program">Leaves</p>');
    expect(await visit(store, "/products/mug", { customer: "1002" })).not.toContain("points");
    expect(await visit(store, "/products/mug")).not.toContain("points");
  });

  test("the theme doesn't, by no name", async () => {
    const store = await filledShop();
    const seen = [
      "{{ customer.metafields['$app'].member.value.available }}",
      "{{ customer.metafields['$app'] }}",
      `{{ customer.metafields['${OWN}'].member.value.available }}`,
      "{{ customer.metafields['app--other'].member }}",
      "{{ app.metafields.perennial.program.value.name }}",
      "{{ app }}",
    ].join("");
    expect(await liquid(store, seen, { customer: "1001" })).toBe("");
  });

  test("other apps' stay theirs, also in a block of ours", async () => {
    const store = await filledShop();
    const html = await visit(store, "/products/mug", { customer: "1001" });
    expect(html).not.toContain("999");
  });

  test("a merchant's own metafields are for the theme too", async () => {
    const store = await filledShop();
    const owner = "gid://shopify/Customer/1001";
    setMetafield(store, owner, { namespace: "custom", key: "note" }, { text: "likes tea" });
    const source =
      "{{ customer.metafields.custom.note.value.text }} {{ customer.metafields.custom.note.type }}";
    expect(await liquid(store, source, { customer: "1001" })).toBe("likes tea json");
  });
});

test("pages work while the app doesn't answer", async () => {
  const store = await startPlainShop({ appUrl: "http://127.0.0.1:9" });
  placeOnProduct(store, { hello: { name: "greeting" } });
  expect((await fetch(`${store.url}/apps/perennial/member`)).status).toBe(502);
  expect(await visit(store, "/products/mug")).toContain("Good day, friend.");
});
