import { allocate } from "../money.ts";
import type { ShopState } from "../state.ts";
import { classOf, codeKey, type Discount, type DiscountClass } from "./discount.ts";
import {
  candidateOf,
  entitledLines,
  minimumReason,
  type Candidate,
  type Purchase,
} from "./eligibility.ts";
import { amountOf, type CodeOutcome, type DiscountReason } from "./reason.ts";

/** Codes that are looked at together: every combination of them is tried. */
const CODES_TRIED_MAX = 6;

/** What a discount takes off lines that still cost `worth`. */
function partsOf(discount: Discount, lines: readonly Entitled[]): number[] {
  const { value } = discount;
  const worth = lines.map((line) => (line.entitled ? line.worthMinor : 0));
  const room = worth.reduce((sum, minor) => sum + minor, 0);
  switch (value.kind) {
    case "percentage":
      // Of the whole and then spread, so that no penny is lost or made by rounding line by line.
      return allocate(Math.min(room, Math.round(room * value.share)), worth);
    case "amount":
      return value.onEachItem
        ? worth.map((minor, index) =>
            Math.min(minor, value.amountMinor * (lines[index]?.quantity ?? 0)),
          )
        : allocate(Math.min(room, value.amountMinor), worth);
    case "free-shipping":
      return worth.map(() => 0);
  }
}

interface Entitled {
  entitled: boolean;
  quantity: number;
  worthMinor: number;
}

type Attempt = { outcomes: Map<Candidate, CodeOutcome>; savedMinor: number };

const outcomeOf = (
  { discount, redeemCode }: Candidate,
  found: Partial<Pick<CodeOutcome, "parts" | "shippingMinor" | "reason">>,
): CodeOutcome => ({
  code: redeemCode.code,
  discountId: discount.id,
  class: classOf(discount),
  applied: (found.reason ?? null) === null,
  reason: found.reason ?? null,
  parts: found.parts ?? [],
  shippingMinor: found.shippingMinor ?? 0,
});

/** One combination of codes carried out: goods first, then the order, then the shipping. */
class Combination {
  readonly #state: ShopState;
  readonly #purchase: Purchase;
  readonly #worth: number[];
  readonly outcomes = new Map<Candidate, CodeOutcome>();

  constructor(state: ShopState, purchase: Purchase) {
    this.#state = state;
    this.#purchase = purchase;
    this.#worth = purchase.goods.map((line) => line.priceMinor * line.quantity);
  }

  #lines(discount: Discount): Entitled[] {
    const entitled = entitledLines(this.#state, discount, this.#purchase);
    return this.#purchase.goods.map((line, index) => ({
      entitled: entitled[index] === true,
      quantity: line.quantity,
      worthMinor: this.#worth[index] ?? 0,
    }));
  }

  #take(parts: readonly number[]): void {
    parts.forEach((part, index) => {
      this.#worth[index] = (this.#worth[index] ?? 0) - part;
    });
  }

  /** A line takes one product discount only: the one that takes off the most. */
  products(candidates: readonly Candidate[]): void {
    const wanted = candidates.map((candidate) => {
      const lines = this.#lines(candidate.discount);
      const reason = minimumReason(
        candidate.discount,
        lines.filter((line) => line.entitled),
      );
      return { candidate, reason, parts: partsOf(candidate.discount, lines) };
    });
    const best = this.#purchase.goods.map((_line, index) => {
      const offers = wanted.map((item) => (item.reason === null ? (item.parts[index] ?? 0) : 0));
      return offers.indexOf(Math.max(...offers));
    });
    wanted.forEach(({ candidate, reason, parts }, place) => {
      const kept = parts.map((part, index) => (best[index] === place ? part : 0));
      this.#settle(candidate, reason, kept);
    });
  }

  orders(candidates: readonly Candidate[]): void {
    const before = [...this.#worth];
    for (const candidate of candidates) {
      const lines = this.#lines(candidate.discount);
      const undiscounted = lines.map((line, index) => ({
        ...line,
        worthMinor: before[index] ?? 0,
      }));
      const counted = undiscounted.filter((line) => line.entitled);
      const reason = minimumReason(candidate.discount, counted);
      // Each is worked out on the same subtotal, and takes no more than is left.
      const wanted = partsOf(candidate.discount, undiscounted);
      const parts = wanted.map((part, index) => Math.min(part, lines[index]?.worthMinor ?? 0));
      this.#settle(candidate, reason, parts);
    }
  }

  shipping(candidates: readonly Candidate[]): void {
    for (const candidate of candidates) {
      const lines = this.#lines(candidate.discount).filter((line) => line.entitled);
      const reason = minimumReason(candidate.discount, lines);
      const shippingMinor = this.#purchase.delivery?.priceMinor ?? 0;
      this.outcomes.set(
        candidate,
        outcomeOf(candidate, reason === null ? { shippingMinor } : { reason }),
      );
    }
  }

  #settle(candidate: Candidate, reason: DiscountReason | null, parts: number[]): void {
    const nothing = parts.every((part) => part === 0);
    const why: DiscountReason | null = reason ?? (nothing ? { kind: "nothing-left" } : null);
    if (why === null) this.#take(parts);
    this.outcomes.set(candidate, outcomeOf(candidate, why === null ? { parts } : { reason: why }));
  }
}

