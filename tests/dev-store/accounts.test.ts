import { describe, expect, test } from "vitest";
import type { DevStore } from "../../dev-store/start.ts";
import { hidden, send, textOf } from "./checkout-form.ts";
import { discountStore } from "./discount-calls.ts";
import { Shopper, type Page } from "./shopper.ts";
import { call, startReceiver, topicOf, until } from "./store.ts";

const ORDERS = "/customer-accounts/orders";

async function shop() {
  const store = await discountStore();
  return { store, shopper: new Shopper(store) };
}

const codeOf = (page: Page): string => /class="login-code">(\d{6})</.exec(page.text)?.[1] ?? "";

async function logIn(shopper: Shopper, email: string, return_to = ORDERS): Promise<Page> {
  const page = await shopper.post("/customer-accounts/login", { email, return_to });
  return shopper.post("/customer-accounts/login/code", {
    email,
    return_to: hidden(page, "return_to"),
    code: codeOf(page),
  });
}

async function order(store: DevStore, customerId: string, changes: Record<string, unknown> = {}) {
  const { body } = await call(store, "POST", "/control/orders", {
    customer: { id: customerId },
    line_items: [{ variant_id: 72, quantity: 2 }],
    taxes_included: true,
    tax_percent: 20,
    ...changes,
  });
  return String(body["id"]);
}

describe("logging in", () => {
  test("a theme's link leads to the login outside the theme, and back where it says", async () => {
    const { shopper } = await shop();
    const first = await shopper.get("/account");
    expect(first).toMatchObject({
      status: 303,
      location: "/customer-accounts/login?return_to=%2Fcustomer-accounts%2Forders",
    });
    const wanted = await shopper.get("/account/login?return_url=/pages/rewards");
    expect(wanted.location).toBe("/customer-accounts/login?return_to=%2Fpages%2Frewards");
    const login = await shopper.get(wanted.location ?? "");
    expect(hidden(login, "return_to")).toBe("/pages/rewards");
    expect((await logIn(shopper, "ann@example.com", "/pages/rewards")).location).toBe(
      "/pages/rewards",
    );
    expect((await shopper.get("/account")).location).toBe(ORDERS);
  });

  test("with the code of the page makes Liquid's customer: the app's proxy learns who it is", async () => {
    const receiver = await startReceiver();
    const store = await discountStore({ appUrl: receiver.url });
    const shopper = new Shopper(store);
    expect((await logIn(shopper, "ann@example.com")).location).toBe(ORDERS);
    await shopper.get("/apps/perennial/member");
    const asked = receiver.received.find((one) => one.path.startsWith("/proxy/member"));
    expect(new URL(asked?.path ?? "", "http://app").searchParams.get("logged_in_customer_id")).toBe(
      "1",
    );
  });

  test("a new e-mail address makes a customer, and the app hears of it; a known one doesn't", async () => {
    const receiver = await startReceiver();
    const store = await discountStore({ appUrl: receiver.url });
    await until("stock's webhooks", () => store.deliverer.counts().pending === 0);
    receiver.received.splice(0);
    await logIn(new Shopper(store), "new@example.com");
    await logIn(new Shopper(store), "NEW@example.com");
    await logIn(new Shopper(store), "ann@example.com");
    await until("the webhook", () => receiver.received.length > 0);
    expect(receiver.received.map(topicOf)).toEqual(["customers/create"]);
    expect(store.shop.state.customers.size).toBe(3);
  });

  test("a wrong code, an old one, and one of somebody else's address are refused", async () => {
    const { store, shopper } = await shop();
    const page = await shopper.post("/customer-accounts/login", { email: "ann@example.com" });
    const right = codeOf(page);
    const tried = (email: string, code: string) =>
      shopper.post("/customer-accounts/login/code", { email, code });
    const wrong = String((Number(right) + 1) % 1_000_000).padStart(6, "0");
    expect([
      (await tried("ann@example.com", wrong)).status,
      (await tried("bob@example.com", right)).status,
      (await tried("ann@example.com", "")).status,
    ]).toEqual([422, 422, 422]);
    store.clock.offsetSeconds += 30 * 60;
    expect((await tried("ann@example.com", right)).status).toBe(422);
    expect(shopper.cookies.has("dev_store_customer")).toBe(false);
    store.clock.offsetSeconds -= 30 * 60;
    expect((await tried("ann@example.com", right)).status).toBe(303);
  });

  test("an address that is none is said beside the field", async () => {
    const { shopper } = await shop();
    const page = await shopper.post("/customer-accounts/login", { email: "<nobody>" });
    expect(page.status).toBe(422);
    expect(page.text).toContain(`id="email-error">Enter an e-mail address`);
    expect(page.text).toContain(`value="&#60;nobody&#62;"`);
  });

  test.each(["https://evil.example", "//evil.example", "/\\evil.example", "evil", "\t//x", ""])(
    "leads nowhere but within the shop: %j",
    async (return_to) => {
      const { shopper } = await shop();
      const page = await shopper.get(
        `/account/login?${new URLSearchParams({ return_to }).toString()}`,
      );
      expect(page.location).toBe(
        `/customer-accounts/login?return_to=${encodeURIComponent(ORDERS)}`,
      );
      const code = codeOf(
        await shopper.post("/customer-accounts/login", { email: "ann@example.com" }),
      );
      const fields = { email: "ann@example.com", code, return_to };
      expect((await shopper.post("/customer-accounts/login/code", fields)).location).toBe(ORDERS);
    },
  );

  test("the dev store offers a few of its customers, and nobody else by that way", async () => {
    const { store, shopper } = await shop();
    await order(store, "1");
    const login = await shopper.get("/customer-accounts/login?return_to=/cart");
    expect(textOf(login)).toContain("Only the dev store has these");
    expect(textOf(login)).toContain("Ann Lee 1 order");
    const other = await shopper.post("/customer-accounts/login/demo", { customer: "2" });
    expect([other.status, shopper.cookies.has("dev_store_customer")]).toEqual([200, false]);
    const fields = { customer: "1", return_to: "/cart" };
    expect((await shopper.post("/customer-accounts/login/demo", fields)).location).toBe("/cart");
    expect(textOf(await shopper.get(ORDERS))).toContain("Order #1001");
  });

  test("logging out ends it, from the pages and from the theme", async () => {
    const { shopper } = await shop();
    for (const leave of [
      () => shopper.post("/customer-accounts/logout", {}),
      () => shopper.get("/account/logout"),
    ]) {
      await logIn(shopper, "ann@example.com");
      expect((await leave()).location).toBe("/");
      expect((await shopper.get(ORDERS)).location).toBe(
        `/customer-accounts/login?return_to=${encodeURIComponent(ORDERS)}`,
      );
    }
  });

  test("keeps the language that the shopper came with", async () => {
    const { shopper } = await shop();
    const led = await shopper.get("/fr/account/login");
    expect((await shopper.get(led.location ?? "")).text).toContain(`<html lang="fr"`);
    await logIn(shopper, "nouveau@example.com");
    expect(textOf(await shopper.get(ORDERS))).toContain("Aucune commande");
    expect((await shopper.post("/customer-accounts/logout", {})).location).toBe("/fr");
  });
});

