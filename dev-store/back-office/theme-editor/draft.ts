import type { Shop } from "../../shop/shop.ts";
import type { Storefront } from "../../storefront/storefront.ts";
import type { JsonObject } from "../../storefront/theme/json.ts";
import { Theme } from "../../storefront/theme/theme.ts";

/**
 * What the merchant changed and has not saved: files over the saved ones. It lives as long as the
 * process, as an open editor does, and there is one for the shop as there is one merchant.
 */
export class ThemeDraft {
  readonly #shop: Shop;
  readonly #saved: Theme;
  readonly #files = new Map<string, string>();
  /** The saved files and those of the draft over them, for the theme to read. */
  readonly #overlay = new Map<string, string>();
  readonly #theme: Theme;
  /** Counts changes, so that a page knows whether its preview is old. */
  version = 0;

  constructor(shop: Shop, saved: Theme) {
    this.#shop = shop;
    this.#saved = saved;
    this.#theme = new Theme(saved.files.root, this.#overlay);
  }

  /** The theme as it would be after saving. */
  get theme(): Theme {
    const { themeFiles } = this.#shop.state;
    this.#overlay.clear();
    for (const [file, text] of [...themeFiles, ...this.#files]) this.#overlay.set(file, text);
    return this.#theme;
  }

  /** Files that differ from what is saved. */
  get changed(): readonly string[] {
    return [...this.#files.keys()];
  }

  json(file: string): JsonObject {
    return this.theme.json(file) ?? {};
  }

  put(file: string, value: JsonObject): void {
    const same = JSON.stringify(value) === JSON.stringify(this.#saved.json(file));
    if (same) this.#files.delete(file);
    else this.#files.set(file, `${JSON.stringify(value, null, 2)}\n`);
    this.version += 1;
  }

  discard(): void {
    this.#files.clear();
    this.version += 1;
  }

  save(at: number): number {
    const files = [...this.#files];
    for (const [file, text] of files) this.#shop.execute({ kind: "theme.put", at, file, text });
    this.discard();
    return files.length;
  }

  /** Back to the theme's own files, saved changes too. */
  reset(at: number): void {
    for (const file of [...this.#shop.state.themeFiles.keys()])
      this.#shop.execute({ kind: "theme.put", at, file, text: null });
    this.discard();
  }
}

const drafts = new WeakMap<Shop, ThemeDraft>();

/** The one draft of a shop. */
export function draftOf(shop: Shop, storefront: Pick<Storefront, "theme">): ThemeDraft {
  let draft = drafts.get(shop);
  if (draft === undefined) {
    draft = new ThemeDraft(shop, storefront.theme);
    drafts.set(shop, draft);
  }
  return draft;
}