function attempt(state: ShopState, chosen: readonly Candidate[], purchase: Purchase): Attempt {
  const combination = new Combination(state, purchase);
  const of = (wanted: DiscountClass) =>
    chosen.filter(({ discount }) => classOf(discount) === wanted);
  combination.products(of("product"));
  combination.orders(of("order"));
  combination.shipping(of("shipping"));
  const { outcomes } = combination;
  const savedMinor = [...outcomes.values()].reduce((sum, outcome) => sum + amountOf(outcome), 0);
  return { outcomes, savedMinor };
}

/** Both must allow the class of the other; shipping is paid by one discount only. */
function combine(one: Discount, other: Discount): boolean {
  const [a, b] = [classOf(one), classOf(other)];
  if (a === "shipping" && b === "shipping") return false;
  return one.combinesWith[b] && other.combinesWith[a];
}

function allCombine(chosen: readonly Candidate[]): boolean {
  return chosen.every(({ discount }, index) =>
    chosen.slice(index + 1).every((other) => combine(discount, other.discount)),
  );
}

const subset = (candidates: readonly Candidate[], bits: number): Candidate[] =>
  candidates.filter((_candidate, index) => (bits & (1 << index)) !== 0);

/** The combination that saves most; of equal ones the one with more codes, then with earlier ones. */
function bestAttempt(
  state: ShopState,
  candidates: readonly Candidate[],
  purchase: Purchase,
): Attempt {
  let best: Attempt = { outcomes: new Map(), savedMinor: -1 };
  for (let bits = 1; bits < 1 << candidates.length; bits += 1) {
    const chosen = subset(candidates, bits);
    if (!allCombine(chosen)) continue;
    const tried = attempt(state, chosen, purchase);
    if ([...tried.outcomes.values()].some((outcome) => !outcome.applied)) continue;
    const better =
      tried.savedMinor > best.savedMinor ||
      (tried.savedMinor === best.savedMinor && tried.outcomes.size > best.outcomes.size);
    if (better) best = tried;
  }
  return best;
}

/** Why a code that could be used is not among the ones that are. */
function leftOutReason(state: ShopState, candidate: Candidate, purchase: Purchase): DiscountReason {
  const alone = attempt(state, [candidate], purchase).outcomes.get(candidate);
  return alone?.reason ?? { kind: "not-combinable" };
}

/**
 * What the codes of a cart come to by Shopify's rules of classes. Every code gets an outcome: what
 * it takes off which line, or why it takes off nothing.
 */
export function applyCodes(
  state: ShopState,
  codes: readonly string[],
  purchase: Purchase,
): CodeOutcome[] {
  const distinct = [...new Map(codes.map((code) => [codeKey(code), code])).values()];
  const looked = distinct
    .slice(0, CODES_TRIED_MAX)
    .map((code) => ({ code, ...candidateOf(state, code, purchase) }));
  const usable = looked.flatMap(({ found, reason }) =>
    found !== null && reason === null ? [found] : [],
  );
  const best = bestAttempt(state, usable, purchase);
  return looked.map(({ code, found, reason }): CodeOutcome => {
    if (found === null)
      return {
        code,
        discountId: null,
        class: null,
        applied: false,
        reason,
        parts: [],
        shippingMinor: 0,
      };
    if (reason !== null) return outcomeOf(found, { reason });
    const outcome = best.outcomes.get(found);
    return outcome ?? outcomeOf(found, { reason: leftOutReason(state, found, purchase) });
  });
}
