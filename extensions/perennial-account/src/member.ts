/**
 * A member as the `$app` metafield `member` holds it and as the app answers: the same document, so
 * the block draws the first paint and the refreshed numbers by the same code.
 */
export interface Movement {
  at: string;
  kind: string;
  reason: string;
  points: number;
  order: string | null;
}

export interface Member {
  asOf: string;
  enrolled: boolean;
  /** Whether the joining points are claimed; an order enrols without them. */
  joined: boolean;
  available: number;
  pending: number;
  held: number;
  lifetime: number;
  expiring: { points: number; at: string } | null;
  tier: { id: string; name: string; until: string | null; ratePercent: number };
  /** `remaining` in hundredths of the shop currency's unit; `progress` in whole percent. */
  next: { id: string; name: string; remaining: number; progress: number } | null;
  /** Newest first. */
  recent: Movement[];
}

/** What only the app says, not the metafield. */
export interface Program {
  name: string;
  currency: string;
  /** What joining gives; null for someone who had joined before. */
  joiningPoints: number | null;
}

/** Whom the app has never seen as a member. */
export const NOBODY: Member = {
  asOf: "",
  enrolled: false,
  joined: false,
  available: 0,
  pending: 0,
  held: 0,
  lifetime: 0,
  expiring: null,
  tier: { id: "", name: "", until: null, ratePercent: 100 },
  next: null,
  recent: [],
};

/** The version of the document that this code reads; another one is as good as none. */
const VERSION = 1;

export function memberOf(document: unknown): Member | null {
  if (!isObject(document) || document["v"] !== VERSION) return null;
  const { asOf, available, tier, recent } = document;
  const whole = typeof asOf === "string" && typeof available === "number";
  return whole && isObject(tier) && Array.isArray(recent) ? (document as unknown as Member) : null;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
