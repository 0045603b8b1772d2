/** Where points are shown in the shop: doors into the theme editor. */
import { BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { Moment } from "../pieces/moment.tsx";
import { useWords } from "../words/use-words.tsx";
import { useHomeAct } from "./use-home-act.ts";
import type { SetUpView } from "./view.ts";

export function BlocksStep({ blocks }: Pick<SetUpView, "blocks">) {
  const words = useWords().home.blocks;
  const { act, busy } = useHomeAct();
  const { seenAt, placedAt, links } = blocks;
  const done = seenAt ?? placedAt;
  return (
    <BlockStack gap="300">
      <Text as="p">{words.why}</Text>
      <InlineStack gap="200">
        {links.map(({ block, href }) => (
          <Button key={block} url={href} external>
            {words.links[block]}
          </Button>
        ))}
      </InlineStack>
      {done === null ? (
        <InlineStack gap="300" blockAlign="center" align="space-between">
          <div className="to-do-words">
            <Text as="p" tone="subdued">
              {words.check}
            </Text>
          </div>
          <Button loading={busy === "blocks-placed"} onClick={() => act("blocks-placed")}>
            {words.confirm}
          </Button>
        </InlineStack>
      ) : (
        <Text as="p" tone="subdued">
          {seenAt === null ? words.placed : words.seen}
          <Moment at={done} />
        </Text>
      )}
    </BlockStack>
  );
}
