/** How well the accent can be seen, in a number and a word; and the nearest colour that can. */
import { Banner, BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { isColor } from "../../domain/settings/contrast.ts";
import type { SettingsProblem } from "../../domain/settings/settings-problems.ts";
import {
  INTERFACE_CONTRAST_MIN,
  readAccent,
  type Look,
} from "../../domain/settings/shop-settings.ts";
import { useWords } from "../words/use-words.tsx";

type FaintAccentProps = {
  look: Look;
  problems: readonly SettingsProblem[];
  onTake: (color: string) => void;
};

export function FaintAccent({ look, problems, onTake }: FaintAccentProps) {
  const words = useWords().settings.look;
  const { accent, ground } = look;
  if (accent === null || !isColor(accent) || !isColor(ground)) return null;
  const reading = readAccent(accent, ground);
  const faint = problems.find((each) => each.kind === "too-faint");
  if (!faint || reading.passes)
    return (
      <Text as="p" tone="subdued">
        {words.readable(reading.groundContrast, reading.textContrast)}
      </Text>
    );
  const { nearest } = reading;
  return (
    <Banner tone="warning" title={words.faint(reading.groundContrast, INTERFACE_CONTRAST_MIN)}>
      <BlockStack gap="200">
        <p>{words.faintMore}</p>
        {nearest === null ? null : (
          <InlineStack gap="200" blockAlign="center">
            <span className="color-sample" style={{ background: nearest }} aria-hidden="true" />
            <Button onClick={() => onTake(nearest)}>{words.takeNearest(nearest)}</Button>
          </InlineStack>
        )}
      </BlockStack>
    </Banner>
  );
}
