import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useLocation, useRouteError } from "@remix-run/react";
import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";
import adminStyles from "../../ui/admin.css?url";
import { AdminFrame } from "../../ui/admin-frame.tsx";
import { AdminMenu } from "../../ui/admin-menu.tsx";
import { PageOutlet } from "../../ui/page-outlet.tsx";
import { problemKind } from "../../ui/pieces/page-problem.tsx";
import { Problem } from "../../ui/pieces/problem.tsx";
import { languageOf } from "../../ui/words/language.ts";
import { adminVisit } from "../../web/admin-visit.server.ts";
import type { AppFrame } from "../../web/app-frame.ts";

export { embeddedHeaders as headers } from "../../web/embedded-headers.ts";

export function links() {
  return [polarisStyles, adminStyles].map((href) => ({ rel: "stylesheet", href }));
}

export async function loader({ request, context }: LoaderFunctionArgs): Promise<AppFrame> {
  const { language, timeZone, currency } = await adminVisit({ request, context });
  const { apiKey, appBridgeUrl } = context.app.settings;
  return { apiKey, appBridgeUrl, reader: { language, timeZone, currency } };
}

export default function AppLayout() {
  return (
    <AdminFrame reader={useLoaderData<typeof loader>().reader}>
      <AdminMenu />
      <main>
        <PageOutlet />
      </main>
    </AdminFrame>
  );
}

/** The layout itself failed: nothing is known of the reader but what the address says. */
export function ErrorBoundary() {
  const error = useRouteError();
  const locale = new URLSearchParams(useLocation().search).get("locale") ?? "en";
  return (
    <AdminFrame reader={{ language: languageOf(locale), timeZone: "UTC", currency: "USD" }}>
      <main>
        <Problem kind={problemKind(error)} />
      </main>
    </AdminFrame>
  );
}
