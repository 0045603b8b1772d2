import type { DevStore } from "../../dev-store/start.ts";
import { call } from "./store.ts";

/** What a browser would do with a store: it keeps its cookies and doesn't follow redirects by itself. */
export class Shopper {
  readonly #store: DevStore;
  readonly cookies = new Map<string, string>();

  constructor(store: DevStore) {
    this.#store = store;
  }

  async send(path: string, init: RequestInit = {}): Promise<Page> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = new Headers(init.headers);
    if (cookie !== "") headers.set("Cookie", cookie);
    const response = await fetch(`${this.#store.url}${path}`, {
      ...init,
      headers,
      redirect: "manual",
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return {
      status: response.status,
      location: response.headers.get("Location"),
      headers: response.headers,
      text: await response.text(),
    };
  }

  #keep(line: string): void {
    const [pair = "", ...attributes] = line.split(";");
    const at = pair.indexOf("=");
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    if (attributes.some((attribute) => attribute.trim() === "Max-Age=0")) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }

  get(path: string): Promise<Page> {
    return this.send(path);
  }

  /** As a form of a page sends it. */
  post(path: string, fields: Record<string, string>): Promise<Page> {
    return this.send(path, { method: "POST", body: new URLSearchParams(fields) });
  }

  /** As a theme's script sends it. */
  async ask(path: string, body?: unknown): Promise<{ status: number; body: CartJson }> {
    const answer = await this.send(
      path,
      body === undefined
        ? {}
        : {
            method: "POST",
            body: JSON.stringify(body),
            headers: { "Content-Type": "application/json" },
          },
    );
    return { status: answer.status, body: JSON.parse(answer.text) as CartJson };
  }

  async logIn(customerId: string): Promise<void> {
    await this.send("/control/login", { method: "POST", body: JSON.stringify({ customerId }) });
  }
}

export interface Page {
  status: number;
  location: string | null;
  headers: Headers;
  text: string;
}

export interface CartJson extends Record<string, unknown> {
  items: (Record<string, unknown> & { quantity: number; key: string })[];
}

/** Two products and a gift card: cups at 10.00 (71) and 25.00 (72), a spoon at 5.55 (81), 20.00 (91). */
export async function stock(store: DevStore): Promise<void> {
  await call(store, "PUT", "/control/products/7", {
    title: "Cup",
    vendor: "Kiln",
    product_type: "Cups",
    variants: [
      { id: 71, title: "Small", price: "10.00", sku: "C-S" },
      { id: 72, title: "Large", price: "25.00", sku: "C-L" },
    ],
  });
  await call(store, "PUT", "/control/products/8", {
    title: "Spoon",
    product_type: "Spoons",
    variants: [{ id: 81, title: "Default Title", price: "5.55" }],
  });
  await call(store, "PUT", "/control/products/9", {
    title: "Gift Card",
    product_type: "Gift Cards",
    variants: [{ id: 91, title: "20", price: "20.00" }],
  });
  await call(store, "PUT", "/control/collections/6", { title: "Tableware", product_ids: [8] });
}
