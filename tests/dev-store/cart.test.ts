import { describe, expect, test } from "vitest";
import { Shopper, stock } from "./shopper.ts";
import { startStore } from "./store.ts";

async function shop() {
  const store = await startStore();
  await stock(store);
  return { store, shopper: new Shopper(store) };
}

describe("the cart of a theme's scripts", () => {
  test("a visitor's cart is empty", async () => {
    const { shopper } = await shop();
    expect((await shopper.ask("/cart.js")).body).toMatchObject({
      item_count: 0,
      items: [],
      total_price: 0,
      requires_shipping: false,
      currency: "GBP",
      note: "",
      discount_codes: [],
    });
  });

  test("an added variant is answered as its line, and stays in the cart", async () => {
    const { shopper } = await shop();
    const { body: line } = await shopper.ask("/cart/add.js", { id: 72, quantity: 2 });
    expect(line).toMatchObject({
      id: 72,
      variant_id: 72,
      product_id: 7,
      quantity: 2,
      title: "Cup - Large",
      product_title: "Cup",
      variant_title: "Large",
      price: 2500,
      line_price: 5000,
      final_line_price: 5000,
      vendor: "Kiln",
      url: "/products/cup?variant=72",
      properties: {},
      requires_shipping: true,
      gift_card: false,
    });
    expect(line["key"]).toMatch(/^72:[0-9a-f]{32}$/);
    const { body: cart } = await shopper.ask("/cart.js");
    expect(cart).toMatchObject({ item_count: 2, total_price: 5000, items_subtotal_price: 5000 });
  });

  test("the same variant again adds to its line, other properties make another", async () => {
    const { shopper } = await shop();
    await shopper.ask("/cart/add.js", { id: 71 });
    await shopper.ask("/cart/add.js", { id: "gid://shopify/ProductVariant/71", quantity: 2 });
    await shopper.ask("/cart/add.js", { id: 71, properties: { Engraving: "Ann" } });
    const { body } = await shopper.ask("/cart.js");
    expect(body.items.map((item) => [item.quantity, item["properties"]])).toEqual([
      [1, { Engraving: "Ann" }],
      [3, {}],
    ]);
  });

  test("several items are added or none", async () => {
    const { shopper } = await shop();
    const ids = (...wanted: number[]) => ({ items: wanted.map((id) => ({ id, quantity: 1 })) });
    expect((await shopper.ask("/cart/add.js", ids(71, 404))).status).toBe(422);
    expect((await shopper.ask("/cart.js")).body["item_count"]).toBe(0);
    const { body } = await shopper.ask("/cart/add.js", ids(71, 81));
    expect(body.items.map((item) => item["title"])).toEqual(["Cup - Small", "Spoon"]);
  });

  test("a line is changed by its place, its key or its variant, and goes at nought", async () => {
    const { shopper } = await shop();
    await shopper.ask("/cart/add.js", { items: [{ id: 71 }, { id: 72 }, { id: 81 }] });
    const quantities = ({ body }: Awaited<ReturnType<Shopper["ask"]>>) =>
      body.items.map((item) => [item["id"], item.quantity]);
    const first = await shopper.ask("/cart/change.js", { line: 1, quantity: 4 });
    expect(quantities(first)).toEqual([
      [81, 4],
      [72, 1],
      [71, 1],
    ]);
    const key = first.body.items[1]?.key;
    expect(quantities(await shopper.ask("/cart/change.js", { id: key, quantity: 0 }))).toEqual([
      [81, 4],
      [71, 1],
    ]);
    expect(quantities(await shopper.ask("/cart/change.js", { id: 71, quantity: "3" }))).toEqual([
      [81, 4],
      [71, 3],
    ]);
  });

  test("an update sets quantities, the note, attributes and codes in one go", async () => {
    const { shopper } = await shop();
    await shopper.ask("/cart/add.js", { items: [{ id: 71 }, { id: 81 }] });
    const { body } = await shopper.ask("/cart/update.js", {
      updates: { 71: 0, 72: 2 },
      note: "Ring twice",
      attributes: { Gift: "yes" },
      discount: "NOPE, ALSO",
    });
    expect(body).toMatchObject({
      item_count: 3,
      note: "Ring twice",
      attributes: { Gift: "yes" },
      discount_codes: [
        { code: "NOPE", applicable: false },
        { code: "ALSO", applicable: false },
      ],
    });
    expect((await shopper.ask("/cart/update.js", { updates: [1, 5] })).body).toMatchObject({
      items: [{ quantity: 1 }, { quantity: 5 }],
    });
    const cleared = await shopper.ask("/cart/clear.js", {});
    expect(cleared.body).toMatchObject({ items: [], note: "Ring twice" });
  });

  test("prices are in the currency of the shopper's country, hundredths of a unit in any of them", async () => {
    const { shopper } = await shop();
    await shopper.ask("/cart/add.js", { id: 71, quantity: 3 });
    expect((await shopper.ask("/cart.js?country=DE")).body).toMatchObject({
      currency: "EUR",
      total_price: 3480,
    });
    expect((await shopper.ask("/cart.js?country=JP")).body).toMatchObject({
      currency: "JPY",
      total_price: 588_000,
    });
  });
});

