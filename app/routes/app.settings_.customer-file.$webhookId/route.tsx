/** What is known of a customer, as a file that the merchant hands over. */
import type { LoaderFunctionArgs } from "@remix-run/node";
import { adminVisit } from "../../web/admin-visit.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const visit = await adminVisit({ request, context });
  const file = await context.app.settingsPages.dataFile(visit, params["webhookId"] ?? "");
  if (!file) throw new Response(null, { status: 404 });
  return new Response(file.text, {
    headers: {
      "content-type": file.mediaType,
      "content-disposition": `attachment; filename="${file.fileName}"`,
      "cache-control": "no-store",
    },
  });
}
