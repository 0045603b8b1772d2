import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import plainStyles from "../../ui/plain.css?url";
import { StatusPage } from "../../ui/status-page.tsx";
import { statusView } from "../../web/status-view.ts";
import { words } from "../../web/i18n/en.ts";

export function links() {
  return [{ rel: "stylesheet", href: plainStyles }];
}

export function meta() {
  return [{ title: words.appName }];
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { search, searchParams } = new URL(request.url);
  // Shopify opens an app at its root with the shop in the query.
  if (searchParams.has("shop")) return redirect(`/app${search}`);
  const { app } = context;
  return statusView({
    status: await app.status(),
    settings: app.settings,
    demo: app.demo,
    now: new Date(),
  });
}

export default function Index() {
  return <StatusPage {...useLoaderData<typeof loader>()} />;
}
