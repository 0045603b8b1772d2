import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { HomePage } from "../../ui/home-page.tsx";
import { homeView } from "../../web/home-view.ts";
import { words } from "../../web/i18n/en.ts";

export { embeddedHeaders as headers } from "../../web/embedded-headers.ts";

export function meta() {
  return [{ title: `${words.home.title} · ${words.appName}` }];
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { app } = context;
  const { session } = await app.shopify.authenticate.admin(request);
  return homeView(await app.overview(session.shop), new Date());
}

export default function Home() {
  return <HomePage {...useLoaderData<typeof loader>()} />;
}