describe("orders", () => {
  test("are the customer's own, the newest first, with where they stand", async () => {
    const { store, shopper } = await shop();
    const at = (day: number) => ({ created_at: `2026-03-0${day}T10:00:00Z` });
    await order(store, "1", at(1));
    const second = await order(store, "1", { ...at(2), financial_status: "pending" });
    const third = await order(store, "1", at(3));
    await order(store, "2", at(4));
    await call(store, "POST", `/control/orders/${third}/cancel`, {});
    await shopper.logIn("1");
    const text = textOf(await shopper.get(ORDERS));
    expect(text).toMatch(
      /Order #1003 £50\.00 3 March 2026 · 2 items Cancelled .*Order #1002 £50\.00 2 March 2026 · 2 items Waiting for payment .*Order #1001 £50\.00 1 March 2026 · 2 items Confirmed/,
    );
    expect(text).not.toContain("#1004");
    await call(store, "POST", `/control/orders/${second}/payments`, {});
    await call(store, "POST", `/control/orders/${second}/fulfil`, {});
    expect(textOf(await shopper.get(ORDERS))).toContain("Sent");
  });

  test("come twenty to a page", async () => {
    const { store, shopper } = await shop();
    for (let count = 0; count < 21; count += 1) await order(store, "1");
    await shopper.logIn("1");
    const count = (page: Page) => page.text.match(/class="order"/g)?.length ?? 0;
    const first = await shopper.get(ORDERS);
    expect([count(first), textOf(first).includes("Older orders")]).toEqual([20, true]);
    expect(count(await shopper.get(`${ORDERS}?page=2`))).toBe(1);
    expect(count(await shopper.get(`${ORDERS}?page=99`))).toBe(1);
    expect(count(await shopper.get(`${ORDERS}?page=x`))).toBe(20);
  });

  test("one order shows its lines, what it came to, what went back, and where it went", async () => {
    const { store, shopper } = await shop();
    await shopper.ask("/cart/add.js", { items: [{ id: 72 }, { id: 81, quantity: 2 }] });
    await send(shopper, { email: "ann@example.com", firstName: "Ann", lastName: "Lee" });
    const [placed] = [...store.shop.state.orders.values()];
    const spoons = placed?.lines.find((line) => line.title === "Spoon");
    await call(store, "POST", `/control/orders/${placed?.id ?? ""}/refunds`, {
      refund_line_items: [{ line_item_id: spoons?.id, quantity: 1 }],
    });
    await shopper.logIn("1");
    const text = textOf(await shopper.get(`${ORDERS}/${placed?.id ?? ""}`));
    expect(text).toContain("Partly refunded");
    expect(text).toContain("Ann Lee 1 High Street LS1 1AA Leeds United Kingdom");
    expect(text).toMatch(/Refunded on .* £5\.55 1 × Spoon/);
    expect(text).toContain("Spoon Quantity 2 1 taken back £11.10");
    expect(text).toContain("Subtotal £36.10 Shipping £3.95 Total £40.05");
    expect(text).toContain("Refunded -£5.55");
  });

  test("nobody sees another's order, and can't tell whether there is one", async () => {
    const { store, shopper } = await shop();
    const anns = await order(store, "1");
    await shopper.logIn("2");
    const [theirs, none] = [
      await shopper.get(`${ORDERS}/${anns}`),
      await shopper.get(`${ORDERS}/5990000999999`),
    ];
    expect([theirs.status, none.status]).toEqual([404, 404]);
    expect(theirs.text).toBe(none.text.replaceAll("5990000999999", anns));
    expect((await new Shopper(store).get(`${ORDERS}/${anns}`)).status).toBe(303);
  });

  test("a login of one's own making is none", async () => {
    const { store, shopper } = await shop();
    await order(store, "1");
    for (const cookie of ["1", "1.", `1.${"0".repeat(64)}`, ".."]) {
      shopper.cookies.set("dev_store_customer", cookie);
      expect((await shopper.get(ORDERS)).status).toBe(303);
    }
  });
});

