/** The storefront's pages, as a shopper and a theme's script meet them. */
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readEnvironment } from "../../dev-store/environment.ts";
import { call, EVERYTHING } from "./store.ts";
import { cookieOf, PLAIN_THEME, put, startPlainShop, visit } from "./storefront-shop.ts";

const ERRORS = /Liquid (syntax )?error|Translation missing|\[object Object\]|Drop</;

describe("every page of the theme renders", () => {
  test.each([
    { path: "/", has: "<h1>Everything</h1>" },
    { path: "/collections", has: '<a href="/collections/table">Table</a> (3)' },
    { path: "/collections/all", has: "<h1>Products</h1>" },
    { path: "/collections/table", has: "<h1>Table</h1>" },
    { path: "/collections/vendors?q=Ashdown", has: "<h1>Ashdown</h1>" },
    { path: "/products/mug", has: "<h1>Mug</h1>" },
    { path: "/collections/table/products/mug", has: "<h1>Mug</h1>" },
    { path: "/cart", has: "Nothing in here yet" },
    { path: "/search?q=tea", has: "<h1>tea</h1>" },
    { path: "/pages/rewards", has: "<h1>Rewards</h1>" },
    { path: "/fr/pages/rewards", has: "<h1>Fidélité</h1>" },
  ])("$path", async ({ path, has }) => {
    const html = await visit(await startPlainShop(), path);
    expect(html).toContain(has);
    expect(html).not.toMatch(ERRORS);
  });
});

describe("sections", () => {
  test("stand in the template's order, blocks in theirs, without what is switched off", async () => {
    const html = await visit(await startPlainShop(), "/");
    expect(html).toMatch(/By default[\s\S]*<p>One<\/p>/);
    expect(html).not.toMatch(/Never shown|Switched off/);
  });

  test("have Shopify's wrappers: of the template, of a group, of the theme's code", async () => {
    const html = await visit(await startPlainShop(), "/");
    expect(html).toMatch(/<div id="shopify-section-template--\d+__main" class="shopify-section">/);
    expect(html).toMatch(
      /<div id="shopify-section-sections--\d+__nav" class="shopify-section shopify-section-group-side-group">/,
    );
    expect(html).toContain('<footer id="shopify-section-foot" class="shopify-section closing">');
  });

  test("a template's wrapper goes around them", async () => {
    const html = await visit(await startPlainShop(), "/products/mug");
    expect(html).toContain('<section id="item" class="about" data-kind="product">');
  });

  test("a setting may speak of the page's product", async () => {
    expect(await visit(await startPlainShop(), "/products/mug")).toContain("Made by Ashdown");
  });

  test("come alone by section_id, several as JSON by sections; a missing one is null or 404", async () => {
    const store = await startPlainShop();
    expect(await visit(store, "/?section_id=foot")).toMatch(/^<footer id="shopify-section-foot"/);
    const several = JSON.parse(await visit(store, "/?sections=foot,nothing")) as object;
    expect(several).toEqual({ foot: expect.stringContaining("Country") as string, nothing: null });
    expect((await fetch(`${store.url}/?section_id=nothing`)).status).toBe(404);
  });
});

describe("languages", () => {
  test("are told by the path, and every address of the page stays in the language", async () => {
    const html = await visit(await startPlainShop(), "/fr/products/mug");
    expect(html).toContain('<html lang="fr">');
    expect(html).toContain("Dans le panier");
    expect(html).toContain('action="/fr/cart/add"');
    expect(html).toContain('href="/fr/pages/rewards"');
    expect(html).toContain('hreflang="ja" href="http://');
  });

  test("a form changes language and country and goes back to the same page", async () => {
    const store = await startPlainShop();
    const choose = (fields: Record<string, string>) =>
      fetch(`${store.url}/localization`, {
        method: "POST",
        body: new URLSearchParams(fields),
        redirect: "manual",
      });
    const answer = await choose({
      language_code: "zh-CN",
      country_code: "JP",
      return_to: "/fr/products/mug?variant=10",
    });
    expect([answer.status, answer.headers.get("location")]).toEqual([
      302,
      "/zh-cn/products/mug?variant=10",
    ]);
    expect(answer.headers.get("set-cookie")).toMatch(/^localization=JP;/);
    const away = await choose({ country_code: "US", return_to: "//evil.example/x" });
    expect(away.headers.get("location")).toBe("/");
    const unknown = await choose({ country_code: "XX", return_to: "/cart" });
    expect(unknown.headers.get("set-cookie")).toBeNull();
  });
});

