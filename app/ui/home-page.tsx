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
  health: { title: string; tone: "success" | "info" | "warning" | "critical"; text: string }[];
  figuresTitle: string;
  figures: { label: string; value: string; hint: string }[];
  empty: { title: string; text: string } | null;
}

export function HomePage({ title, health, figuresTitle, figures, empty }: HomePageProps) {
  return (
    <Page title={title}>
      <BlockStack gap="400">
        <HealthLines health={health} />
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

function HealthLines({ health }: Pick<HomePageProps, "health">) {
  return (
    <Card>
      <BlockStack gap="300">
        {health.map(({ title, tone, text }) => (
          <InlineStack key={title} gap="200" blockAlign="center">
            <Badge tone={tone}>{title}</Badge>
            <Text as="p">{text}</Text>
          </InlineStack>
        ))}
      </BlockStack>
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
