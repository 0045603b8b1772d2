import { problemKind } from "../ui/pieces/page-problem.tsx";
import { words } from "./i18n/en.ts";

export interface Problem {
  title: string;
  explanation: string;
}

/** What a page outside of the admin says when it can't be shown. */
export function problemOf(error: unknown): Problem {
  return words.problems[problemKind(error)];
}
