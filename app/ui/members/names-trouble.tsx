/** Names are Shopify's to give: the list stands without them and says why. */
import { Banner } from "@shopify/polaris";
import { useWords } from "../words/use-words.tsx";
import type { NamesTrouble as Trouble } from "./view.ts";

export function NamesTrouble({ trouble, again }: { trouble: Trouble | null; again: () => void }) {
  const words = useWords().members.trouble;
  if (trouble === null) return null;
  const [title, text] = {
    refused: [words.refusedTitle, words.refused],
    throttled: [words.throttledTitle, words.throttled],
    away: [words.awayTitle, words.away],
  }[trouble] as [string, string];
  const action = { content: words.tryAgain, onAction: again };
  return (
    <Banner
      title={title}
      tone={trouble === "refused" ? "info" : "warning"}
      {...(trouble === "refused" ? {} : { action })}
    >
      <p>{text}</p>
    </Banner>
  );
}
