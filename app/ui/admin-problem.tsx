import { Banner, Page } from "@shopify/polaris";

interface AdminProblemProps {
  title: string;
  explanation: string;
  tryAgain: string;
}

export function AdminProblem({ title, explanation, tryAgain }: AdminProblemProps) {
  return (
    <Page title={title}>
      <Banner
        tone="critical"
        action={{ content: tryAgain, onAction: () => window.location.reload() }}
      >
        <p>{explanation}</p>
      </Banner>
    </Page>
  );
}
