/** "Earn N points" for the variant that is chosen, wherever the theme keeps it. */
import { fill, points } from "./words.ts";

/** Themes that fetch the new variant's HTML put its id into the form later than the click. */
export const SETTLE_MS = [0, 300, 1_000, 2_500];

interface Page {
  Shopify?: { currency?: { active?: string; rate?: string } };
}

/** The price of the variant in the cart form, else in the address; none if it is unknown here. */
function chosenPrice(prices: string): string | undefined {
  const known = new Map(prices.split(",").map((pair) => pair.split(":") as [string, string]));
  const fields = document.querySelectorAll<HTMLInputElement>(
    'form[action*="/cart/add"] [name="id"]',
  );
  const field = [...fields].find(
    ({ value, type, checked }) => known.has(value) && (type !== "radio" || checked),
  );
  const address = new URLSearchParams(location.search).get("variant");
  return known.get(field?.value ?? address ?? "");
}

/** Units of the page's currency for one of the shop's; 0 if the page doesn't tell. */
function exchange(currency: string | undefined): number {
  if (!currency) return 1;
  const { active, rate } = (window as Page).Shopify?.currency ?? {};
  return active === currency ? Number(rate) || 0 : 0;
}

export function showPrice(block: HTMLElement): void {
  const { prices = "", price, tax, rate, per, currency } = block.dataset;
  const line = block.querySelector<HTMLElement>("[data-points]");
  const perUnit = exchange(currency);
  if (!line || !perUnit) return;
  const hundredths = Math.round(Number(chosenPrice(prices) ?? price) / perUnit);
  // Without its tax, in whole hundredths as an order's line has it.
  const goods = Math.round((hundredths * 100) / (100 + Number(tax)));
  const count = Math.floor((goods * Number(rate)) / Number(per));
  if (line.dataset["v"] === String(count)) return;
  line.dataset["v"] = String(count);
  line.textContent = fill(line.dataset["t"], points(block.dataset, count));
  block.style.visibility = count > 0 ? "" : "hidden";
}
