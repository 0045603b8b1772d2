import {
  Badge,
  Banner,
  BlockStack,
  Box,
  Card,
  InlineGrid,
  InlineStack,
  Page,
  Text,
} from "@shopify/polaris";

interface HomePageProps {
  title: string;
  intakeTitle: string;
  intake: { tone: "success" | "info" | "warning" | "critical"; text: string };
  figuresTitle: string;
  figures: { label: string; value: string; hint: string }[];
  empty: { title: string; text: string } | null;
}

export function HomePage({
  title,
  intakeTitle,
  intake,
  figuresTitle,
  figures,
  empty,
}: HomePageProps) {
  return (
    <Page title={title}>
      <BlockStack gap="400">
        <IntakeLine title={intakeTitle} {...intake} />
        {empty ? (
          <Banner title={empty.title}>
            <p>{empty.text}</p>
          </Banner>
        ) : null}
        <BlockStack gap="300">
          <Box paddingInline={{ xs: "400", sm: "0" }}>
            <Text as="h2" variant="headingMd">
              {figuresTitle}
            </Text>
          </Box>
          <InlineGrid columns={{ xs: 2, lg: 4 }} gap={{ xs: "0", sm: "300" }}>
            {figures.map((figure) => (
              <Figure key={figure.label} {...figure} />
            ))}
          </InlineGrid>
        </BlockStack>
      </BlockStack>
    </Page>
  );
}

function IntakeLine({ title, tone, text }: HomePageProps["intake"] & { title: string }) {
  return (
    <Card>
      <InlineStack gap="200" blockAlign="center">
        <Badge tone={tone}>{title}</Badge>
        <Text as="p">{text}</Text>
      </InlineStack>
    </Card>
  );
}

function Figure({ label, value, hint }: HomePageProps["figures"][number]) {
  return (
    <Card>
      <BlockStack gap="100">
        <Text as="h3" variant="bodyMd" tone="subdued">
          {label}
        </Text>
        <Text as="p" variant="headingLg">
          {value}
        </Text>
        <Text as="p" variant="bodySm" tone="subdued">
          {hint}
        </Text>
      </BlockStack>
    </Card>
  );
}
