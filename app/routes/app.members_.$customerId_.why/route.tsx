/** A line of the history opened: fetched when the reader opens it. */
import type { LoaderFunctionArgs } from "@remix-run/node";
import { isId } from "../../domain/shared/ids.ts";
import type { Explanation } from "../../domain/settlement/explanation.ts";
import { adminVisit } from "../../web/admin-visit.server.ts";
import { readLine } from "../../web/member-forms.ts";

export async function loader({
  request,
  context,
  params,
}: LoaderFunctionArgs): Promise<{ found: Explanation | null }> {
  const visit = await adminVisit({ request, context });
  const { customerId = "" } = params;
  const line = readLine(new URL(request.url).searchParams.get("line"));
  if (!isId(customerId) || !line) return { found: null };
  return { found: await context.app.member.explain(visit.shopId, customerId, line) };
}
