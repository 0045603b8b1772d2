import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import homeStyles from "../../ui/home/home.css?url";
import { HomePage } from "../../ui/home/home-page.tsx";
import type { HomeAnswer, HomeView } from "../../ui/home/view.ts";
import { adminVisit } from "../../web/admin-visit.server.ts";
import { titled } from "../../web/app-frame.ts";

export { PageProblem as ErrorBoundary } from "../../ui/pieces/page-problem.tsx";
export { embeddedHeaders as headers } from "../../web/embedded-headers.ts";

export const meta = titled((words) => words.home.title);

export function links() {
  return [{ rel: "stylesheet", href: homeStyles }];
}

export async function loader({ request, context }: LoaderFunctionArgs): Promise<HomeView> {
  return context.app.home.read(await adminVisit({ request, context }));
}

export async function action({ request, context }: ActionFunctionArgs): Promise<HomeAnswer> {
  const visit = await adminVisit({ request, context });
  return context.app.home.act(visit, await request.formData());
}

export default function Home() {
  return <HomePage view={useLoaderData<typeof loader>()} />;
}
