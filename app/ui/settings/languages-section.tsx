/** Which language the admin speaks, and in which ones shoppers are spoken to. */
import { Badge, BlockStack, Card, ChoiceList, InlineStack, Text } from "@shopify/polaris";
import {
  SHOPPER_LANGUAGES,
  type AdminLanguage,
  type ShopSettings,
} from "../../domain/settings/shop-settings.ts";
import { useWords } from "../words/use-words.tsx";
import { SettingsSaveBar } from "./save-bar.tsx";
import { useSettingsForm } from "./use-settings-form.ts";

/** Each in its own name: who can't read the page's language still finds theirs. */
const OWN_NAMES: Readonly<Record<(typeof SHOPPER_LANGUAGES)[number], string>> = {
  en: "English",
  "zh-CN": "简体中文",
  "zh-TW": "繁體中文",
  ja: "日本語",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
};

export function LanguagesSection({ settings }: { settings: ShopSettings }) {
  const words = useWords().settings.languages;
  const form = useSettingsForm(settings, ["adminLanguage"]);
  return (
    <BlockStack gap="400">
      <SettingsSaveBar id="languages-bar" form={form} />
      <Card>
        <ChoiceList
          title={words.admin}
          choices={[
            { value: "auto", label: words.auto, helpText: words.autoHint },
            { value: "en", label: OWN_NAMES.en },
            { value: "zh-CN", label: OWN_NAMES["zh-CN"] },
          ]}
          selected={[form.values.adminLanguage]}
          onChange={([chosen]) => form.set("adminLanguage", (chosen ?? "auto") as AdminLanguage)}
        />
      </Card>
      <Card>
        <BlockStack gap="300">
          <BlockStack gap="100">
            <Text as="h2" variant="headingMd">
              {words.shoppers}
            </Text>
            <Text as="p" tone="subdued">
              {words.shoppersHint}
            </Text>
          </BlockStack>
          <ul className="plain-rows plain-rows-inset" aria-label={words.shoppers}>
            {SHOPPER_LANGUAGES.map((each) => (
              <li key={each}>
                <InlineStack align="space-between" blockAlign="center" gap="200">
                  <span lang={each}>{OWN_NAMES[each]}</span>
                  {each === SHOPPER_LANGUAGES[0] ? <Badge>{words.fallback}</Badge> : null}
                </InlineStack>
              </li>
            ))}
          </ul>
          <Text as="p" tone="subdued">
            {words.fallbackHint}
          </Text>
        </BlockStack>
      </Card>
    </BlockStack>
  );
}
