/** What goes wrong with calls of the Admin API. A number of 1 or more counts calls, one below 1 is a share of them. */
export interface ApiFaults {
  throttle: number;
  fail: number;
  timeoutAfterSuccess: number;
}

export const NO_API_FAULTS: ApiFaults = { throttle: 0, fail: 0, timeoutAfterSuccess: 0 };

/** Whether the fault strikes this call; a count runs down as it does. */
export function strikes(faults: ApiFaults, name: keyof ApiFaults, random: () => number): boolean {
  const value = faults[name];
  if (value <= 0) return false;
  if (value < 1) return random() < value;
  faults[name] = value - 1;
  return true;
}
