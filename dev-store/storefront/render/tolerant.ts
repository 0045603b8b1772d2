import { escapeText } from "../filters/html.ts";
import { errorText } from "../liquid/engine.ts";

/** A file that can't be parsed says so where it should stand; the rest of the page is not touched. */
export function tolerant(label: string, render: () => string): string {
  try {
    return render();
  } catch (error) {
    return escapeText(errorText(error, { label: label.replace(/\.liquid$/, "") }));
  }
}
