import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { DeliveriesPage } from "../../ui/deliveries/deliveries-page.tsx";
import type { DeedOutcome } from "../../ui/deliveries/view.ts";
import { wordsIn } from "../../ui/words/use-words.tsx";
import { adminVisit } from "../../web/admin-visit.server.ts";

export { embeddedHeaders as headers } from "../../web/embedded-headers.ts";
export { PageProblem as ErrorBoundary } from "../../ui/pieces/page-problem.tsx";

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const words = wordsIn(data?.language ?? "en");
  return [{ title: words.frame.titled(words.deliveries.title) }];
};

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shopId, language } = await adminVisit({ request, context });
  const query = new URL(request.url).searchParams;
  const view = await context.app.deliveries.read(shopId, {
    before: query.get("before"),
    comparedBefore: query.get("compared-before"),
  });
  return { language, view };
}

export async function action({ request, context }: ActionFunctionArgs): Promise<DeedOutcome> {
  const visit = await adminVisit({ request, context });
  const { deliveries } = context.app;
  const form = await request.formData();
  const webhookIds = form.getAll("id").map(String);
  switch (form.get("deed")) {
    case "retry":
      return retried(await deliveries.retry(visit, { webhookIds }));
    case "retry-all":
      return retried(await deliveries.retry(visit, "all"));
    case "dismiss": {
      const askShopify = form.get("ask") === "yes";
      const { dismissed, asked, refused } = await deliveries.dismiss(visit, {
        webhookIds,
        askShopify,
      });
      return {
        kind: "dismissed",
        dismissed: dismissed.length,
        asked: asked.length,
        refused: refused.length,
      };
    }
    case "ask-now":
      return { kind: "asked-now", orders: await deliveries.askNow(visit.shopId) };
    case "compare":
      return { kind: "comparing", started: await deliveries.compare(visit) };
    case "prove":
      return { kind: "proving", started: await deliveries.prove(visit) };
    default:
      throw new Response(null, { status: 400 });
  }
}

function retried(told: {
  again: string[];
  asked: unknown[];
  unreadable: string[];
  more: boolean;
}): DeedOutcome {
  const { again, asked, unreadable, more } = told;
  return { kind: "retried", again, asked: asked.length, unreadable: unreadable.length, more };
}

export default function Deliveries() {
  return <DeliveriesPage view={useLoaderData<typeof loader>().view} />;
}
