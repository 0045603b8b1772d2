import type { ApiFaults } from "../admin-api/faults.ts";
import type { DeliveryFaults } from "../webhooks/faults.ts";
import { strengthInWords } from "./faults-in-words.ts";
import { markup, type Html } from "../http/html.ts";
import { select, type Choice } from "./parts.ts";
import { milliseconds } from "./wording.ts";

const SHARES: readonly Choice[] = [
  { value: "0.1", label: "10 %" },
  { value: "0.25", label: "25 %" },
  { value: "0.5", label: "50 %" },
];
const OFF: Choice = { value: "0", label: "Off" };

const DELIVERY_CHOICES = {
  duplicate: [
    OFF,
    ...SHARES,
    { value: "1", label: "Every one" },
    { value: "3", label: "Every one, three times" },
  ],
  reorder: [OFF, { value: "10", label: "A little" }, { value: "100", label: "Thoroughly" }],
  delayMs: [
    OFF,
    { value: "1000", label: "Up to 1 second" },
    { value: "5000", label: "Up to 5 seconds" },
    { value: "30000", label: "Up to 30 seconds" },
  ],
  loss: [OFF, ...SHARES, { value: "1", label: "All of them" }],
  damage: [OFF, ...SHARES, { value: "1", label: "All of them" }],
} satisfies Record<keyof DeliveryFaults, readonly Choice[]>;

/** A strength that the control API set to something else is a choice too. */
function withCurrent(
  choices: readonly Choice[],
  current: number,
  label: string,
): readonly Choice[] {
  const value = String(current);
  return choices.some((choice) => choice.value === value)
    ? choices
    : [...choices, { value, label }];
}

const DELIVERY_WORDS: Record<keyof DeliveryFaults, readonly [string, string]> = {
  duplicate: ["Duplicates", "The same delivery again, with the same webhook id"],
  reorder: ["Other order", "Later events may arrive before earlier ones"],
  delayMs: ["Delay", "Each waits a random time before it leaves"],
  loss: ["Loss", "A share never leaves; Shopify loses some too"],
  damage: ["Damage", "Orders arrive without their lines, rightly signed"],
};

const NAMES = ["duplicate", "reorder", "delayMs", "loss", "damage"] as const;

const strength = (value: number): string =>
  value < 1 ? `${Math.round(value * 100)} %` : String(value);

export function deliveryFaultForm(faults: DeliveryFaults): Html {
  const current = (name: keyof DeliveryFaults) =>
    name === "delayMs" ? `Up to ${milliseconds(faults.delayMs)}` : strength(faults[name]);
  return markup`<form class="switches" method="post" action="/admin/deliveries/faults">${NAMES.map(
    (name) =>
      select({
        name,
        label: DELIVERY_WORDS[name][0],
        hint: DELIVERY_WORDS[name][1],
        choices: withCurrent(DELIVERY_CHOICES[name], faults[name], current(name)),
        chosen: String(faults[name]),
      }),
  )}<div class="buttons"><button class="button button-first">Switch</button><button class="button" name="off" value="yes">All off</button></div></form>`;
}

/** The body of `POST /control/deliveries`. */
export function faultsOfForm(form: URLSearchParams): DeliveryFaults {
  const off = form.get("off") === "yes";
  const strength = (name: string) => (off ? 0 : Number(form.get(name) ?? "0"));
  return {
    duplicate: strength("duplicate"),
    reorder: strength("reorder"),
    delayMs: strength("delayMs"),
    loss: strength("loss"),
    damage: strength("damage"),
  };
}

const ALWAYS = String(Number.MAX_SAFE_INTEGER);
const API_CHOICES: readonly Choice[] = [
  OFF,
  { value: "1", label: "The next call" },
  { value: "5", label: "The next 5 calls" },
  { value: "0.5", label: "Half of the calls" },
  { value: ALWAYS, label: "Every call" },
];

const API_WORDS: Record<keyof ApiFaults, readonly [string, string]> = {
  throttle: ["Throttled", "Refused as if the cost budget were spent"],
  fail: ["Fails", "Answers 500, nothing was done"],
  timeoutAfterSuccess: ["Times out after success", "It was done, but the answer gets lost"],
};

const API_NAMES = ["throttle", "fail", "timeoutAfterSuccess"] as const;

export function apiFaultForm(faults: ApiFaults): Html {
  // A count that has run down by some calls since is still "every call".
  const chosen = (value: number) =>
    value > Number.MAX_SAFE_INTEGER / 2 ? ALWAYS : String(Math.max(0, value));
  return markup`<form class="switches" method="post" action="/admin/api-calls/faults">${API_NAMES.map(
    (name) =>
      select({
        name,
        label: API_WORDS[name][0],
        hint: API_WORDS[name][1],
        choices: withCurrent(
          API_CHOICES,
          Number(chosen(faults[name])),
          strengthInWords(faults[name]),
        ),
        chosen: chosen(faults[name]),
      }),
  )}<div class="buttons"><button class="button button-first">Switch</button><button class="button" name="off" value="yes">All off</button></div></form>`;
}

/** The body of `POST /control/faults`. */
export function apiFaultsOfForm(form: URLSearchParams): ApiFaults {
  const off = form.get("off") === "yes";
  const strength = (name: string) => (off ? 0 : Number(form.get(name) ?? "0"));
  return {
    throttle: strength("throttle"),
    fail: strength("fail"),
    timeoutAfterSuccess: strength("timeoutAfterSuccess"),
  };
}
