const MINUTE_MS = 60_000;

/**
 * Waits before the retries of a failed delivery: eight over four hours. Shopify publishes the
 * number and the span, not the steps; these double, as a back-off does, and add up to four hours.
 */
export const RETRY_WAITS_MS: readonly number[] = [1, 2, 4, 8, 15, 30, 60, 120].map(
  (minutes) => minutes * MINUTE_MS,
);
