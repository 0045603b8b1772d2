/** Shopify's own pages outside the theme, as a shopper uses them: logging in and paying. */
import type { Page } from "playwright-core";

const CODE = /\b\d{6}\b/;
const PAGE_MS_MAX = 15_000;

/** On the hosted login page: an address, the code (shown, since no e-mail leaves the store), and back. */
export async function logIn(page: Page, email: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Continue" }).click();
  const code = page.getByLabel("6-digit code");
  await code.waitFor({ timeout: PAGE_MS_MAX });
  const [digits] = CODE.exec(await page.locator("main").innerText()) ?? [];
  if (digits === undefined) throw new Error("The page shows no code to log in with.");
  await code.fill(digits);
  await page.getByRole("button", { name: "Log in" }).click();
}

/** From the cart to the confirmation; the name of the order. */
export async function checkOut(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Check out" }).click();
  await page.getByLabel("Last name").fill("Winter");
  await page.getByLabel("Address", { exact: true }).fill("1 Harbour Street");
  await page.getByLabel("City").fill("Whitby");
  await page.getByLabel("Postcode").fill("YO21 3PU");
  await page.getByRole("button", { name: "Pay now" }).click();
  const title = page.getByText(/Order #\d+/).first();
  await title.waitFor({ timeout: PAGE_MS_MAX });
  const [name] = /#\d+/.exec(await title.innerText()) ?? [];
  if (name === undefined) throw new Error("The confirmation names no order.");
  return name;
}

/** In the back office: so many units of an order's first line come back. */
export async function refundInBackOffice(
  page: Page,
  shopUrl: string,
  refund: { orderId: number; line: string; quantity: number },
): Promise<void> {
  await page.goto(`${shopUrl}/admin/orders/${refund.orderId}/refund`);
  await page.getByLabel(`How many of ${refund.line}`).fill(String(refund.quantity));
  await page.getByRole("button", { name: /^Refund £/ }).click();
  await page.getByText(/paid back\./).waitFor({ timeout: PAGE_MS_MAX });
}
