import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { HomePage } from "../../ui/home-page.tsx";
import { adminVisit } from "../../web/admin-visit.server.ts";
import { homeView } from "../../web/home-view.ts";
import { words } from "../../web/i18n/en.ts";

export { PageProblem as ErrorBoundary } from "../../ui/pieces/page-problem.tsx";
export { embeddedHeaders as headers } from "../../web/embedded-headers.ts";

export function meta() {
  return [{ title: `${words.home.title} · ${words.appName}` }];
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shopDomain } = await adminVisit({ request, context });
  return homeView(await context.app.overview(shopDomain), new Date());
}

export default function Home() {
  return <HomePage {...useLoaderData<typeof loader>()} />;
}
