/** What no honest client sends: the dev store refuses it in words, sends nobody elsewhere, and goes on. */
import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import type { DevStore } from "../../dev-store/start.ts";
import { liquid, put, startPlainShop, visit } from "./storefront-shop.ts";
import { call, SHOP, startStore } from "./store.ts";

const FORM = { "Content-Type": "application/x-www-form-urlencoded" };

/** Sends bytes as they are, since clients tidy addresses and headers up. */
async function sendRaw(store: DevStore, lines: readonly string[]): Promise<string> {
  const socket = connect(Number(new URL(store.url).port), "127.0.0.1");
  socket.end(`${[...lines, "Connection: close"].join("\r\n")}\r\n\r\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of socket as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

describe("addresses", () => {
  test.each([
    ["two slashes are one", "//", "200"],
    ["a host after two slashes is a path that isn't there", "//evil.example/control", "404"],
    ["a percent sign that encodes nothing", "/control/orders/%", "422"],
    ["the same in an asset's name", "/cdn/shop/collections/%.svg", "404"],
    ["the same in a product's", "/products/%.js", "404"],
    ["a section with a null byte in its name", "/?section_id=%00", "404"],
    ["a section with a name as long as an essay", `/?section_id=${"a".repeat(5_000)}`, "404"],
    ["a section outside of the theme", "/?section_id=..%2F..%2F..%2Fpackage", "404"],
    ["an asset outside of the theme", "/cdn/shop/t/1/assets/..%2Flayout%2Ftheme.liquid", "404"],
    ["a view outside of the theme", "/?view=..%2Fpage", "200"],
  ])("%s", async (_why, path, status) => {
    const store = await startPlainShop();
    const answer = await sendRaw(store, [`GET ${path} HTTP/1.1`, "Host: 127.0.0.1"]);
    expect(answer.slice(0, answer.indexOf("\r\n"))).toContain(` ${status} `);
  });

  test("a host that is no name counts as none", async () => {
    const store = await startPlainShop();
    const answer = await sendRaw(store, ["GET / HTTP/1.1", "Host: [x"]);
    expect(answer).toContain("200 OK");
    expect(answer).toContain(`http://${SHOP}`);
  });
});

describe("a page of another site", () => {
  const customer = { email: "eve@example.com" };
  const post = (store: DevStore, headers: Record<string, string>) =>
    call(store, "POST", "/control/customers", customer, headers);

  test.each([
    "http://evil.example",
    "https://127.0.0.1.evil.example",
    "http://localhost.evil.example:3001",
    "null",
  ])("may not call the control API: %s", async (origin) => {
    const store = await startStore();
    const answer = await post(store, { Origin: origin, "Content-Type": "text/plain" });
    expect(answer.status).toBe(403);
    expect(store.shop.state.customers.size).toBe(0);
  });

  test.each([
    "http://localhost:3001",
    "http://127.0.0.1:9999",
    "http://[::1]:80",
    `https://${SHOP}`,
  ])("is none that this machine or the shop itself serves: %s", async (origin) => {
    const store = await startStore();
    expect((await post(store, { Origin: origin })).status).toBe(201);
  });

  test("can't pass for one of ours by pointing its name at this machine", async () => {
    const store = await startStore();
    const answer = await sendRaw(store, ["GET /control/customers HTTP/1.1", "Host: evil.example"]);
    expect(answer).toContain(" 421 ");
  });
});

