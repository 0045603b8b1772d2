/** What has become of deliveries that were tried again. */
import type { LoaderFunctionArgs } from "@remix-run/node";
import { adminVisit } from "../../web/admin-visit.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shopId } = await adminVisit({ request, context });
  return context.app.deliveries.fates(shopId, new URL(request.url).searchParams.getAll("id"));
}
