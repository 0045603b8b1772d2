/** A point in time: milliseconds since the epoch, UTC. Shopify's own grain is a second. */
export type Instant = number;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** ISO 8601 in UTC, the form every contract uses. */
export function toIso(instant: Instant): string {
  return new Date(instant).toISOString();
}
