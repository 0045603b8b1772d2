/** The masked body of one parked delivery, opened for whoever asks. */
import type { LoaderFunctionArgs } from "@remix-run/node";
import { adminVisit } from "../../web/admin-visit.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { shopId } = await adminVisit({ request, context });
  return { body: await context.app.deliveries.look(shopId, params["webhookId"] ?? "") };
}
