/** A colour as text, with the browser's own picker beside it. */
import { TextField } from "@shopify/polaris";
import { isColor } from "../../domain/settings/contrast.ts";
import { useWords } from "../words/use-words.tsx";

type ColorFieldProps = {
  label: string;
  help?: string;
  value: string;
  error: string | undefined;
  onChange: (color: string) => void;
};

export function ColorField({ label, help, value, error, onChange }: ColorFieldProps) {
  const words = useWords().settings.look;
  return (
    <TextField
      label={label}
      value={value}
      autoComplete="off"
      maxLength={7}
      spellCheck={false}
      {...(help === undefined ? {} : { helpText: help })}
      {...(error === undefined ? {} : { error })}
      onChange={(text) => onChange(text.trim().toLowerCase())}
      connectedLeft={
        <input
          type="color"
          className="color-well"
          aria-label={words.pick(label)}
          value={isColor(value) ? value : "#000000"}
          onChange={(event) => onChange(event.currentTarget.value.toLowerCase())}
        />
      }
    />
  );
}
