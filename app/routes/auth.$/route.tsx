import type { LoaderFunctionArgs } from "@remix-run/node";
import { withAppBridge } from "../../web/app-bridge-page.ts";

/** Shopify's library answers here: the page that fetches a session token, and the way out of the frame. */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<null> {
  const { app } = context;
  try {
    await app.shopify.authenticate.admin(request);
    return null;
  } catch (answer) {
    if (!(answer instanceof Response)) throw answer;
    throw await withAppBridge(answer, app.settings.appBridgeUrl);
  }
}
