/** The frame of Settings, around each of its sections. */
import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Outlet } from "@remix-run/react";
import { SettingsFrame } from "../../ui/settings/settings-frame.tsx";
import { wordsIn } from "../../ui/words/use-words.tsx";
import { adminVisit } from "../../web/admin-visit.server.ts";

export { embeddedHeaders as headers } from "../../web/embedded-headers.ts";
export { PageProblem as ErrorBoundary } from "../../ui/pieces/page-problem.tsx";

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const words = wordsIn(data?.language ?? "en");
  return [{ title: words.frame.titled(words.settings.title) }];
};

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { language } = await adminVisit({ request, context });
  return { language };
}

export default function Settings() {
  return (
    <SettingsFrame>
      <Outlet />
    </SettingsFrame>
  );
}