describe("currencies", () => {
  test("follow the country, in text and for scripts", async () => {
    const store = await startPlainShop();
    const html = await visit(store, "/products/mug", { country: "JP" });
    expect(html).toContain('<p class="price">¥2,450 JPY</p>');
    expect(html).toContain('Shopify.currency = {"active":"JPY","rate":"196.0"};');
    expect(await visit(store, "/products/mug")).toContain(
      'Shopify.currency = {"active":"GBP","rate":"1.0"};',
    );
    expect(await visit(store, "/products/mug?country=de")).toContain("€14,50 EUR");
  });

  test("a product's JSON has hundredths of the shopper's currency", async () => {
    const store = await startPlainShop();
    const product = JSON.parse(await visit(store, "/products/leaf-tea.js", { country: "JP" })) as {
      price_min: number;
      variants: { price: number; title: string }[];
      options: unknown;
    };
    expect(product).toMatchObject({ price_min: 127_400, url: "/products/leaf-tea" });
    expect(product.variants.map(({ price, title }) => [title, price])).toEqual([
      ["100 g", 127_400],
      ["250 g", 280_300],
    ]);
    expect(product.options).toEqual([{ name: "Size", position: 1, values: ["100 g", "250 g"] }]);
  });
});

describe("who visits", () => {
  test("a guest is offered to log in, a customer is greeted, a made-up cookie is a guest", async () => {
    const store = await startPlainShop();
    expect(await visit(store, "/")).toContain("Log in");
    const known = await visit(store, "/", { customer: "1001" });
    expect(known).toContain("Hello Ann");
    expect(known).not.toContain("Log in");
    const forged = (await cookieOf(store, "1001")).replace("1001", "1002");
    expect(await visit(store, "/", { cart: forged })).toContain("Log in");
  });

  test("names of customers and products are shown, never run", async () => {
    const store = await startPlainShop();
    const at = store.clock.now();
    const nasty = `<img src=x onerror="alert('1')">`;
    store.shop.execute({ kind: "customer.put", at, customer: { id: "1003", firstName: nasty } });
    store.shop.execute({
      kind: "product.put",
      at,
      product: {
        id: "4",
        title: nasty,
        handle: "nasty",
        variants: [{ id: "40", title: nasty, sku: null, priceMinor: 1 }],
      },
    });
    for (const path of ["/", "/products/nasty", "/collections/all?page=2", "/search?q=onerror"]) {
      const html = await visit(store, path, { customer: "1003" });
      expect(html).toContain("&lt;img src=x");
      expect(html).not.toContain("<img src=x");
    }
    const search = await visit(store, `/search?q=${encodeURIComponent("</script><b>")}`);
    expect(search).not.toContain("</script><b>");
  });
});

describe("collections", () => {
  test("are shown by pages, sorted as asked", async () => {
    const store = await startPlainShop();
    const prices = async (query: string) =>
      [
        ...(await visit(store, `/collections/table${query}`)).matchAll(/class="price">£([\d.]+)/g),
      ].map(([, price]) => price);
    expect(await prices("")).toEqual(["12.50", "48.00"]);
    expect(await prices("?page=2")).toEqual(["6.50"]);
    expect(await prices("?sort_by=price-ascending")).toEqual(["6.50", "12.50"]);
    expect(await visit(store, "/collections/table?sort_by=price-ascending")).toContain(
      'href="/collections/table?sort_by=price-ascending&amp;page=2"',
    );
  });

  test("show at once what the merchant changes, and nothing unpublished", async () => {
    const store = await startPlainShop();
    await visit(store, "/collections/table");
    store.shop.execute({
      kind: "product.put",
      at: store.clock.now(),
      product: { id: "1", status: "draft" },
    });
    expect(await visit(store, "/collections/table")).not.toContain(">Mug<");
    expect((await fetch(`${store.url}/products/mug`)).status).toBe(404);
  });
});

