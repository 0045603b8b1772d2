import { Refusal } from "../../wire/refusal.ts";
import { newBlockId, type AppBlock } from "./app-blocks.ts";
import { knownSection, takesAppBlocks, type Editing } from "./editing.ts";
import { addAppsSection, addBlock, type SectionEntry } from "./template-edits.ts";
import type { Selected } from "./view.ts";

/** At the end of a section's blocks. Answers the new block, to be selected. */
export function placeInSection(
  editing: Editing,
  block: AppBlock,
  place: { file: string; section: SectionEntry | undefined },
): Selected {
  const { file, section } = place;
  if (section === undefined || !takesAppBlocks(editing, section)) {
    const name = section === undefined ? "The page" : knownSection(editing, section).name;
    throw new Refusal(
      422,
      `${name} takes no app blocks, or no more of them: add ${block.name} as a section instead`,
    );
  }
  const id = newBlockId(block);
  const json = addBlock(editing.draft.json(file), section.id, { id, type: block.type });
  editing.draft.put(file, json);
  return { kind: "entry", file, section: section.id, block: id };
}

/** In a section of its own, at the end of the file's. */
export function placeAsSection(editing: Editing, block: AppBlock, file: string): Selected {
  const id = newBlockId(block);
  const section = `apps_${id}`;
  const json = addAppsSection(editing.draft.json(file), {
    id: section,
    block: { id, type: block.type },
  });
  editing.draft.put(file, json);
  return { kind: "entry", file, section, block: id };
}
