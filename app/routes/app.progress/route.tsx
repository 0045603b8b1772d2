import type { LoaderFunctionArgs } from "@remix-run/node";
import type { HomeProgress } from "../../ui/home/view.ts";
import { adminVisit } from "../../web/admin-visit.server.ts";

/** What Home asks again and again while something moves: no page, no figures. */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<HomeProgress> {
  return context.app.home.progress(await adminVisit({ request, context }));
}
