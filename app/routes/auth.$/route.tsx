import type { LoaderFunctionArgs } from "@remix-run/node";

/** Shopify's library answers here: the page that fetches a session token, and the way out of the frame. */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<null> {
  await context.app.shopify.authenticate.admin(request);
  return null;
}
