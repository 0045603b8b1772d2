/**
 * A form over some fields of the settings: what it started from, what it holds now, what is wrong
 * with it, and what came of saving. Whoever saves says what they saw, so that nobody is overwritten unseen.
 */
import { useFetcher } from "@remix-run/react";
import { useMemo, useState } from "react";
import { settingsProblems, type SettingsProblem } from "../../domain/settings/settings-problems.ts";
import {
  changedFields,
  type SettingsField,
  type ShopSettings,
} from "../../domain/settings/shop-settings.ts";
import type { SaveOutcome } from "./view.ts";

export interface SettingsForm<Field extends SettingsField> {
  values: Pick<ShopSettings, Field>;
  set<Name extends Field>(name: Name, value: ShopSettings[Name]): void;
  dirty: boolean;
  saving: boolean;
  problems: readonly SettingsProblem[];
  /** Somebody else saved meanwhile: what stands there now. */
  overtaken: ShopSettings | null;
  saved: boolean;
  save(): void;
  discard(): void;
  /** Goes on from what stands there now. */
  takeTheirs(): void;
}

export function useSettingsForm<Field extends SettingsField>(
  settings: ShopSettings,
  fields: readonly Field[],
): SettingsForm<Field> {
  const fetcher = useFetcher<SaveOutcome>();
  const outcome = fetcher.state === "idle" ? fetcher.data : undefined;
  const [was, setWas] = useState(settings);
  const [values, setValues] = useState(settings);
  const [answered, setAnswered] = useState<SaveOutcome | undefined>();
  if (outcome && outcome !== answered) {
    setAnswered(outcome);
    if (outcome.kind === "changed") {
      setWas(outcome.settings);
      setValues({ ...values, ...only(outcome.settings, fields) });
    }
  }
  const own = only(values, fields);
  const dirty = changedFields(was, own).length > 0;
  const told = answered?.kind === "refused" ? answered.problems : [];
  const found = useMemo(() => settingsProblems(own), [JSON.stringify(own)]);
  return {
    values: own,
    set: (name, value) => setValues((before) => ({ ...before, [name]: value })),
    dirty,
    saving: fetcher.state !== "idle",
    problems: found.length > 0 ? found : dirty ? told : [],
    overtaken: answered?.kind === "overtaken" && dirty ? answered.settings : null,
    saved: answered?.kind === "changed" && !dirty,
    save: () => {
      // Whoever was told of the other's change and saves again means to replace it.
      const seen = answered?.kind === "overtaken" ? answered.settings : was;
      const wish = { was: only(seen, fields), to: own };
      fetcher.submit(JSON.stringify(wish), { method: "post", encType: "application/json" });
    },
    discard: () => setValues(was),
    takeTheirs: () => {
      if (answered?.kind !== "overtaken") return;
      setWas(answered.settings);
      setValues(answered.settings);
    },
  };
}

function only<Field extends SettingsField>(
  settings: ShopSettings,
  fields: readonly Field[],
): Pick<ShopSettings, Field> {
  return Object.fromEntries(fields.map((field) => [field, settings[field]])) as Pick<
    ShopSettings,
    Field
  >;
}
