import type { Words } from "../words/words.ts";
import type { ParkedView } from "./view.ts";

/** What a delivery is about, as far as it can be told. */
export function subjectText(
  { subject }: Pick<ParkedView, "subject">,
  words: Words["deliveries"]["parked"],
): string {
  const { kind, id, label } = subject;
  if (kind === "shop" || kind === "app") return words.subject[kind];
  const name = label ?? id;
  return name === null ? words.subject.unknown : words.subject[kind](name);
}
