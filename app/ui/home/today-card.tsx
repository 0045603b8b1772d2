/** What needs the merchant today, each with its size and one button; and whether all runs, in a line each. */
import { Badge, BlockStack, Box, Button, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import { Fragment } from "react";
import { useFormats, useWords } from "../words/use-words.tsx";
import { healthLines, type HealthLine } from "./health-lines.ts";
import { toDoText } from "./to-do-text.ts";
import { ToDoButton } from "./to-do-button.tsx";
import type { HomeView, ToDo } from "./view.ts";

interface TodayCardProps extends Pick<HomeView, "toDo" | "health" | "now"> {
  settingUp: boolean;
}

export function TodayCard({ toDo, health, now, settingUp }: TodayCardProps) {
  const words = useWords().home;
  const calm = settingUp ? words.today.health : words.today.nothing;
  const lines = healthLines(words, health, now);
  return (
    <Card padding="0">
      <Box padding="400" paddingBlockEnd={toDo.length > 0 ? "200" : "300"}>
        <Text as="h2" variant="headingMd">
          {toDo.length > 0 ? words.today.title : calm}
        </Text>
      </Box>
      {toDo.map((each) => (
        <Fragment key={each.kind}>
          <Thing toDo={each} />
          <Divider />
        </Fragment>
      ))}
      <Box padding="400" paddingBlockStart={toDo.length > 0 ? "400" : "0"}>
        <BlockStack gap="200">
          {lines.map((line) => (
            <Health key={line.of} line={line} />
          ))}
        </BlockStack>
      </Box>
    </Card>
  );
}

function Thing({ toDo }: { toDo: ToDo }) {
  const words = useWords().home.toDo;
  const formats = useFormats();
  const { title, text } = toDoText(words, toDo, formats.day);
  return (
    <Box paddingInline="400" paddingBlock="300">
      <InlineStack gap="300" align="space-between" blockAlign="center">
        <div className="to-do-words">
          <BlockStack gap="100">
            <Text as="h3" variant="headingSm">
              {title}
            </Text>
            <Text as="p" tone="subdued">
              {text}
            </Text>
          </BlockStack>
        </div>
        <ToDoButton toDo={toDo} />
      </InlineStack>
    </Box>
  );
}

function Health({ line }: { line: HealthLine }) {
  const words = useWords().home.today;
  return (
    <InlineStack gap="200" blockAlign="center" align="space-between">
      <InlineStack gap="200" blockAlign="center">
        <Badge tone={line.tone}>{words[line.of]}</Badge>
        <Text as="p">
          <span suppressHydrationWarning>{line.text}</span>
        </Text>
      </InlineStack>
      {line.of === "intake" ? (
        <Button variant="plain" url="/app/deliveries">
          {words.toDeliveries}
        </Button>
      ) : null}
    </InlineStack>
  );
}
