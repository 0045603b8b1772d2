/**
 * Writes a member's numbers into a block, only where they differ from what stands there (`data-v`):
 * the same numbers touch nothing in the page.
 */
import type { Member } from "./ask.ts";
import { expiry, fill, money, points, reward, SOON_DAYS, type Attributes } from "./words.ts";

type Tier = [id: string, name: string, from: number, ratePercent: number];
type Line = (words: Attributes) => [value: string | number, text: string | undefined];

const DAY_MS = 86_400_000;

/** Whether the balance is another one than was shown. */
export function show(block: HTMLElement, member: Member, now = Date.now()): boolean {
  const parts = block.querySelectorAll<HTMLElement>(
    "[data-standing],[data-invitation],[data-claim]",
  );
  for (const part of parts) {
    const hidden = "claim" in part.dataset ? member.joined : "invitation" in part.dataset;
    if (part.hidden !== hidden) part.hidden = hidden;
  }
  const lines = linesOf(block.dataset, member, now);
  const { available, expiring } = member.points;
  let changed = false;
  for (const element of block.querySelectorAll<HTMLElement>("[data-k]")) {
    const { k = "", v, cost } = element.dataset;
    const [value, text = ""] = lines[k]?.(element.dataset) ?? [v];
    if (v === String(value)) continue;
    element.dataset["v"] = String(value);
    element.textContent = text;
    changed ||= k === "available";
    if (k === "missing") fillBar(element, (100 * available) / Number(cost));
    if (k === "next") fillBar(element, progress(block, member), text);
    if (k === "expiry") {
      const soon = value && value !== "-" && expiring[0];
      const left = soon ? Date.parse(soon.at) - now : Infinity;
      element.classList.toggle("pn-soon", left <= SOON_DAYS * DAY_MS);
    }
  }
  for (const card of block.querySelectorAll<HTMLElement>("[data-tier]")) {
    const here = card.dataset["tier"] === member.tier.id;
    if (here === card.hasAttribute("aria-current")) continue;
    if (here) card.setAttribute("aria-current", "true");
    else card.removeAttribute("aria-current");
  }
  return changed;
}

function linesOf(block: Attributes, member: Member, now: number): Record<string, Line | undefined> {
  const { available, pending, expiring } = member.points;
  const { tier, nextTier: next } = member;
  const at = available > 0 && expiring[0] ? Date.parse(expiring[0].at) : 0;
  return {
    available: ({ t }) => [available, fill(t, points(block, available))],
    pending: ({ t, z }) => [pending, pending ? fill(t, points(block, pending)) : z],
    tier: ({ t }) => [tier.id, fill(t, { s: tier.name })],
    next({ t, z }) {
      if (!next) return ["", z];
      const left = next.remaining.spendMinor;
      return [`${left}|${next.id}`, fill(t, { m: money(block["money"], left), s: next.name })];
    },
    reward: (words) => [available, reward(block, words, available)],
    missing({ t, z, cost }) {
      const missing = Math.max(0, Number(cost) - available);
      return [missing, missing ? fill(t, points(block, missing)) : z];
    },
    expiry: (words) =>
      available < 0
        ? ["-", words["negative"]]
        : [(at && Math.floor(at / 1000)) || "", at ? expiry(block, words, at, now) : ""],
  };
}

export const tiersOf = (block: HTMLElement): Tier[] =>
  JSON.parse(block.dataset["tiers"] ?? "[]") as Tier[];

/** How much of the way from this tier's threshold to the next one's is done. */
function progress(block: HTMLElement, { tier, nextTier }: Member): number {
  const from = (id: string) => tiersOf(block).find((known) => known[0] === id)?.[2] ?? 0;
  const span = nextTier ? from(nextTier.id) - from(tier.id) : 0;
  return nextTier && span > 0 ? 100 - (100 * nextTier.remaining.spendMinor) / span : 100;
}

/** The bar stands just before its line. */
function fillBar(line: Element, percent: number, text?: string): void {
  const bar = line.previousElementSibling;
  const inside = bar?.firstElementChild as HTMLElement | null | undefined;
  const filled = Math.floor(Math.max(0, Math.min(100, percent)));
  inside?.style.setProperty("inline-size", `${filled}%`);
  if (!text) return;
  bar?.setAttribute("aria-valuenow", String(filled));
  bar?.setAttribute("aria-valuetext", text);
}
