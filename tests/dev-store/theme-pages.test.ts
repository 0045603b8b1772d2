/** The demo store's theme on the dev store's engine: every page, in every language, as a browser gets it. */
import { beforeAll, describe, expect, test } from "vitest";
import { LANGUAGES } from "../../dev-store/shop/markets.ts";
import type { DevStore } from "../../dev-store/start.ts";
import { Shopper, stock } from "./shopper.ts";
import { startStore } from "./store.ts";

const PAGES = [
  { path: "/", status: 200 },
  { path: "/collections", status: 200 },
  { path: "/collections/all", status: 200 },
  { path: "/products/cup", status: 200 },
  { path: "/search", status: 200 },
  { path: "/search?q=cup", status: 200 },
  { path: "/search?q=nothing+like+it", status: 200 },
  { path: "/cart", status: 200 },
  { path: "/pages/rewards", status: 200 },
  { path: "/nowhere", status: 404 },
];

async function shop(): Promise<{ store: DevStore; shopper: Shopper }> {
  const store = await startStore();
  await stock(store);
  return { store, shopper: new Shopper(store) };
}

const matches = (html: string, pattern: RegExp): string[] =>
  [...html.matchAll(pattern)].map(([whole]) => whole);

describe.each(LANGUAGES)("in $name", ({ code, rootUrl, direction }) => {
  const pages = new Map<string, string>();

  beforeAll(async () => {
    const { store, shopper } = await shop();
    await shopper.post("/cart/add", { id: "72", quantity: "2" });
    for (const { path, status } of PAGES) {
      const page = await shopper.get(`${rootUrl}${path}`);
      expect(page.status, path).toBe(status);
      pages.set(path, page.text);
    }
    await store.stop();
  });

  test.each(PAGES)("$path has no word untranslated and no error of Liquid", ({ path }) => {
    const html = pages.get(path) ?? "";
    expect(matches(html, /[^<>]*(translation missing|liquid (syntax )?error)[^<>]*/gi)).toEqual([]);
  });

  test.each(PAGES)("$path says its language, the way it runs, and one heading", ({ path }) => {
    const html = pages.get(path) ?? "";
    expect(html).toContain(`lang="${code}" dir="${direction}"`);
    expect(matches(html, /<h1[\s>]/g)).toHaveLength(1);
    expect(html).toMatch(/<title>[^<]+<\/title>/);
    expect(html).toMatch(/<meta name="description" content="[^"]+">/);
  });

  test("the choice among sizes is named in the page's language", () => {
    const legend = /<legend[^>]*>([^<]*)</.exec(pages.get("/products/cup") ?? "")?.[1];
    expect(legend).toMatch(/\S/);
    expect(legend === "Size").toBe(code === "en");
  });

  test.each(PAGES)("$path keeps room for every picture", ({ path }) => {
    const pictures = matches(pages.get(path) ?? "", /<img[^>]*>/g);
    const roomless = pictures.filter(
      (img) => !/ width="\d+"/.test(img) || !/ height="\d+"/.test(img),
    );
    expect(roomless).toEqual([]);
    expect(pictures.filter((img) => !/ alt="/.test(img))).toEqual([]);
  });

  test.each(PAGES)("$path gives every id once", ({ path }) => {
    const ids = matches(pages.get(path) ?? "", / id="[^"]*"/g);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });
});

describe("without scripts", () => {
  test("a variant is chosen, put into the cart, counted and taken to the checkout", async () => {
    const { shopper } = await shop();
    const product = await shopper.get("/products/cup");
    const form = /<form[^>]*action="\/cart\/add"[^>]*>/.exec(product.text)?.[0] ?? "";
    const id = / id="([^"]+)"/.exec(form)?.[1] ?? "";
    const choices = matches(product.text, /<input[^>]*name="id"[^>]*>/g);
    expect(choices.map((choice) => / value="(\d+)"/.exec(choice)?.[1])).toEqual(["71", "72"]);
    expect(choices.every((choice) => choice.includes(`form="${id}"`))).toBe(true);
    await shopper.post("/cart/add", { id: "72", quantity: "2" });
    const cart = await shopper.get("/cart");
    expect(cart.text).toContain('name="updates[]"');
    expect(cart.text).toContain("£50.00");
    const changed = await shopper.post("/cart", {
      "updates[]": "3",
      note: "Thank you",
      update: "",
    });
    expect(changed.location).toMatch(/\/cart$/);
    const fuller = await shopper.get("/cart");
    expect(fuller.text).toContain("£75.00");
    expect(fuller.text).toContain("Thank you");
    const leaving = await shopper.post("/cart", { "updates[]": "3", checkout: "" });
    expect(leaving.location).toMatch(/\/checkout/);
  });

  test("what somebody searches for is shown, never run", async () => {
    const { shopper } = await shop();
    const page = await shopper.get(
      `/search?q=${encodeURIComponent('"><script>alert(1)</script>')}`,
    );
    expect(page.text).not.toContain("<script>alert");
    expect(page.text).toContain("&lt;script&gt;");
  });
});
