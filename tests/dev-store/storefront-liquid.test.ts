/** Liquid as Shopify renders it, beyond what the language's own library knows. */
import { describe, expect, test } from "vitest";
import { liquid, startPlainShop, visit } from "./storefront-shop.ts";

describe("numbers", () => {
  test.each([
    { source: "{{ 10 | divided_by: 4 }}", is: "2", why: "whole numbers divide to whole numbers" },
    { source: "{{ 10 | divided_by: 4.0 }}", is: "2.5", why: "a float makes a float" },
    { source: "{{ 58 | times: 1.0 | divided_by: 4 }}", is: "14.5", why: "also one made before" },
    { source: "{{ 10 | times: 1.0 }}", is: "10.0", why: "a whole float keeps its point" },
    { source: "{{ 7 | modulo: 3 }} {{ -7 | modulo: 3 }}", is: "1 2", why: "modulo as Ruby's" },
    { source: "{{ 2.5 | round }} {{ 2.345 | round: 2 }}", is: "3 2.35", why: "half away from nil" },
    { source: '{{ "12" | plus: "0.5" }}', is: "12.5", why: "text counts as the number it spells" },
    { source: "{{ nothing | plus: 3 }}", is: "3", why: "nil counts as 0" },
    { source: "{{ 0.1 | plus: 0.2 }}", is: "0.3", why: "no noise of binary fractions" },
    { source: "{% if 4.0 == 4 %}same{% endif %}", is: "same", why: "4.0 is 4" },
    { source: "{% if nothing < 5 %}less{% else %}no{% endif %}", is: "no", why: "nil is not less" },
    {
      source: "{{ 5 | divided_by: 0 }}, still here",
      is: "Liquid error (sections/probe line 1): divided by 0, still here",
      why: "an error stands in its place and the rest goes on",
    },
    {
      source: '\n{% if "5" > 4 %}{% endif %}',
      is: "\nLiquid error (sections/probe line 2): comparison of String with 4 failed",
      why: "unlike kinds don't compare",
    },
  ])("$source: $why", async ({ source, is }) => {
    expect(await liquid(await startPlainShop(), source)).toBe(is);
  });
});

test("the storefront's login leads back to the page it was begun on, the account's into the account", async () => {
  const store = await startPlainShop();
  const path = "/fr/products/leaf-tea?variant=31";
  const begun = await liquid(store, "{{ routes.storefront_login_url }}", { path });
  const answer = await fetch(`${store.url}${begun}`, { redirect: "manual" });
  expect(answer.headers.get("location")).toBe(
    `/customer-accounts/login?${new URLSearchParams({ return_to: path }).toString()}`,
  );
  expect(await liquid(store, "{{ routes.account_login_url }}", { path })).toBe("/fr/account/login");
});

describe("money is hundredths in every currency, shown as the currency is written", () => {
  test.each([
    { country: "GB", source: "{{ 123456 | money }}", is: "£1,234.56" },
    { country: "GB", source: "{{ 123456 | money_with_currency }}", is: "£1,234.56 GBP" },
    { country: "GB", source: "{{ 123400 | money_without_trailing_zeros }}", is: "£1,234" },
    { country: "GB", source: "{{ 123450 | money_without_trailing_zeros }}", is: "£1,234.50" },
    { country: "GB", source: "{{ 123456 | money_without_currency }}", is: "1,234.56" },
    { country: "DE", source: "{{ 123456 | money }}", is: "€1.234,56" },
    { country: "DE", source: "{{ 123400 | money_without_trailing_zeros }}", is: "€1.234" },
    { country: "JP", source: "{{ 123456 | money }}", is: "¥1,235" },
    { country: "JP", source: "{{ 123456 | money_with_currency }}", is: "¥1,235 JPY" },
    { country: "SE", source: "{{ 123456 | money }}", is: "1,235 kr" },
    { country: "CH", source: "{{ 123456 | money }}", is: "CHF 1'234.56" },
    { country: "KW", source: "{{ 50600 | money }}", is: "506.00 KD" },
    {
      country: "GB",
      source: "{{ -500 | money }}|{{ nothing | money }}|{{ '' | money }}",
      is: "-£5.00||",
    },
  ])("$country: $source", async ({ country, source, is }) => {
    expect(await liquid(await startPlainShop(), source, { country })).toBe(is);
  });

  test("a product's price is the shop's, converted, also into yen", async () => {
    const store = await startPlainShop();
    const source = "{{ all_products['mug'].price }} {{ all_products['mug'].price | money }}";
    expect(await liquid(store, source)).toBe("1250 £12.50");
    expect(await liquid(store, source, { country: "US" })).toBe("1650 $16.50");
    expect(await liquid(store, source, { country: "JP" })).toBe("245000 ¥2,450");
  });
});

describe("translations", () => {
  test.each([
    { path: "/", source: "{{ 'cart.items' | t: count: 1 }}", is: "1 thing" },
    { path: "/", source: "{{ 'cart.items' | t: count: 0 }}", is: "0 things" },
    { path: "/fr", source: "{{ 'cart.items' | t: count: 0 }}", is: "0 article" },
    { path: "/ar", source: "{{ 'cart.items' | t: count: 0 }}", is: "لا شيء" },
    { path: "/ar", source: "{{ 'cart.items' | t: count: 2 }}", is: "شيئان" },
    { path: "/ar", source: "{{ 'cart.items' | t: count: 5 }}", is: "5 أشياء" },
    { path: "/fr", source: "{{ 'only_english' | t }}", is: "Only in English" },
    { path: "/", source: "{{ 'no.such' | t }}", is: "Translation missing: en.no.such" },
    { path: "/fr", source: "{{ 'hello' | t: name: 'A & <b>' }}", is: "Bonjour A &amp; &lt;b&gt;" },
    { path: "/", source: "{{ 'hello_html' | t: name: 'Ann' }}", is: "Hello <b>Ann</b>" },
  ])("$path $source", async ({ path, source, is }) => {
    expect(await liquid(await startPlainShop(), source, { path })).toBe(is);
  });
});

