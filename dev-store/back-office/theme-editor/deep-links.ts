/**
 * Shopify's links into the editor: an app's settings page sends merchants here with a block added
 * or an embed switched on, for them to look at and save.
 */
import { Refusal } from "../../wire/refusal.ts";
import type { AppBlock } from "./app-blocks.ts";
import { addEmbed } from "./deeds.ts";
import { blocksFor, takesAppBlocks, templateFile, type Editing } from "./editing.ts";
import { placeAsSection, placeInSection } from "./place-block.ts";
import { sectionsOf, type SectionEntry } from "./template-edits.ts";
import type { Selected } from "./view.ts";

/** `{uuid or API key}/{block}`: which app it is needs no look-up where there is one. */
function namedBlock(editing: Editing, value: string): AppBlock {
  const handle = value.slice(value.indexOf("/") + 1);
  const found = editing.blocks.find(({ block }) => block === handle);
  if (found === undefined) throw new Refusal(404, `No app has a block ${JSON.stringify(handle)}`);
  return found;
}

/** The section that a page is about: the theme's own for its template. */
const mainSection = (
  editing: Editing,
  sections: readonly SectionEntry[],
): SectionEntry | undefined =>
  sections.find(({ id, type }) => id === "main" || type.startsWith("main-")) ??
  sections.find((section) => takesAppBlocks(editing, section));

function addNamedBlock(editing: Editing, block: AppBlock, target: string): Selected {
  const file = templateFile(editing.view);
  if (editing.theme.json(file) === null)
    throw new Refusal(404, `The theme has no template ${editing.view.template}`);
  const [kind, name = ""] = target.split(":");
  if (kind === "sectionGroup") {
    const group = `sections/${name}-group.json`;
    if (editing.theme.json(group) === null)
      throw new Refusal(404, `The theme has no group of sections ${JSON.stringify(name)}`);
    return placeAsSection(editing, block, group);
  }
  if (!blocksFor(editing, { group: null }).includes(block))
    throw new Refusal(422, `${block.name} can't stand on this page`);
  if (kind === "newAppsSection") return placeAsSection(editing, block, file);
  const sections = sectionsOf(editing.draft.json(file));
  const section =
    kind === "sectionId" ? sections.find(({ id }) => id === name) : mainSection(editing, sections);
  return placeInSection(editing, block, { file, section });
}

/** What a link asks for, done in the draft; null for an address that asks for nothing. */
export function followLink(editing: Editing, query: URLSearchParams): Selected | null {
  const embed = query.get("activateAppId");
  if (embed !== null) {
    const block = namedBlock(editing, embed);
    addEmbed(editing, block, true);
    return { kind: "embed", block: block.block };
  }
  const added = query.get("addAppBlockId");
  if (added === null) return null;
  return addNamedBlock(editing, namedBlock(editing, added), query.get("target") ?? "mainSection");
}
