/** What somebody typed to find a customer: a customer's number, or words for Shopify to look for. */
import { idFromGid, isId, type Id } from "../shared/ids.ts";

export type CustomerQuest =
  | { kind: "nothing" }
  | { kind: "number"; customerId: Id; words: string }
  | { kind: "words"; words: string };

export const QUEST_CHARACTERS_MAX = 120;
const WORDS_MAX = 6;

export function readQuest(text: string): CustomerQuest {
  const said = text.trim().slice(0, QUEST_CHARACTERS_MAX);
  const id = idFromGid("Customer", said) ?? said.replace(/^#/, "");
  const words = searchWords(said);
  if (isId(id)) return { kind: "number", customerId: id, words };
  return words === "" ? { kind: "nothing" } : { kind: "words", words };
}

/**
 * In Shopify's search syntax: every word must be found, each as the beginning of one, since people see
 * results while they type. What the syntax means by its own signs isn't what was meant.
 */
export function searchWords(text: string): string {
  const words = text
    .split(/\s+/)
    .map((word) => word.replace(/["'():\\*<>=]/g, "").replace(/^-+/, ""))
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .slice(0, WORDS_MAX);
  return words.map((word) => (word.includes("@") ? `email:${word}*` : `${plain(word)}*`)).join(" ");
}

/** A connective in capitals would join the words beside it. */
function plain(word: string): string {
  return ["AND", "OR", "NOT"].includes(word) ? word.toLowerCase() : word;
}
