/** The three kinds of choice for past orders; "since" stands for any day. */
import type { TriedChoice } from "../../domain/settlement/earn-trial.ts";

export type ChoiceKind = "none" | "since" | "all";

export const kindOf = ({ earnFrom }: TriedChoice): ChoiceKind =>
  earnFrom === "none" || earnFrom === "all" ? earnFrom : "since";
