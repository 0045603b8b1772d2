/** A card with a heading, a sentence that explains it, and at most one thing to do. */
import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

type CardSectionProps = {
  title: string;
  explanation: string;
  action?: { content: string; onAction: () => void; busy: boolean; disabled?: boolean };
  children: ReactNode;
};

export function CardSection({ title, explanation, action, children }: CardSectionProps) {
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <InlineStack align="space-between" blockAlign="center" gap="300">
            <Text as="h2" variant="headingMd">
              {title}
            </Text>
            {action ? (
              <Button
                onClick={action.onAction}
                loading={action.busy}
                disabled={action.disabled ?? false}
              >
                {action.content}
              </Button>
            ) : null}
          </InlineStack>
          <Text as="p" tone="subdued">
            {explanation}
          </Text>
        </BlockStack>
        {children}
      </BlockStack>
    </Card>
  );
}
