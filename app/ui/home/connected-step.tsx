/** Permissions complete, deliveries arriving. */
import { BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { Moment } from "../pieces/moment.tsx";
import { useWords } from "../words/use-words.tsx";
import { useScopes } from "./use-scopes.ts";
import type { SetUpView } from "./view.ts";

export function ConnectedStep({ connected }: Pick<SetUpView, "connected">) {
  const words = useWords().home.connected;
  const { ask, asking } = useScopes(words.declined);
  const { missingScopes, accessLost, lastReceivedAt } = connected;
  return (
    <BlockStack gap="200">
      {accessLost ? <Text as="p">{words.accessLost}</Text> : null}
      <Text as="p">{missingScopes.length > 0 ? words.missing(missingScopes) : words.scopes}</Text>
      {missingScopes.length > 0 ? (
        <InlineStack>
          <Button variant="primary" loading={asking} onClick={() => void ask(missingScopes)}>
            {words.grant}
          </Button>
        </InlineStack>
      ) : null}
      {lastReceivedAt === null ? (
        <Text as="p">{words.noDelivery}</Text>
      ) : (
        <Text as="p">
          {words.delivery}
          <Moment at={lastReceivedAt} />
        </Text>
      )}
    </BlockStack>
  );
}
