import { LazyList, LiquidObject } from "../liquid/object.ts";
import { escapeText } from "../filters/html.ts";
import type { BlockData, SectionData } from "./saved-template.ts";
import type { SettingsDrop } from "../theme/setting-values.ts";

interface BlockGiven {
  data: BlockData;
  /** As Liquid names its type: `@app` for every app's block. */
  type: string;
  settings: SettingsDrop;
  designMode: boolean;
  children: () => BlockDrop[];
}

export class BlockDrop extends LiquidObject {
  readonly #given: BlockGiven;
  readonly #children: LazyList<BlockDrop>;

  constructor(given: BlockGiven) {
    super();
    this.#given = given;
    this.#children = new LazyList(given.children);
  }
  data(): BlockData {
    return this.#given.data;
  }
  get id(): string {
    return this.#given.data.id;
  }
  get type(): string {
    return this.#given.type;
  }
  get name(): string | null {
    return this.#given.data.name;
  }
  get settings(): SettingsDrop {
    return this.#given.settings;
  }
  get blocks(): LazyList<BlockDrop> {
    return this.#children;
  }
  /** What the theme editor finds a block by; nothing outside of it. */
  get shopify_attributes(): string {
    if (!this.#given.designMode) return "";
    const told = JSON.stringify({ id: this.id, type: this.#given.data.type });
    return `data-shopify-editor-block="${escapeText(told)}"`;
  }
}

interface SectionGiven {
  data: SectionData;
  settings: SettingsDrop;
  blocks: () => BlockDrop[];
  /** From 1 among those of the template or group; null for one in the theme's code. */
  index: number | null;
  location: string;
}

export class SectionDrop extends LiquidObject {
  readonly #given: SectionGiven;
  readonly #blocks: LazyList<BlockDrop>;

  constructor(given: SectionGiven) {
    super();
    this.#given = given;
    this.#blocks = new LazyList(given.blocks);
  }
  data(): SectionData {
    return this.#given.data;
  }
  get id(): string {
    return this.#given.data.id;
  }
  get settings(): SettingsDrop {
    return this.#given.settings;
  }
  get blocks(): LazyList<BlockDrop> {
    return this.#blocks;
  }
  get index(): number | null {
    return this.#given.index;
  }
  get index0(): number | null {
    return this.#given.index === null ? null : this.#given.index - 1;
  }
  get location(): string {
    return this.#given.location;
  }
}
