/** What goes wrong with calls of the Admin API. A number of 1 or more counts calls, one below 1 is a share of them. */
export interface ApiFaults {
  throttle: number;
  fail: number;
  timeoutAfterSuccess: number;
}

/** What goes wrong with bulk operations. */
export interface BulkFaults {
  /** Half of the result is written, then they fail. */
  bulkFail: number;
  /** How long they rest halfway. */
  bulkDelayMs: number;
}

export const NO_BULK_FAULTS: BulkFaults = { bulkFail: 0, bulkDelayMs: 0 };

export const NO_API_FAULTS: ApiFaults = { throttle: 0, fail: 0, timeoutAfterSuccess: 0 };

/** Whether the fault strikes this call; a count runs down as it does. */
export function strikes<Name extends string>(
  faults: Record<Name, number>,
  name: Name,
  random: () => number,
): boolean {
  const value = faults[name];
  if (value <= 0) return false;
  if (value < 1) return random() < value;
  faults[name] = value - 1;
  return true;
}
