/**
 * What the editor does to the JSON of a template or a group of sections. Each edit gives new JSON
 * and keeps whatever else a theme wrote into it.
 */
import { isObject, textsOf, type JsonObject } from "../../storefront/theme/json.ts";

export interface BlockEntry {
  id: string;
  type: string;
  hidden: boolean;
  settings: JsonObject;
}

export interface SectionEntry extends BlockEntry {
  blocks: BlockEntry[];
}

/** A section, or with `block` a block of it. */
export interface Spot {
  section: string;
  block: string | null;
}

const objectAt = (value: JsonObject, key: string): JsonObject => {
  const found = value[key];
  return isObject(found) ? found : {};
};

const orderOf = (value: JsonObject, items: string, order: string): string[] =>
  Array.isArray(value[order]) ? textsOf(value[order]) : Object.keys(objectAt(value, items));

const entryOf = (id: string, value: JsonObject): BlockEntry => ({
  id,
  type: typeof value["type"] === "string" ? value["type"] : id,
  hidden: value["disabled"] === true,
  settings: objectAt(value, "settings"),
});

function blocksOf(section: JsonObject): BlockEntry[] {
  const blocks = objectAt(section, "blocks");
  return orderOf(section, "blocks", "block_order").flatMap((id) => {
    const block = blocks[id];
    return isObject(block) ? [entryOf(id, block)] : [];
  });
}

/** Sections with their blocks, in their order, those that are switched off too. */
export function sectionsOf(template: JsonObject): SectionEntry[] {
  const sections = objectAt(template, "sections");
  return orderOf(template, "sections", "order").flatMap((id) => {
    const section = sections[id];
    return isObject(section) ? [{ ...entryOf(id, section), blocks: blocksOf(section) }] : [];
  });
}

export function findEntry(template: JsonObject, spot: Spot): BlockEntry | null {
  const section = sectionsOf(template).find(({ id }) => id === spot.section);
  if (section === undefined) return null;
  return spot.block === null
    ? section
    : (section.blocks.find(({ id }) => id === spot.block) ?? null);
}

const KEYS = {
  sections: { items: "sections", order: "order" },
  blocks: { items: "blocks", order: "block_order" },
} as const;

interface Listing {
  items: JsonObject;
  order: string[];
}

/** Changes a list of sections or of blocks, written as items by id with their order beside. */
function relist(
  value: JsonObject,
  kind: keyof typeof KEYS,
  change: (listing: Listing) => Listing,
): JsonObject {
  const keys = KEYS[kind];
  const { items, order } = change({
    items: objectAt(value, keys.items),
    order: orderOf(value, keys.items, keys.order),
  });
  return { ...value, [keys.items]: items, [keys.order]: order };
}

const put = (listing: Listing, id: string, value: JsonObject): Listing => ({
  ...listing,
  items: { ...listing.items, [id]: value },
});

function inSection(
  template: JsonObject,
  id: string,
  change: (section: JsonObject) => JsonObject,
): JsonObject {
  return relist(template, "sections", (listing) => {
    const section = listing.items[id];
    return isObject(section) ? put(listing, id, change(section)) : listing;
  });
}

/** Changes the list that a spot stands in. */
function around(
  template: JsonObject,
  { section, block }: Spot,
  change: (listing: Listing, id: string) => Listing,
): JsonObject {
  return block === null
    ? relist(template, "sections", (listing) => change(listing, section))
    : inSection(template, section, (value) =>
        relist(value, "blocks", (listing) => change(listing, block)),
      );
}

export function addBlock(
  template: JsonObject,
  section: string,
  block: { id: string; type: string },
): JsonObject {
  const value = { type: block.type, settings: {} };
  return inSection(template, section, (found) =>
    relist(found, "blocks", (listing) => ({
      items: { ...listing.items, [block.id]: value },
      order: [...listing.order, block.id],
    })),
  );
}

/** A section of the type `apps` around one app block, at the end. */
export function addAppsSection(
  template: JsonObject,
  section: { id: string; block: { id: string; type: string } },
): JsonObject {
  const { id, block } = section;
  const value = {
    type: "apps",
    blocks: { [block.id]: { type: block.type, settings: {} } },
    block_order: [block.id],
    settings: {},
  };
  return relist(template, "sections", (listing) => ({
    items: { ...listing.items, [id]: value },
    order: [...listing.order, id],
  }));
}

export const remove = (template: JsonObject, spot: Spot): JsonObject =>
  around(template, spot, (listing, id) => ({
    items: Object.fromEntries(Object.entries(listing.items).filter(([key]) => key !== id)),
    order: listing.order.filter((key) => key !== id),
  }));

/** One place up (-1) or down (1); at the end it stays where it is. */
export const move = (template: JsonObject, spot: Spot, by: -1 | 1): JsonObject =>
  around(template, spot, (listing, id) => {
    const order = [...listing.order];
    const from = order.indexOf(id);
    const other = order[from + by];
    if (from < 0 || other === undefined) return listing;
    order[from] = other;
    order[from + by] = id;
    return { ...listing, order };
  });

const changeEntry = (
  template: JsonObject,
  spot: Spot,
  change: (entry: JsonObject) => JsonObject,
): JsonObject =>
  around(template, spot, (listing, id) => {
    const entry = listing.items[id];
    return isObject(entry) ? put(listing, id, change(entry)) : listing;
  });

export const setHidden = (template: JsonObject, spot: Spot, hidden: boolean): JsonObject =>
  changeEntry(template, spot, ({ disabled: _before, ...entry }) =>
    hidden ? { ...entry, disabled: true } : entry,
  );

export const setSettings = (template: JsonObject, spot: Spot, settings: JsonObject): JsonObject =>
  changeEntry(template, spot, (entry) => ({ ...entry, settings }));
