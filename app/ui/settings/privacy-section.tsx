/** Names kept or not, what the law asked for, and how long anything is kept. */
import { Badge, BlockStack, Button, Card, InlineStack, Modal, Text } from "@shopify/polaris";
import { useState } from "react";
import { useWords } from "../words/use-words.tsx";
import { PrivacyRequests } from "./privacy-requests.tsx";
import { useSettingsForm } from "./use-settings-form.ts";
import type { PrivacyView } from "./view.ts";

export function PrivacySection({ view, paged }: { view: PrivacyView; paged: boolean }) {
  return (
    <BlockStack gap="400">
      <NamesCard view={view} />
      <PrivacyRequests requests={view.requests} next={view.next} paged={paged} />
      <RetentionCard />
    </BlockStack>
  );
}

function NamesCard({ view }: { view: PrivacyView }) {
  const words = useWords().settings.privacy;
  const [asking, setAsking] = useState(false);
  const form = useSettingsForm(view.settings, ["keepNames"]);
  const { settings, namesKept } = view;
  const kept = settings.keepNames;
  const decide = (): void => {
    form.save();
    setAsking(false);
  };
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="300">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd">
              {words.names}
            </Text>
            <Badge tone={kept ? "info" : "success"}>{kept ? words.on : words.off}</Badge>
          </InlineStack>
          <Button
            loading={form.saving}
            onClick={() => {
              form.set("keepNames", !kept);
              setAsking(true);
            }}
          >
            {kept ? words.turnOff : words.turnOn}
          </Button>
        </InlineStack>
        <Text as="p">{kept ? words.namesOn(namesKept) : words.namesOff}</Text>
        <Text as="p" tone="subdued">
          {words.namesMeaning}
        </Text>
      </BlockStack>
      <Modal
        open={asking}
        onClose={() => {
          form.discard();
          setAsking(false);
        }}
        title={kept ? words.turnOffTitle : words.turnOnTitle}
        primaryAction={{
          content: kept ? words.turnOffConfirm(namesKept) : words.turnOnConfirm,
          destructive: kept,
          onAction: decide,
        }}
        secondaryActions={[
          {
            content: words.cancel,
            onAction: () => {
              form.discard();
              setAsking(false);
            },
          },
        ]}
      >
        <Modal.Section>
          <BlockStack gap="200">
            <Text as="p">{kept ? words.turnOffText(namesKept) : words.turnOnText}</Text>
            {kept ? null : <Text as="p">{words.approval}</Text>}
          </BlockStack>
        </Modal.Section>
      </Modal>
    </Card>
  );
}

function RetentionCard() {
  const words = useWords().settings.privacy;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {words.retention}
        </Text>
        <div className="wide-table" tabIndex={0} role="region" aria-label={words.retention}>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.what}</th>
                <th scope="col">{words.howLong}</th>
              </tr>
            </thead>
            <tbody>
              {words.kept.map(([what, howLong]) => (
                <tr key={what}>
                  <th scope="row">{what}</th>
                  <td>{howLong}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </BlockStack>
    </Card>
  );
}
