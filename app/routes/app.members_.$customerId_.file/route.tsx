/** Everything that is held of one member, as a file. */
import type { LoaderFunctionArgs } from "@remix-run/node";
import { isId } from "../../domain/shared/ids.ts";
import { adminVisit } from "../../web/admin-visit.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs): Promise<Response> {
  const visit = await adminVisit({ request, context });
  const { customerId = "" } = params;
  if (!isId(customerId)) throw new Response(null, { status: 404 });
  const text = await context.app.member.file(visit, customerId, visit.staff);
  return new Response(text, {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="customer-${customerId}.json"`,
      "cache-control": "no-store",
    },
  });
}
