import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { TeamSection } from "../../ui/settings/team-section.tsx";
import { adminVisit } from "../../web/admin-visit.server.ts";
import { teamLogQuery } from "../../web/team-log-query.ts";

export { embeddedHeaders as headers } from "../../web/embedded-headers.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shopId } = await adminVisit({ request, context });
  return context.app.settingsPages.team(shopId, teamLogQuery(request.url));
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await adminVisit({ request, context });
  return context.app.settingsPages.save(visit, await request.json());
}

export default function Team() {
  return <TeamSection view={useLoaderData<typeof loader>()} />;
}