test("the cart in Liquid is the cart that scripts see", async () => {
  const store = await startPlainShop();
  const added = await call(store, "POST", "/cart/add.js", {
    items: [{ id: "30", quantity: 2 }],
    sections: "foot,cart-count",
  });
  const cart = (added.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  expect(added.body["sections"]).toEqual({
    foot: expect.stringContaining("Country") as string,
    "cart-count": null,
  });
  const html = await visit(store, "/cart", { cart, country: "DE" });
  expect(html).toContain("<h1>2 things</h1>");
  expect(html).toContain('<p class="total">€15,08 EUR</p>');
});

test("a changed cart brings the sections along as they are with it", async () => {
  const store = await startPlainShop();
  put(store, "sections/count.liquid", "{{ cart.item_count }} in cart");
  const added = await call(store, "POST", "/cart/add.js", {
    id: "30",
    quantity: 3,
    sections: ["count"],
  });
  expect(added.body["sections"]).toMatchObject({
    count: expect.stringContaining("3 in cart") as string,
  });
});

describe("what is not there", () => {
  test.each([
    "/nothing",
    "/products/nothing",
    "/collections/nothing",
    "/pages/nothing",
    "/%E0%A4%A",
  ])("%s is the theme's 404, in the page's language", async (path) => {
    const store = await startPlainShop();
    const answer = await fetch(`${store.url}/fr${path}`);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain("Cette page n&#39;existe pas".replace("&#39;", "'"));
  });

  test.each([
    "/cdn/shop/t/1/assets/..%2f..%2fpackage.json",
    "/cdn/shop/t/1/assets/none.css",
    "/cdn/shop/files/none.svg",
  ])("%s is a 404", async (path) => {
    expect((await fetch(`${(await startPlainShop()).url}${path}`)).status).toBe(404);
  });
});

describe("what the merchant changes in the theme", () => {
  test("is shown at once and goes back to the theme's own file", async () => {
    const store = await startPlainShop();
    put(store, "templates/404.liquid", "Gone fishing");
    expect(await visit(store, "/nothing")).toContain("Gone fishing");
    put(store, "templates/404.liquid", null);
    expect(await visit(store, "/nothing")).toContain("That page isn");
  });

  test.each(["../package.json", "templates/../../x", "notes/a.txt", "templates"])(
    "%s is no file of a theme",
    async (file) => {
      const store = await startPlainShop();
      expect(() => put(store, file, "x")).toThrow(/no file of a theme/);
    },
  );

  test("settings come from it too", async () => {
    const store = await startPlainShop();
    put(store, "config/settings_data.json", '{"current": {"paper": "#000000"}}');
    expect(await visit(store, "/")).toContain("--paper: #000000; --line: #2e2e2e;");
  });
});

describe("design mode, for the theme editor", () => {
  test("marks sections and blocks; shoppers see none of it", async () => {
    const store = await startPlainShop();
    const html = await visit(store, "/?design=1");
    expect(html).toContain("Shopify.designMode = true;");
    expect(html).toMatch(/data-shopify-editor-section="\{&quot;id&quot;:&quot;template--\d+__main/);
    expect(html).toContain("data-shopify-editor-block=");
    expect(await visit(store, "/")).not.toMatch(/designMode|data-shopify-editor/);
  });
});

describe("assets", () => {
  test("are typed, compressed, and kept for ever under an address with their content's digest", async () => {
    const store = await startPlainShop();
    const url = /href="([^"]*plain\.css[^"]*)"/.exec(await visit(store, "/"))?.[1] ?? "";
    const answer = await fetch(`${store.url}${url}`, { headers: { "Accept-Encoding": "gzip" } });
    expect(answer.headers.get("content-type")).toBe("text/css; charset=utf-8");
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    expect(answer.headers.get("cache-control")).toContain("immutable");
    expect(await answer.text()).toContain(".sheet");
    const again = await fetch(`${store.url}${url}`, {
      headers: { "If-None-Match": answer.headers.get("etag") ?? "", "Accept-Encoding": "gzip" },
    });
    expect(again.status).toBe(304);
    const bare = await fetch(`${store.url}/cdn/shop/t/1/assets/plain.css`);
    expect(bare.headers.get("cache-control")).not.toContain("immutable");
  });

  test("pictures are drawn as wide as asked", async () => {
    const store = await startPlainShop();
    const answer = await fetch(`${store.url}/cdn/shop/products/1.svg?v=1&width=320`);
    expect(answer.headers.get("content-type")).toBe("image/svg+xml; charset=utf-8");
    expect(await answer.text()).toContain('width="320"');
  });

  test("a page is sent compressed only to who takes it so", async () => {
    const store = await startPlainShop();
    const plain = await fetch(store.url, { headers: { "Accept-Encoding": "identity" } });
    expect(plain.headers.get("content-encoding")).toBeNull();
    const { request } = await import("node:http");
    const body = await new Promise<Buffer>((resolve, reject) => {
      request(store.url, { headers: { "Accept-Encoding": "gzip" } }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => resolve(Buffer.concat(chunks)));
      })
        .on("error", reject)
        .end();
    });
    expect(gunzipSync(body).toString()).toBe(await plain.text());
  });
});

