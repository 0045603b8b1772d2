import type { Metafield } from "../shop/records.ts";
import { parseForwarded } from "../wire/json.ts";
import { markup, type Html, type Piece } from "../http/html.ts";
import { card } from "./parts.ts";
import { moment } from "./wording.ts";

/** JSON laid out to be read, its numbers as they were written; anything else as it is. */
export function laidOut(text: string): string {
  try {
    return JSON.stringify(parseForwarded(text), null, 2);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

function valueOf(metafield: Metafield): Html {
  if (metafield.type === "json" || metafield.type.startsWith("list."))
    return markup`<pre tabindex="0" aria-label="Value of ${metafield.key}">${laidOut(metafield.value)}</pre>`;
  return markup`<span class="anywhere">${metafield.value}</span>`;
}

/** What apps keep on a record: namespace, key, type, value and when it was last written. */
export function metafieldCard(
  metafields: readonly Metafield[],
  of: { timeZone: string; empty: Piece },
): Html {
  if (metafields.length === 0) return card("Metafields", markup`<p class="quiet">${of.empty}</p>`);
  return card(
    "Metafields",
    markup`<ul class="metafields">${[...metafields]
      .sort((a, b) => `${a.namespace}.${a.key}`.localeCompare(`${b.namespace}.${b.key}`))
      .map(
        (metafield) =>
          markup`<li><h3><code>${metafield.namespace}.${metafield.key}</code> <span class="badge">${metafield.type}</span>${metafield.namespace.startsWith("app--") && markup` <span class="badge badge-waiting">$app</span>`}</h3>${valueOf(metafield)}<small>Written ${moment(metafield.updatedAt, of.timeZone)}</small></li>`,
      )}</ul>`,
  );
}
