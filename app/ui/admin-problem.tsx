import { Banner, Page } from "@shopify/polaris";

interface AdminProblemProps {
  title: string;
  explanation: string;
  tryAgain: string;
}

export function AdminProblem({ title, explanation, tryAgain }: AdminProblemProps) {
  return (
    <Page>
      <Banner
        tone="critical"
        title={title}
        action={{ content: tryAgain, onAction: () => window.location.reload() }}
      >
        <p>{explanation}</p>
      </Banner>
    </Page>
  );
}
