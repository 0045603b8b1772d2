import { isRouteErrorResponse } from "@remix-run/react";
import { words } from "./i18n/en.ts";

export interface Problem {
  title: string;
  explanation: string;
}

export type ProblemKind = "notFound" | "notAllowed" | "failed";

/** Which of the problems an error of a page is. */
export function problemKind(error: unknown): ProblemKind {
  const status = isRouteErrorResponse(error) ? error.status : 500;
  if (status === 404) return "notFound";
  return status === 401 || status === 403 || status === 410 ? "notAllowed" : "failed";
}

/** The same for a page outside of the admin. */
export function problemOf(error: unknown): Problem {
  return words.problems[problemKind(error)];
}
