import type { ApiFaults } from "../admin-api/faults.ts";
import type { DeliveryFaults } from "../webhooks/faults.ts";
import { count, milliseconds } from "./wording.ts";

const percent = (part: number): string => `${Math.round(part * 100)} %`;

function copies(duplicate: number): string {
  if (duplicate < 1) return `a duplicate of ${percent(duplicate)} of the deliveries`;
  return duplicate === 1
    ? "a duplicate of every delivery"
    : `${Math.floor(duplicate)} duplicates of every delivery`;
}

/** What goes wrong on the way to the app just now, one phrase each. */
export function deliveryFaultsInWords(faults: DeliveryFaults): string[] {
  return [
    ...(faults.duplicate > 0 ? [copies(faults.duplicate)] : []),
    ...(faults.reorder > 0 ? ["deliveries in another order"] : []),
    ...(faults.delayMs > 0 ? [`delays of up to ${milliseconds(faults.delayMs)}`] : []),
    ...(faults.loss > 0 ? [`${percent(faults.loss)} of the deliveries lost`] : []),
    ...(faults.damage > 0 ? [`${percent(faults.damage)} of the deliveries of orders damaged`] : []),
  ];
}

const API_FAULT_WORDS: Record<keyof ApiFaults, string> = {
  throttle: "throttled",
  fail: "failing",
  timeoutAfterSuccess: "carried out without an answer",
};

/** The strength of an API fault: a count of calls, a share, or all. */
export function strengthInWords(value: number): string {
  if (value <= 0) return "off";
  if (value < 1) return `${percent(value)} of the calls`;
  return value >= Number.MAX_SAFE_INTEGER / 2 ? "every call" : `the next ${count(value, "call")}`;
}

export function apiFaultsInWords(faults: ApiFaults): string[] {
  return (Object.keys(API_FAULT_WORDS) as (keyof ApiFaults)[])
    .filter((name) => faults[name] > 0)
    .map((name) => `Admin API: ${strengthInWords(faults[name])} ${API_FAULT_WORDS[name]}`);
}
