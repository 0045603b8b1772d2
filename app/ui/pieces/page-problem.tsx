/** The `ErrorBoundary` of an admin page: the menu stays, the page says what happened. */
import { isRouteErrorResponse, useRouteError } from "@remix-run/react";
import { Problem, type ProblemKind } from "./problem.tsx";

export function PageProblem() {
  return <Problem kind={problemKind(useRouteError())} />;
}

/** Which of the problems an error of a page is. */
export function problemKind(error: unknown): ProblemKind {
  const status = isRouteErrorResponse(error) ? error.status : 500;
  if (status === 404) return "notFound";
  return status === 401 || status === 403 || status === 410 ? "notAllowed" : "failed";
}