describe("sections of the theme, asked for with a change", () => {
  test("come with it as the cart then is, on the page that is named or that asked", async () => {
    const { store, shopper } = await shop();
    const sections = async (path: string, body: object, headers = {}) => {
      const answer = await shopper.send(path, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "Content-Type": "application/json", ...headers },
      });
      return (JSON.parse(answer.text) as { sections?: Record<string, string | null> }).sections;
    };
    const page = await shopper.get("/cart");
    const id = /id="shopify-section-(template--\d+__main)"/.exec(page.text)?.[1] ?? "";
    const added = await sections("/cart/add.js", {
      id: 72,
      sections: [id, "nothing-like-it"],
      sections_url: "/cart",
    });
    expect(added?.[id]).toContain("Cup");
    expect(added?.["nothing-like-it"]).toBeNull();
    const referer = { Referer: `${store.url}/cart` };
    const changed = await sections(
      "/cart/change.js",
      { line: 1, quantity: 0, sections: id },
      referer,
    );
    expect(changed?.[id]).not.toContain("Cup");
    expect(await sections("/cart/update.js", {})).toBeUndefined();
  });
});

describe("a form without scripts", () => {
  test("goes to the cart's page in the shopper's language, or where it says within the shop", async () => {
    const { shopper } = await shop();
    expect(await shopper.post("/cart/add", { id: "71", quantity: "2" })).toMatchObject({
      status: 302,
      location: "/cart",
    });
    expect((await shopper.post("/fr/cart/add", { id: "71" })).location).toBe("/fr/cart");
    const to = async (return_to: string) =>
      (await shopper.post("/cart/add", { id: "71", return_to })).location;
    expect(await to("/products/cup")).toBe("/products/cup");
    expect(await to("https://evil.example/")).toBe("/cart");
    expect(await to("//evil.example/")).toBe("/cart");
    expect(await to("/\\evil.example/")).toBe("/cart");
    expect((await shopper.ask("/cart.js")).body["item_count"]).toBe(7);
  });

  test("may come as multipart, as a script's FormData does", async () => {
    const { shopper } = await shop();
    const form = new FormData();
    form.set("id", "71");
    form.set("quantity", "2");
    form.set("properties[Engraving]", "Ann");
    const page = await shopper.send("/cart/add", {
      method: "POST",
      body: form,
      headers: { Accept: "application/javascript", "X-Requested-With": "XMLHttpRequest" },
    });
    expect(JSON.parse(page.text)).toMatchObject({ quantity: 2, properties: { Engraving: "Ann" } });
  });

  test("that can't be carried out is answered by a page that says why", async () => {
    const { shopper } = await shop();
    const page = await shopper.post("/cart/add", { id: "404", quantity: "1" });
    expect(page.status).toBe(422);
    expect(page.headers.get("Content-Type")).toContain("text/html");
    expect(page.text).toContain("Cannot find variant");
    expect(page.text).toContain('href="/cart"');
  });

  test("removes a line by a link", async () => {
    const { shopper } = await shop();
    await shopper.ask("/cart/add.js", { items: [{ id: 71 }, { id: 81 }] });
    expect((await shopper.get("/cart/change?line=1&quantity=0")).location).toBe("/cart");
    expect((await shopper.ask("/cart.js")).body.items.map((item) => item["id"])).toEqual([71]);
  });

  test("updates the cart, or goes to the checkout where that button was pressed", async () => {
    const { shopper } = await shop();
    await shopper.ask("/cart/add.js", { items: [{ id: 71 }, { id: 81 }] });
    const quantities = new URLSearchParams([
      ["updates[]", "4"],
      ["updates[]", "0"],
      ["checkout", ""],
    ]);
    const page = await shopper.send("/cart", { method: "POST", body: quantities });
    expect(page.location).toBe("/checkout");
    expect((await shopper.ask("/cart.js")).body).toMatchObject({ items: [{ quantity: 4 }] });
    expect((await shopper.post("/ja/cart", { note: "Hi" })).location).toBe("/ja/cart");
  });
});