describe("dates", () => {
  const at = "2026-07-05T23:30:00Z";
  test.each([
    { path: "/", format: "'%Y-%m-%d %H:%M'", is: "2026-07-06 00:30", why: "the shop's time zone" },
    { path: "/", format: "'%-d %B %Y, %l:%M %p'", is: "6 July 2026, 12:30 AM", why: "strftime" },
    { path: "/fr", format: "'%-d %B'", is: "6 juillet", why: "the page's language" },
    {
      path: "/de",
      format: "format: 'abbreviated_date'",
      is: "6. Juli 2026",
      why: "a named format",
    },
    { path: "/ja", format: "format: 'date'", is: "2026年7月6日", why: "in the language's order" },
  ])("$path $format: $why", async ({ path, format, is }) => {
    const source = `{{ '${at}' | date: ${format} }}`;
    expect(await liquid(await startPlainShop(), source, { path })).toBe(is);
  });
});

describe("text and markup", () => {
  test.each([
    { source: "{{ \"<a b='c'>&\" | escape }}", is: "&lt;a b=&#39;c&#39;&gt;&amp;" },
    { source: '{{ "Tea & Coffee (100 g)" | handleize }}', is: "tea-coffee-100-g" },
    { source: '{{ "</script><b>" | json }}', is: '"\\u003c/script\\u003e\\u003cb\\u003e"' },
    {
      source: "{{ '' | default: 'x' }}{{ false | default: 'y', allow_false: true }}",
      is: "xfalse",
    },
    { source: '{{ "a" | md5 }}', is: "0cc175b9c0f1b6a831c399e269772661" },
    { source: '{{ "a" | hmac_sha256: "k" | slice: 0, 8 }}', is: "78da9151" },
    { source: '{{ 2 | pluralize: "leaf", "leaves" }}', is: "leaves" },
    {
      source: '{{ "Leaf Tea" | highlight: "tea" }}',
      is: 'Leaf <strong class="highlight">Tea</strong>',
    },
    {
      source: '{{ "x" | link_to: "/a?b&c", title: "T" }}',
      is: '<a href="/a?b&amp;c" title="T">x</a>',
    },
    { source: '{{ "#336699" | color_darken: 20 }}', is: "#1a334d" },
    {
      source: "{{ settings.paper.red }} {{ settings.paper | color_to_rgb }}",
      is: "29 rgb(29, 36, 48)",
    },
    { source: "{% style %}a{% endstyle %}", is: "<style data-shopify>a</style>" },
    { source: "{% comment %}{{ x }}{% endcomment %}{% # note %}.", is: "." },
    { source: "{% doc %} {{ unclosed {% enddoc %}.", is: "." },
    { source: "{% liquid\n  assign a = 1\n  echo a\n%}", is: "1" },
    {
      source: "{{ template }} {{ template.name }} {{ request.page_type }}",
      is: "index index index",
    },
    { source: "{{ linklists['main-menu'].links.first.url }}", is: "/collections/all" },
    { source: "{% if collections['nothing'] == blank %}none{% endif %}", is: "none" },
    { source: "{% if all_products['mug'] != blank %}there{% endif %}", is: "there" },
    {
      source: "{% render 'missing' %}",
      is: "Liquid error (sections/probe line 1): Could not find asset snippets/missing.liquid",
    },
  ])("$source", async ({ source, is }) => {
    expect(await liquid(await startPlainShop(), source)).toBe(is);
  });

  test("an image tag offers widths and keeps the picture's proportions", async () => {
    const source =
      "{{ all_products['mug'].featured_image | image_url: width: 400 | image_tag: widths: '200, 400', loading: 'lazy' }}";
    expect(await liquid(await startPlainShop(), source)).toBe(
      '<img src="/cdn/shop/products/1.svg?v=1&amp;width=400" alt="Mug" ' +
        'srcset="/cdn/shop/products/1.svg?v=1&amp;width=200 200w, /cdn/shop/products/1.svg?v=1&amp;width=400 400w" ' +
        'width="400" height="500" loading="lazy">',
    );
  });

  test("a product form names what it is for and where it stands", async () => {
    const source =
      "{% form 'product', all_products['mug'], class: 'f' %}{{ form.id }}{% endform %}";
    expect(await liquid(await startPlainShop(), source, { path: "/fr" })).toBe(
      '<form method="post" action="/fr/cart/add" id="product_form_1" accept-charset="UTF-8" class="f" ' +
        'enctype="multipart/form-data"><input type="hidden" name="form_type" value="product" />' +
        '<input type="hidden" name="utf8" value="✓" />product_form_1' +
        '<input type="hidden" name="product-id" value="1" /><input type="hidden" name="section-id" value="probe" /></form>',
    );
  });
});

test("a syntax error takes its section's place alone", async () => {
  const store = await startPlainShop();
  const shown = await liquid(store, "{% if true %}never closed");
  expect(shown).toMatch(/Liquid syntax error \(sections\/probe line 1\): .*not closed/);
  expect(await visit(store, "/")).toContain("Everything");
});

test("a snippet that renders itself ends in an error, not in a dead store", async () => {
  const store = await startPlainShop();
  store.shop.execute({
    kind: "theme.put",
    at: store.clock.now(),
    file: "snippets/loop.liquid",
    text: "{% render 'loop' %}",
  });
  expect(await liquid(store, "{% render 'loop' %}")).toContain("Liquid error");
  expect(await visit(store, "/")).toContain("Everything");
});
