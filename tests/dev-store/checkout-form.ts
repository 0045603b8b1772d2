import type { Page } from "./shopper.ts";
import type { Shopper } from "./shopper.ts";

/** The fields of the checkout as a guest in Leeds fills them in. */
export const GUEST = {
  email: "guest@example.com",
  firstName: "Gus",
  lastName: "Guest",
  address1: "1 High Street",
  city: "Leeds",
  zip: "LS1 1AA",
  country: "GB",
  method: "standard",
  payment: "card",
  cardNumber: "4242 4242 4242 4242",
  expiry: "12/40",
  securityCode: "123",
};

export const hidden = (page: Page, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(page.text)?.[1] ?? "";

/** What the page says, without its markup. */
export const textOf = (page: Page): string =>
  page.text
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/&#(\d+);/g, (_whole, code: string) => String.fromCodePoint(Number(code)))
    .replace(/\s+/g, " ");

export async function send(
  shopper: Shopper,
  changes: Record<string, string> = {},
  opened?: Page,
): Promise<Page> {
  const page = opened ?? (await shopper.get("/checkout"));
  return shopper.post("/checkout", {
    ...GUEST,
    checkout: hidden(page, "checkout"),
    // The totals that a browser's script would have fetched for this country and method.
    seen: await seenTotal(shopper, changes),
    action: "pay",
    ...changes,
  });
}

async function seenTotal(shopper: Shopper, changes: Record<string, string>): Promise<string> {
  const { discount: _discount, ...fields } = changes;
  const page = await shopper.post("/checkout", { ...GUEST, ...fields, action: "update" });
  return hidden(page, "seen");
}
