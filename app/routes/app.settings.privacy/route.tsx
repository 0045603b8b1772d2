import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { PrivacySection } from "../../ui/settings/privacy-section.tsx";
import { adminVisit } from "../../web/admin-visit.server.ts";

export { embeddedHeaders as headers } from "../../web/embedded-headers.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shopId } = await adminVisit({ request, context });
  const cursor = new URL(request.url).searchParams.get("before");
  return { view: await context.app.settingsPages.privacy(shopId, cursor), paged: cursor !== null };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await adminVisit({ request, context });
  return context.app.settingsPages.save(visit, await request.json());
}

export default function Privacy() {
  return <PrivacySection {...useLoaderData<typeof loader>()} />;
}
