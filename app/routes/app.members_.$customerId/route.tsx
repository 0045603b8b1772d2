import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { isId } from "../../domain/shared/ids.ts";
import memberStyles from "../../ui/member/member.css?url";
import { MemberPage, type MemberAnswer } from "../../ui/member/member-page.tsx";
import { UnknownMember } from "../../ui/member/unknown-member.tsx";
import { adminVisit } from "../../web/admin-visit.server.ts";
import { titled } from "../../web/app-frame.ts";
import { readAdjustment, readPart, readUndo } from "../../web/member-forms.ts";

export { embeddedHeaders as headers } from "../../web/embedded-headers.ts";
export { PageProblem as ErrorBoundary } from "../../ui/pieces/page-problem.tsx";

export function links() {
  return [{ rel: "stylesheet", href: memberStyles }];
}

export const meta = titled((words) => words.member.title);

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { shopId, shopDomain } = await adminVisit({ request, context });
  const { customerId = "" } = params;
  const url = new URL(request.url);
  const part = readPart(url.searchParams.get("part"));
  if (!isId(customerId)) return { page: null, customerId, part, adminUrl: null };
  const cursor = url.searchParams.get("cursor");
  const page = await context.app.member.read(shopId, customerId, { cursor, part });
  // Who was merged away lives on as another: one page for one person.
  if (page && page.customerId !== customerId) {
    return redirect(`/app/members/${page.customerId}${url.search}`);
  }
  const store = context.app.settings.devStoreUrl ?? `https://${shopDomain}`;
  const adminUrl = new URL(`/admin/customers/${customerId}`, store).toString();
  return { page, customerId, part, adminUrl };
}

export async function action({
  request,
  context,
  params,
}: ActionFunctionArgs): Promise<MemberAnswer> {
  const { shopId, staff } = await adminVisit({ request, context });
  const { customerId = "" } = params;
  if (!isId(customerId)) throw new Response(null, { status: 404 });
  const form = await request.formData();
  const { member } = context.app;
  if (form.get("intent") === "undo") {
    const undone = await member.undo(shopId, { staff, form: readUndo(customerId, form) });
    return { intent: "undo", ...undone };
  }
  const adjusted = await member.adjust(shopId, { staff, form: readAdjustment(customerId, form) });
  return { intent: "adjust", ...adjusted };
}

export default function Member() {
  const { page, customerId, part, adminUrl } = useLoaderData<typeof loader>();
  if (!page) return <UnknownMember asked={customerId} />;
  return <MemberPage page={page} part={part} adminUrl={adminUrl} />;
}
