import type { LoaderFunctionArgs } from "@remix-run/node";
import { adminVisit } from "../../web/admin-visit.server.ts";
import { titled } from "../../web/app-frame.ts";

export { PageProblem as ErrorBoundary } from "../../ui/pieces/page-problem.tsx";
export { embeddedHeaders as headers } from "../../web/embedded-headers.ts";

export const meta = titled((words) => words.frame.problems.notFound.title);

/** An address below /app that no page has: told inside the admin, where the menu leads on. */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<never> {
  await adminVisit({ request, context });
  throw new Response(null, { status: 404, statusText: "Not Found" });
}

export default function Unknown() {
  return null;
}