describe("the profile", () => {
  test("shows what the shop knows, and changes the name", async () => {
    const receiver = await startReceiver();
    const store = await discountStore({ appUrl: receiver.url });
    await until("stock's webhooks", () => store.deliverer.counts().pending === 0);
    receiver.received.splice(0);
    const shopper = new Shopper(store);
    await shopper.logIn("1");
    const profile = "/customer-accounts/profile";
    expect(textOf(await shopper.get(profile))).toContain("Ann Lee");
    const edit = await shopper.get(`${profile}?edit=name`);
    expect(edit.text).toContain(`value="Ann"`);
    const saved = await shopper.post(profile, { firstName: " Annie ", lastName: `<b>"O'Lee` });
    expect(saved.location).toBe(`${profile}?saved=name`);
    const page = await shopper.get(saved.location ?? "");
    expect(page.text).toContain("Annie &#60;b&#62;&#34;O&#39;Lee");
    expect(page.text).not.toContain("<b>");
    await until("the webhook", () => receiver.received.length > 0);
    expect(receiver.received.map(topicOf)).toEqual(["customers/update"]);
    const long = await shopper.post(profile, { firstName: "x".repeat(101), lastName: "Lee" });
    expect([long.status, store.shop.state.customers.get("1")?.firstName]).toEqual([422, "Annie"]);
  });

  test("a customer who was deleted is a visitor", async () => {
    const { shopper } = await shop();
    await shopper.logIn("2");
    await shopper.send("/control/customers/2", { method: "DELETE" });
    expect((await shopper.get("/customer-accounts/profile")).status).toBe(303);
  });
});

test.each(["/customer-accounts/nothing", "/customer-accounts/orders/x"])(
  "%s is no page",
  async (path) => {
    const { shopper } = await shop();
    await shopper.logIn("1");
    expect((await shopper.get(path)).status).toBe(404);
  },
);
