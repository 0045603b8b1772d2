/** What stands beside the rows of the list and comes after them: names, which are Shopify's, and how many there are. */
import type { LoaderFunctionArgs } from "@remix-run/node";
import { adminVisit } from "../../web/admin-visit.server.ts";
import { askedList } from "../../web/member-query.ts";
import { idsIn } from "../../web/member-selection.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await adminVisit({ request, context });
  const query = new URL(request.url).searchParams;
  const customerIds = idsIn(query.get("ids") ?? "");
  const [names, count] = await Promise.all([
    context.app.members.names(visit, customerIds),
    context.app.members.count(visit, askedList(query)),
  ]);
  return Response.json({ names, count });
}