describe("links", () => {
  test("a discount's link keeps the code and leads on within the shop only", async () => {
    const { shopper } = await shop();
    expect((await shopper.get("/discount/LOVE%2010?redirect=/products/cup")).location).toBe(
      "/products/cup",
    );
    expect((await shopper.get("/discount/TWO?redirect=//evil.example")).location).toBe("/");
    expect((await shopper.ask("/cart.js")).body["discount_codes"]).toEqual([
      { code: "LOVE 10", applicable: false },
      { code: "TWO", applicable: false },
    ]);
  });

  test("a cart's link fills the cart and leads to the checkout", async () => {
    const { shopper } = await shop();
    expect((await shopper.get("/cart/71:2,81:1?discount=LOVE")).location).toBe("/checkout");
    expect((await shopper.ask("/cart.js")).body).toMatchObject({
      item_count: 3,
      discount_codes: [{ code: "LOVE" }],
    });
  });
});

describe("refusals", () => {
  test.each([
    ["/cart/add.js", { id: 404 }, 422, "Cannot find variant"],
    ["/cart/add.js", { id: "x" }, 422, "Cannot find variant"],
    ["/cart/add.js", {}, 400, "Required parameter missing"],
    ["/cart/add.js", { id: 71, quantity: -1 }, 422, "whole number"],
    ["/cart/add.js", { id: 71, quantity: 1.5 }, 422, "whole number"],
    ["/cart/add.js", { id: 71, quantity: 100_000 }, 422, "whole number"],
    ["/cart/add.js", { id: 71, properties: { a: "x".repeat(4_000) } }, 422, "full"],
    ["/cart/change.js", { line: 3, quantity: 1 }, 400, "no valid id or line"],
    ["/cart/change.js", { id: "71:x", quantity: 1 }, 400, "no valid id or line"],
    ["/cart/update.js", { updates: { 404: 1 } }, 422, "Cannot find variant"],
  ])("%s %j: %i", async (path, body, status, description) => {
    const { shopper } = await shop();
    await shopper.ask("/cart/add.js", { id: 81 });
    const answer = await shopper.ask(path, body);
    expect([answer.status, answer.body["status"]]).toEqual([status, status]);
    expect(answer.body["message"]).not.toBe("");
    expect(answer.body["description"]).toContain(description);
    expect((await shopper.ask("/cart.js")).body["item_count"]).toBe(1);
  });

  const cookie = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const t = "0".repeat(32);

  test.each([
    ["no base64", "%%%"],
    ["no JSON", "abc"],
    ["a list", cookie([])],
    ["a token of one's own", cookie({ t: "x", l: [["71", 1]] })],
    ["lines that are none", cookie({ t, l: [1, null, {}, ["71"], ["71", -1], ["71", 1e9]] })],
    ["a variant that isn't there", cookie({ t, l: [["404", 1]], d: [1, null, ""] })],
  ])("a made-up cookie is an empty cart: %s", async (_why, value) => {
    const { shopper } = await shop();
    shopper.cookies.set("cart", value);
    expect((await shopper.ask("/cart.js")).body).toMatchObject({
      item_count: 0,
      items: [],
      discount_codes: [],
    });
  });

  test("a product that is no longer sold leaves the cart", async () => {
    const { store, shopper } = await shop();
    await shopper.ask("/cart/add.js", { items: [{ id: 71 }, { id: 81 }] });
    await shopper.send("/control/products/8", { method: "DELETE" });
    expect((await shopper.ask("/cart.js")).body).toMatchObject({ items: [{ id: 71 }] });
    expect(store.shop.state.products.size).toBe(2);
  });
});
