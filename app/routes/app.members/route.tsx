import type {
  ActionFunctionArgs,
  LoaderFunctionArgs,
  MetaFunction,
  TypedResponse,
} from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import membersStyles from "../../ui/members/members.css?url";
import { MembersPage } from "../../ui/members/members-page.tsx";
import type { ListView, SearchView, ViewOutcome } from "../../ui/members/view.ts";
import type { Language } from "../../ui/words/language.ts";
import { wordsIn } from "../../ui/words/use-words.tsx";
import { adminVisit } from "../../web/admin-visit.server.ts";
import { askedList } from "../../web/member-query.ts";

export { embeddedHeaders as headers } from "../../web/embedded-headers.ts";
export { PageProblem as ErrorBoundary } from "../../ui/pieces/page-problem.tsx";

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const words = wordsIn(data?.language ?? "en");
  return [{ title: words.frame.titled(words.members.title) }];
};

export function links() {
  return [{ rel: "stylesheet", href: membersStyles }];
}

type Shown = { language: Language; list: ListView; search: SearchView | null };

export async function loader({
  request,
  context,
}: LoaderFunctionArgs): Promise<TypedResponse<Shown>> {
  const visit = await adminVisit({ request, context });
  const { members } = context.app;
  const asked = askedList(new URL(request.url).searchParams);
  const list = await members.list(visit, asked);
  const search = asked.search === "" ? null : await members.search(visit, asked.search);
  const shown: Shown = { language: visit.language, list, search };
  return Response.json(shown, { status: statusOf(list) });
}

function statusOf({ problem }: ListView): number {
  return problem === "not-a-filter" || problem === "not-a-place" ? 422 : 200;
}

export async function action({ request, context }: ActionFunctionArgs): Promise<ViewOutcome> {
  const visit = await adminVisit({ request, context });
  return context.app.members.change(visit, await request.formData());
}

export default function Members() {
  const { list, search } = useLoaderData<typeof loader>();
  return <MembersPage list={list} search={search} />;
}
