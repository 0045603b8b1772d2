/** How the storefront's blocks look where the theme's own look isn't wanted. */
import {
  BlockStack,
  Card,
  ChoiceList,
  Layout,
  RangeSlider,
  Text,
  TextField,
} from "@shopify/polaris";
import {
  LAUNCHER_LABEL_CHARACTERS_MAX,
  RADIUS_PX_MAX,
  type LauncherSide,
  type Look,
  type ShopSettings,
} from "../../domain/settings/shop-settings.ts";
import { useWords } from "../words/use-words.tsx";
import { ColorField } from "./color-field.tsx";
import { FaintAccent } from "./faint-accent.tsx";
import { LookPreview } from "./look-preview.tsx";
import { SettingsSaveBar } from "./save-bar.tsx";
import { useSettingsForm } from "./use-settings-form.ts";

/** What stands in the form when a merchant first leaves the theme's own. */
const FIRST_ACCENT = "#1a6b4a";
const FIRST_RADIUS_PX = 8;

export function LookSection({ settings }: { settings: ShopSettings }) {
  const words = useWords().settings.look;
  const form = useSettingsForm(settings, ["look"]);
  const { look } = form.values;
  const change = (part: Partial<Look>): void => form.set("look", { ...look, ...part });
  return (
    <BlockStack gap="400">
      <SettingsSaveBar id="look-bar" form={form} />
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <ColorsCard look={look} problems={form.problems} onChange={change} />
            <CornersCard look={look} onChange={change} />
            <LauncherCard look={look} problems={form.problems} onChange={change} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <Card>
            <BlockStack gap="300">
              <Text as="h2" variant="headingMd">
                {words.preview}
              </Text>
              <LookPreview look={look} />
              <Text as="p" tone="subdued" variant="bodySm">
                {words.previewHint}
              </Text>
            </BlockStack>
          </Card>
        </Layout.Section>
      </Layout>
    </BlockStack>
  );
}

type PartProps = {
  look: Look;
  problems: ReturnType<typeof useSettingsForm>["problems"];
  onChange: (part: Partial<Look>) => void;
};

function ColorsCard({ look, problems, onChange }: PartProps) {
  const words = useWords().settings.look;
  const notColor = (field: "accent" | "ground"): string | undefined =>
    problems.some((each) => each.field === field && each.kind === "not-a-color")
      ? words.notAColor
      : undefined;
  return (
    <Card>
      <BlockStack gap="400">
        <ChoiceList
          title={words.accent}
          choices={[
            { value: "theme", label: words.accentTheme, helpText: words.accentThemeHint },
            { value: "own", label: words.accentOwn, helpText: words.accentOwnHint },
          ]}
          selected={[look.accent === null ? "theme" : "own"]}
          onChange={([chosen]) => onChange({ accent: chosen === "own" ? FIRST_ACCENT : null })}
        />
        {look.accent === null ? null : (
          <>
            <ColorField
              label={words.accentColor}
              value={look.accent}
              error={notColor("accent")}
              onChange={(accent) => onChange({ accent })}
            />
            <ColorField
              label={words.ground}
              help={words.groundHint}
              value={look.ground}
              error={notColor("ground")}
              onChange={(ground) => onChange({ ground })}
            />
            <FaintAccent
              look={look}
              problems={problems}
              onTake={(accent) => onChange({ accent })}
            />
          </>
        )}
      </BlockStack>
    </Card>
  );
}

function CornersCard({ look, onChange }: Omit<PartProps, "problems">) {
  const words = useWords().settings.look;
  return (
    <Card>
      <BlockStack gap="400">
        <ChoiceList
          title={words.radius}
          choices={[
            { value: "theme", label: words.radiusTheme, helpText: words.radiusThemeHint },
            { value: "own", label: words.radiusOwn },
          ]}
          selected={[look.radiusPx === null ? "theme" : "own"]}
          onChange={([chosen]) => onChange({ radiusPx: chosen === "own" ? FIRST_RADIUS_PX : null })}
        />
        {look.radiusPx === null ? null : (
          <RangeSlider
            label={words.radiusLabel}
            value={look.radiusPx}
            min={0}
            max={RADIUS_PX_MAX}
            step={1}
            suffix={<span className="slider-figure">{look.radiusPx} px</span>}
            onChange={(value) => onChange({ radiusPx: Number(value) })}
          />
        )}
      </BlockStack>
    </Card>
  );
}

function LauncherCard({ look, problems, onChange }: PartProps) {
  const words = useWords().settings.look;
  const tooLong = problems.some(({ field }) => field === "launcherLabel");
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {words.launcher}
        </Text>
        <ChoiceList
          title={words.side}
          choices={[
            { value: "theme", label: words.sideTheme },
            { value: "end", label: words.sideEnd },
            { value: "start", label: words.sideStart },
          ]}
          selected={[look.launcherSide]}
          onChange={([chosen]) => onChange({ launcherSide: (chosen ?? "theme") as LauncherSide })}
        />
        <TextField
          label={words.label}
          helpText={words.labelHint}
          value={look.launcherLabel}
          maxLength={LAUNCHER_LABEL_CHARACTERS_MAX}
          showCharacterCount
          autoComplete="off"
          {...(tooLong ? { error: words.labelTooLong(LAUNCHER_LABEL_CHARACTERS_MAX) } : {})}
          onChange={(launcherLabel) => onChange({ launcherLabel })}
        />
      </BlockStack>
    </Card>
  );
}
