/** A number of which nothing is known: said plainly, with the search beside it. */
import { Page } from "@shopify/polaris";
import { EmptyPage } from "../pieces/empty-page.tsx";
import { useWords } from "../words/use-words.tsx";

export function UnknownMember({ asked }: { asked: string }) {
  const words = useWords().member;
  const shown = asked.slice(0, 40);
  return (
    <Page title={words.unknown.title} backAction={{ content: words.back, url: "/app/members" }}>
      <EmptyPage
        heading={words.unknown.heading(shown)}
        action={{ content: words.unknown.action, url: "/app/members" }}
      >
        {words.unknown.explanation}
      </EmptyPage>
    </Page>
  );
}