test("code in a theme's javascript and stylesheet tags is loaded once, and nowhere shown", async () => {
  const store = await startPlainShop();
  expect(await visit(store, "/")).not.toContain("compiled_assets");
  put(
    store,
    "sections/foot.liquid",
    "{% stylesheet %} .foot { color: red } {% endstylesheet %}{% javascript %} let a = {}; {% endjavascript %}",
  );
  const html = await visit(store, "/");
  expect(html).not.toMatch(/color: red|let a/);
  expect(await visit(store, /[^"]*compiled_assets\/styles\.css/.exec(html)?.[0] ?? "")).toBe(
    ".foot { color: red }",
  );
  expect(await visit(store, /[^"]*compiled_assets\/scripts\.js/.exec(html)?.[0] ?? "")).toBe(
    "let a = {};",
  );
});

test("a folder for the theme that isn't there is told at the start", () => {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const start = (theme: string) => readEnvironment([], { DEV_STORE_THEME: theme }, root).options;
  expect(() => start("no/such/folder")).toThrow(
    'DEV_STORE_THEME must be a folder, got "no/such/folder"',
  );
  expect(start(PLAIN_THEME)).toMatchObject({ theme: PLAIN_THEME });
});

test("suggestions and recommendations answer scripts", async () => {
  const store = await startPlainShop();
  const suggested = JSON.parse(await visit(store, "/search/suggest.json?q=tea")) as {
    resources: { results: { products: { title: string }[] } };
  };
  expect(suggested.resources.results.products.map(({ title }) => title)).toEqual([
    "Tea & Coffee Pot",
    "Leaf Tea",
  ]);
  const beside = JSON.parse(
    await visit(store, "/recommendations/products.json?product_id=1&limit=1"),
  ) as { products: { title: string }[] };
  expect(beside.products.map(({ title }) => title)).toEqual(["Tea & Coffee Pot"]);
});

test("a page of a shop with 4,000 products is made in well under 100 ms", async () => {
  // Nobody is told of the products: sending 4,000 webhooks meanwhile would be what is measured.
  const store = await startPlainShop({ configuration: { ...EVERYTHING, subscriptions: [] } });
  const at = store.clock.now();
  const titles = Array.from({ length: 4_000 }, (_, index) => `Thing ${index}`);
  for (const title of titles)
    store.shop.execute({ kind: "product.put", at, product: { title, imageSeed: 7 } });
  const fastest = async (path: string) => {
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const start = performance.now();
      await visit(store, path);
      times.push(performance.now() - start);
    }
    return Math.min(...times);
  };
  for (const path of ["/", "/collections/all?page=900", "/products/thing-3999", "/search?q=thing"])
    expect(await fastest(path)).toBeLessThan(100);
});
