import type { Storefront } from "../../storefront/storefront.ts";
import type { Schema } from "../../storefront/theme/schema.ts";
import { stableUuid } from "../../webhooks/signing.ts";
import { SchemaWords } from "./schema-words.ts";

/** A block that an app brings: to put into sections, or as an embed of the whole theme. */
export interface AppBlock {
  app: string;
  block: string;
  name: string;
  schema: Schema;
  words: SchemaWords;
  /** How a template names it. */
  type: string;
  /** Stands on every page, not in a section. */
  embed: boolean;
}

export type Extensions = Pick<Storefront, "extensions">;

export function appBlocks({ extensions }: Extensions): AppBlock[] {
  return [...extensions.values()].flatMap((extension) => {
    const words = new SchemaWords(extension.files);
    return extension.blocks().flatMap((block): AppBlock[] => {
      const schema = extension.schema(block);
      if (schema === null) return [];
      const { app, name } = extension;
      return [
        {
          app,
          block,
          name: words.of(schema.raw["name"]) || block,
          schema,
          words,
          type: `shopify://apps/${app}/blocks/${block}/${stableUuid("extension", app, name)}`,
          embed: schema.target !== "section",
        },
      ];
    });
  });
}

/** An id for a new block of a template, as speaking as Shopify's. */
export const newBlockId = ({ app, block }: AppBlock): string =>
  `${app}_${block.replace(/\W/g, "_")}_${crypto.randomUUID().slice(0, 6)}`;
