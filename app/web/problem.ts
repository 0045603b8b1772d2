import { words } from "./i18n/en.ts";

export interface Problem {
  title: string;
  explanation: string;
}

/** What a page says when it can't be shown: what happened, what was kept, what to do. */
export function problemOf(status: number): Problem {
  if (status === 404) return words.problems.notFound;
  if (status === 401 || status === 403 || status === 410) return words.problems.notAllowed;
  return words.problems.failed;
}
