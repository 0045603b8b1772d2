import type { Shop } from "../shop/shop.ts";
import { keepCatalogue, type Catalogue } from "./objects/catalogue.ts";
import { Extension } from "./theme/extension.ts";
import { Theme } from "./theme/theme.ts";

/** Apps' handles: what a template names an app's block by. */
const APP = "perennial";

/** The shop's storefront: its theme, its apps' extensions, and what it looks up by handle. */
export class Storefront {
  readonly theme: Theme;
  /** By the app's handle. */
  readonly extensions: ReadonlyMap<string, Extension>;
  readonly #catalogue: () => Catalogue;

  constructor(shop: Shop, folders: { theme: string; extension: string }) {
    this.theme = new Theme(folders.theme, shop.state.themeFiles);
    this.extensions = new Map([[APP, new Extension(folders.extension, APP)]]);
    this.#catalogue = keepCatalogue(shop);
  }

  get catalogue(): Catalogue {
    return this.#catalogue();
  }
}
