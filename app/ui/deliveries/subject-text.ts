import type { Words } from "../words/words.ts";
import type { ParkedView } from "./view.ts";

/** "Order paid · Order #1001": what came, and what it is about as far as that can be told. */
export function headingOf(
  { topic, subject }: Pick<ParkedView, "topic" | "subject">,
  words: Words["deliveries"]["parked"],
): string {
  const { kind, id, label } = subject;
  const name = label ?? id;
  if (kind === "shop" || kind === "app" || name === null) return words.topic(topic);
  return `${words.topic(topic)} · ${words.subject[kind](name)}`;
}
