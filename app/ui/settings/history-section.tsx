/** Past orders: since when they are known, whether they earn, and how to read them in again. */
import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { Moment } from "../pieces/moment.tsx";
import { useWords } from "../words/use-words.tsx";
import type { HistoryView } from "./view.ts";

const DAY_PATTERN = /^\d{4}-\d\d-\d\d$/;

export function HistorySection({ view }: { view: HistoryView }) {
  const words = useWords().settings.history;
  const deliveries = useWords().deliveries.reading;
  const { reading, knownFrom, knownReach } = view;
  return (
    <BlockStack gap="400">
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            {words.known}
          </Text>
          <Text as="p">
            {knownFrom === null ? (
              words.notKnown
            ) : (
              <>
                {words.knownFrom} <Moment at={knownFrom} shown="day" />
              </>
            )}
          </Text>
          {knownReach === null ? null : <Text as="p">{words.reach[knownReach]}</Text>}
          {view.canAskForAll ? <Text as="p">{words.canAskForAll}</Text> : null}
          {view.canReadMore ? <Text as="p">{words.canReadMore}</Text> : null}
          {reading ? (
            <Text as="p" tone="subdued">
              {words.lastReading} <Moment at={reading.finishedAt ?? reading.startedAt} /> ·{" "}
              {reading.state === "done"
                ? deliveries.done(reading.ordersRead)
                : deliveries.running(reading.ordersRead)}
            </Text>
          ) : null}
          <InlineStack>
            <Button url="/app">{reading ? words.readAgain : words.readFirst}</Button>
          </InlineStack>
        </BlockStack>
      </Card>
      <EarnCard view={view} />
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            {words.files}
          </Text>
          <Text as="p">{words.filesHint}</Text>
          <Command label={words.importFile}>
            {`npm run orders:import -- --shop ${view.shopDomain} --file orders.jsonl.gz`}
          </Command>
          <Command label={words.exportLedger}>
            {`npm run ledger:export -- --shop ${view.shopDomain} > ledger.jsonl`}
          </Command>
        </BlockStack>
      </Card>
    </BlockStack>
  );
}

function EarnCard({ view }: { view: HistoryView }) {
  const words = useWords().settings.history;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {words.earn}
        </Text>
        <Text as="p">
          {DAY_PATTERN.test(view.inForce)
            ? words.earnSince(view.inForce)
            : view.inForce === "all"
              ? words.earnAll
              : words.earnNone}
        </Text>
        <Text as="p" tone="subdued">
          {view.chosenAt === null ? (
            words.notChosen
          ) : (
            <>
              {words.chosen} <Moment at={view.chosenAt} />
            </>
          )}
        </Text>
        {view.membersDue > 0 ? <Text as="p">{words.membersDue(view.membersDue)}</Text> : null}
        <InlineStack>
          <Button url="/app">{words.change}</Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

function Command({ label, children }: { label: string; children: string }) {
  return (
    <BlockStack gap="100">
      <Text as="p" variant="headingSm">
        {label}
      </Text>
      <pre className="raw" tabIndex={0} aria-label={label}>
        {children}
      </pre>
    </BlockStack>
  );
}
