import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { HistorySection } from "../../ui/settings/history-section.tsx";
import { adminVisit } from "../../web/admin-visit.server.ts";

export { embeddedHeaders as headers } from "../../web/embedded-headers.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shopId, shopDomain } = await adminVisit({ request, context });
  return context.app.settingsPages.history(shopId, shopDomain);
}

export default function History() {
  return <HistorySection view={useLoaderData<typeof loader>()} />;
}