describe("nobody is sent to another site", () => {
  const languages = ["return_to=/fr//evil.example", "return_to=/..//evil.example"];

  test.each(languages)("after choosing a language: %s", async (back) => {
    const store = await startPlainShop();
    const answer = await fetch(`${store.url}/localization`, {
      method: "POST",
      headers: FORM,
      body: `${back}&language_code=en`,
      redirect: "manual",
    });
    expect(answer.headers.get("location")).toBe("/");
  });

  test("after a letter from a page with two slashes", async () => {
    const store = await startPlainShop();
    const answer = await fetch(`${store.url}/contact`, {
      method: "POST",
      headers: { ...FORM, Referer: `${store.url}//evil.example/` },
      body: "form_type=contact",
      redirect: "manual",
    });
    expect(answer.headers.get("location")).toBe("/?contact_posted=true");
  });

  test.each([
    ["//evil.example", "/"],
    ["/\\evil.example", "/"],
    ["https://evil.example", "/"],
    ["/..//evil.example", "/"],
    ["/a\r\nSet-Cookie: x=1", "/"],
    ["/collections/all?a=b#c", "/collections/all?a=b#c"],
    ["/pages/茶", "/pages/%E8%8C%B6"],
  ])("by a discount's link: %s", async (wanted, led) => {
    const store = await startPlainShop();
    const path = `/discount/SAVE?redirect=${encodeURIComponent(wanted)}`;
    const answer = await fetch(`${store.url}${path}`, { redirect: "manual" });
    expect([answer.status, answer.headers.get("location")]).toEqual([302, led]);
    expect(answer.headers.get("set-cookie")).not.toContain("x=1");
  });
});

describe("too much of everything", () => {
  test("a cart takes so many items at once and no more, however it is told of them", async () => {
    const store = await startPlainShop();
    const items = Array.from({ length: 501 }, () => ({ id: 10 }));
    const updates = Object.fromEntries(items.map((_item, index) => [`${index + 1_000}`, 1]));
    const full = { status: 422, text: expect.stringContaining("at most") as string };
    expect(await call(store, "POST", "/cart/add.js", { items })).toMatchObject(full);
    expect(await call(store, "POST", "/cart/update.js", { updates })).toMatchObject(full);
  });

  test.each([
    ["long", `a${"x".repeat(4_000)}`],
    ["deep", `a${"[b]".repeat(8)}`],
  ])("a form's field with a %s name is refused", async (_how, name) => {
    const store = await startPlainShop();
    const answer = await fetch(`${store.url}/cart/add.js`, {
      method: "POST",
      headers: FORM,
      body: `${name}=1`,
    });
    expect(answer.status).toBe(422);
  });

  test("names of a form that objects have by themselves are fields like others, or none", async () => {
    const store = await startPlainShop();
    const names = [
      "__proto__[polluted]",
      "constructor[prototype][polluted]",
      "toString",
      "valueOf[a]",
    ];
    const answer = await fetch(`${store.url}/cart/add.js`, {
      method: "POST",
      headers: FORM,
      body: `id=10&${names.map((name) => `properties[__proto__]=x&${name}=yes`).join("&")}`,
    });
    expect([answer.status, ({} as Record<string, unknown>)["polluted"]]).toEqual([200, undefined]);
    expect(await answer.json()).toMatchObject({ properties: {}, quantity: 1 });
  });

  test("a loop of a theme over more than a page can hold ends with an error in its place", async () => {
    const store = await startPlainShop();
    const endless = "before{% for i in (1..900000000) %}x{% endfor %}";
    expect(await liquid(store, endless)).toContain("limit exceeded");
    const doubling = `{% assign a = "0123456789" %}${"{% assign a = a | append: a %}".repeat(40)}{{ a }}`;
    expect(await liquid(store, doubling)).toContain("limit exceeded");
    const long = "x".repeat(1_000);
    const nested = `{% for i in (1..999) %}{% for j in (1..999) %}${long}{% endfor %}{% endfor %}`;
    const answer = await liquid(store, nested);
    expect(answer).toContain("limit exceeded");
    expect(answer.length).toBeLessThan(1_000);
    put(store, "sections/probe.liquid", null);
    expect(await visit(store, "/")).toContain("</html>");
  });

  test("a snippet that renders itself ends", async () => {
    const store = await startPlainShop();
    put(store, "snippets/self.liquid", "{% render 'self' %}");
    expect(await liquid(store, "{% render 'self' %}")).toContain("Liquid error");
    expect(await visit(store, "/")).toContain("</html>");
  });
});
