/** What a page says when it can't be shown: what happened, what was kept, what to do. */
import { Banner, BlockStack, Page, Text } from "@shopify/polaris";
import { useWords } from "../words/use-words.tsx";

export type ProblemKind = "notFound" | "notAllowed" | "failed";

export function Problem({ kind }: { kind: ProblemKind }) {
  const { problems } = useWords().frame;
  const { title, happened, kept, doNow } = problems[kind];
  const action =
    kind === "notFound"
      ? { content: problems.toHome, url: "/app" }
      : { content: problems.tryAgain, onAction: () => window.location.reload() };
  return (
    <Page title={title}>
      <Banner
        tone={kind === "failed" ? "critical" : "warning"}
        {...(kind === "notAllowed" ? {} : { action })}
      >
        <BlockStack gap="200">
          <Text as="p">{happened}</Text>
          <Text as="p" fontWeight="semibold">
            {kept}
          </Text>
          <Text as="p">{doNow}</Text>
        </BlockStack>
      </Banner>
    </Page>
  );
}
