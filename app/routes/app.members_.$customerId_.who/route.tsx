/** Who a member is: asked of Shopify beside the page, so that the page waits for nobody. */
import type { LoaderFunctionArgs } from "@remix-run/node";
import { isId } from "../../domain/shared/ids.ts";
import { adminVisit } from "../../web/admin-visit.server.ts";
import type { WhoIs } from "../../web/member-pages.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs): Promise<WhoIs> {
  const visit = await adminVisit({ request, context });
  const { customerId = "" } = params;
  if (!isId(customerId)) return { who: null, trouble: null };
  return context.app.member.whois(visit, customerId);
}
