/** The unbroken span of the tier held at an instant: since when, and until when if nothing is bought. */
import type { Instant } from "../shared/instant.ts";
import type { Tier } from "../program/program.ts";
import { at, instantOf, stepIndexAt, type TierStep } from "./tier-steps.ts";

export type TierSpan = {
  tier: Tier;
  /** Null when the member never had another tier. */
  since: Instant | null;
  /** When the tier falls by known facts and published versions alone; null at the base tier. */
  until: Instant | null;
};

export function tierSpanAt(steps: readonly TierStep[], now: Instant): TierSpan {
  const index = stepIndexAt(steps, at(now));
  const held = steps[index];
  if (!held) throw new Error("tier steps begin with one for all time before");
  let first = index;
  while (first > 0 && steps[first - 1]?.tier.id === held.tier.id) first -= 1;
  const fall = steps.slice(index + 1).find((step) => step.level < held.level);
  return {
    tier: held.tier,
    since: first === 0 ? null : instantOf(steps[first]?.mark ?? 0),
    until: held.level > 0 && fall ? instantOf(fall.mark) : null,
  };
}
