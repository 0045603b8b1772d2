import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { LookSection } from "../../ui/settings/look-section.tsx";
import { adminVisit } from "../../web/admin-visit.server.ts";

export { embeddedHeaders as headers } from "../../web/embedded-headers.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shopId } = await adminVisit({ request, context });
  return context.app.settingsPages.read(shopId);
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await adminVisit({ request, context });
  return context.app.settingsPages.save(visit, await request.json());
}

export default function Look() {
  return <LookSection settings={useLoaderData<typeof loader>()} />;
}
