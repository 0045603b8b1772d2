import { isObject, textsOf, type JsonObject } from "../theme/json.ts";

/** A block of a section as a JSON template keeps it. */
export interface BlockData {
  id: string;
  type: string;
  name: string | null;
  settings: unknown;
  blocks: BlockData[];
  /** Placed by the theme's code, by its id, not by the order of blocks. */
  static: boolean;
}

export interface SectionData {
  id: string;
  type: string;
  settings: unknown;
  blocks: BlockData[];
}

export interface TemplateData {
  sections: SectionData[];
  /** Null: no layout at all. */
  layout: string | null;
  wrapper: string | null;
}

/** Deeper than Shopify nests theme blocks. */
const DEPTH_MAX = 8;

function orderOf(value: JsonObject, items: JsonObject, orderKey: string): string[] {
  const order = textsOf(value[orderKey]);
  return Array.isArray(value[orderKey]) ? order : Object.keys(items);
}

function blocksOf(value: JsonObject, depth = 0): BlockData[] {
  const items = isObject(value["blocks"]) ? value["blocks"] : {};
  const order = orderOf(value, items, "block_order");
  const all = [...order, ...Object.keys(items).filter((id) => !order.includes(id))];
  return all.flatMap((id): BlockData[] => {
    const block = items[id];
    if (!isObject(block) || block["disabled"] === true || depth > DEPTH_MAX) return [];
    const isStatic = block["static"] === true;
    if (!isStatic && !order.includes(id)) return [];
    return [
      {
        id,
        type: String(block["type"]),
        name: typeof block["name"] === "string" ? block["name"] : null,
        settings: block["settings"] ?? {},
        blocks: blocksOf(block, depth + 1),
        static: isStatic,
      },
    ];
  });
}

export function sectionData(id: string, value: JsonObject): SectionData {
  return {
    id,
    type: typeof value["type"] === "string" ? value["type"] : id,
    settings: value["settings"] ?? {},
    blocks: blocksOf(value),
  };
}

/** A JSON template's or a group's sections in their order, without those that are switched off. */
export function templateData(json: JsonObject): TemplateData {
  const items = isObject(json["sections"]) ? json["sections"] : {};
  const sections = orderOf(json, items, "order").flatMap((id) => {
    const section = items[id];
    return isObject(section) && section["disabled"] !== true ? [sectionData(id, section)] : [];
  });
  const { layout, wrapper } = json;
  return {
    sections,
    layout: layout === false ? null : typeof layout === "string" ? layout : "theme",
    wrapper: typeof wrapper === "string" ? wrapper : null,
  };
}
