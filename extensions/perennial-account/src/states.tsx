/** What stands in while the numbers are on their way, and when they can't be had. */
import type { Member } from "./member.ts";
import { moment, say } from "./words.ts";

/** About as high as what will be there: a headline, then so many paragraphs. */
export function Loading({ paragraphs }: { paragraphs: number }) {
  return (
    <s-stack gap="large">
      <s-skeleton-paragraph content={say("loading")} />
      {Array.from({ length: paragraphs }, (_, index) => (
        <s-skeleton-paragraph key={index} />
      ))}
    </s-stack>
  );
}

export function Failed({ retry }: { retry: () => void }) {
  return (
    <s-banner tone="warning" heading={say("failed.heading")}>
      <s-stack gap="base">
        <s-text>{say("failed.text")}</s-text>
        <s-button variant="secondary" onClick={retry}>
          {say("failed.retry")}
        </s-button>
      </s-stack>
    </s-banner>
  );
}

export function AsOf({ member }: { member: Member }) {
  return <s-paragraph color="subdued">{say("asOf", { when: moment(member.asOf) })}</s-paragraph>;
}
