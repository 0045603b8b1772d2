/** The save bar of a settings form, and what came of saving. */
import { Banner, BlockStack, Button, InlineStack } from "@shopify/polaris";
import { SaveBar, useAppBridge } from "@shopify/app-bridge-react";
import { useEffect } from "react";
import type { SettingsField } from "../../domain/settings/shop-settings.ts";
import { useWords } from "../words/use-words.tsx";
import type { SettingsForm } from "./use-settings-form.ts";

type SettingsSaveBarProps<Field extends SettingsField> = {
  id: string;
  form: SettingsForm<Field>;
};

export function SettingsSaveBar<Field extends SettingsField>({
  id,
  form,
}: SettingsSaveBarProps<Field>) {
  const words = useWords().settings.save;
  const shopify = useAppBridge();
  const { saved } = form;
  useEffect(() => {
    if (saved) shopify.toast.show(words.saved);
  }, [saved, shopify, words.saved]);
  return (
    <>
      <SaveBar id={id} open={form.dirty}>
        <button
          type="button"
          // App Bridge reads the attribute; React knows none of that name.
          {...{ variant: "primary" }}
          disabled={form.saving || form.problems.length > 0}
          onClick={form.save}
        >
          {words.save}
        </button>
        <button type="button" disabled={form.saving} onClick={form.discard}>
          {words.discard}
        </button>
      </SaveBar>
      {form.overtaken ? (
        <Banner tone="warning" title={words.overtaken}>
          <BlockStack gap="200">
            <p>{words.overtakenMore}</p>
            <InlineStack gap="200">
              <Button onClick={form.takeTheirs}>{words.takeTheirs}</Button>
              <Button onClick={form.save}>{words.keepMine}</Button>
            </InlineStack>
          </BlockStack>
        </Banner>
      ) : null}
    </>
  );
}
