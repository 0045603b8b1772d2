/** A place that is empty still: what will appear, when, and the step that fills it. */
import { BlockStack, Box, Button, Card, InlineStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

interface EmptyPageProps {
  heading: string;
  /** What will appear here, and when. */
  children: ReactNode;
  action?: { content: string; url?: string; onAction?: () => void };
}

export function EmptyPage({ heading, children, action }: EmptyPageProps) {
  return (
    <Card>
      <Box paddingBlock={{ xs: "600", sm: "1000" }} paddingInline="400">
        <BlockStack gap="400" inlineAlign="center">
          <Sprout />
          <div className="empty-words">
            <BlockStack gap="200" inlineAlign="center">
              <Text as="h2" variant="headingMd" alignment="center">
                {heading}
              </Text>
              <Text as="p" tone="subdued" alignment="center">
                {children}
              </Text>
            </BlockStack>
          </div>
          {action ? (
            <InlineStack align="center">
              <Button
                variant="primary"
                {...(action.url === undefined ? {} : { url: action.url })}
                {...(action.onAction === undefined ? {} : { onClick: action.onAction })}
              >
                {action.content}
              </Button>
            </InlineStack>
          ) : null}
        </BlockStack>
      </Box>
    </Card>
  );
}

/** Something that has yet to grow. */
function Sprout() {
  return (
    <svg width="72" height="72" viewBox="0 0 72 72" aria-hidden="true" focusable="false">
      <circle cx="36" cy="36" r="36" fill="#e9f4ec" />
      <path d="M36 56V34" stroke="#2f7d4f" strokeWidth="3" strokeLinecap="round" />
      <path d="M36 36c0-9 6-15 16-15 0 10-6 15-16 15Z" fill="#4f9f6e" />
      <path d="M36 43c0-7-5-12-14-12 0 8 5 12 14 12Z" fill="#7dbf95" />
      <path d="M22 56h28" stroke="#9a7b4f" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}
