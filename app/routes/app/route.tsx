import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, Outlet, useRouteError, isRouteErrorResponse } from "@remix-run/react";
import { NavMenu } from "@shopify/app-bridge-react";
import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";
import adminStyles from "../../ui/admin.css?url";
import { AdminFrame } from "../../ui/admin-frame.tsx";
import { AdminProblem } from "../../ui/admin-problem.tsx";
import type { AppFrame } from "../../web/app-frame.ts";
import { words } from "../../web/i18n/en.ts";
import { problemOf } from "../../web/problem.ts";

export { embeddedHeaders as headers } from "../../web/embedded-headers.ts";

export function links() {
  return [polarisStyles, adminStyles].map((href) => ({ rel: "stylesheet", href }));
}

export async function loader({ request, context }: LoaderFunctionArgs): Promise<AppFrame> {
  const { app } = context;
  const { session } = await app.shopify.authenticate.admin(request);
  await app.finishInstallation(session);
  return { apiKey: app.settings.apiKey, appBridgeUrl: app.settings.appBridgeUrl };
}

export default function AppLayout() {
  return (
    <AdminFrame>
      <NavMenu>
        <Link to="/app" rel="home">
          {words.home.title}
        </Link>
      </NavMenu>
      <main>
        <Outlet />
      </main>
    </AdminFrame>
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  const problem = problemOf(isRouteErrorResponse(error) ? error.status : 500);
  return (
    <AdminFrame>
      <main>
        <AdminProblem {...problem} tryAgain={words.problems.tryAgain} />
      </main>
    </AdminFrame>
  );
}
