/** Requests by law: each with what it asks for, by when, and what was done. */
import { Badge, BlockStack, Box, Card, InlineStack, Text } from "@shopify/polaris";
import { CursorPaging } from "../pieces/cursor-paging.tsx";
import { FileButton } from "../pieces/csv-button.tsx";
import { Moment } from "../pieces/moment.tsx";
import { useWords } from "../words/use-words.tsx";
import type { PrivacyRequestView, PrivacyView } from "./view.ts";

type PrivacyRequestsProps = Pick<PrivacyView, "requests" | "next"> & { paged: boolean };

export function PrivacyRequests({ requests, next, paged }: PrivacyRequestsProps) {
  const words = useWords().settings.privacy;
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {words.requests}
          </Text>
          <Text as="p" tone="subdued">
            {requests.length === 0 ? words.noRequests : words.requestsHint}
          </Text>
        </BlockStack>
      </Box>
      {requests.length > 0 ? (
        <ul className="plain-rows" aria-label={words.requests}>
          {requests.map((each) => (
            <li key={each.webhookId}>
              <Request request={each} />
            </li>
          ))}
        </ul>
      ) : null}
      <CursorPaging
        previous={paged ? "/app/settings/privacy" : null}
        next={next === null ? null : `/app/settings/privacy?before=${encodeURIComponent(next)}`}
      />
    </Card>
  );
}

function Request({ request }: { request: PrivacyRequestView }) {
  const words = useWords().settings.privacy;
  const { topic, customerId, completedAt, handedOverAt, dueAt, remark, webhookId } = request;
  const isData = topic === "customers/data_request";
  const done = isData ? handedOverAt : completedAt;
  const counts = Object.entries(request.report).filter(([, count]) => count > 0);
  return (
    <InlineStack align="space-between" blockAlign="start" gap="300">
      <BlockStack gap="050">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h3" variant="headingSm">
            {words.topic(topic)}
            {customerId === null ? "" : ` · ${words.customer(customerId)}`}
          </Text>
          <Badge tone={done === null ? "attention" : "success"}>
            {done === null ? words.open : words.done}
          </Badge>
        </InlineStack>
        {counts.length > 0 ? <Text as="p">{words.emptied(counts)}</Text> : null}
        {remark === null ? null : <Text as="p">{remark}</Text>}
        <Text as="p" tone="subdued" variant="bodySm">
          {words.asked} <Moment at={request.requestedAt} shown="day" />
          {" · "}
          {done === null ? words.due : words.finished} <Moment at={done ?? dueAt} shown="day" />
        </Text>
      </BlockStack>
      {isData ? (
        <FileButton
          href={`/app/settings/customer-file/${encodeURIComponent(webhookId)}`}
          fileName={`customer-${customerId ?? "data"}.json`}
        >
          {words.download}
        </FileButton>
      ) : null}
    </InlineStack>
  );
}
