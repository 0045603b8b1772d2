/** The team log as a file, for as much of it as was filtered for. */
import type { LoaderFunctionArgs } from "@remix-run/node";
import { adminVisit } from "../../web/admin-visit.server.ts";
import { teamLogQuery } from "../../web/team-log-query.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shopId } = await adminVisit({ request, context });
  const text = await context.app.settingsPages.teamCsv(shopId, teamLogQuery(request.url));
  return new Response(text, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="team-log.csv"',
    },
  });
}
