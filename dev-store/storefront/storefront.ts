import type { Shop } from "../shop/shop.ts";
import { keepCatalogue, type Catalogue } from "./objects/catalogue.ts";
import { Extension } from "./theme/extension.ts";
import { Theme } from "./theme/theme.ts";

/** The app's handle: what a template names its blocks by. */
const APP = "perennial";

/** The shop's storefront: its theme, its apps' extensions, and what it looks up by handle. */
export interface Storefront {
  readonly theme: Theme;
  /** By the app's handle. */
  readonly extensions: ReadonlyMap<string, Extension>;
  readonly catalogue: Catalogue;
}

export function createStorefront(
  shop: Shop,
  folders: { theme: string; extension: string },
): Storefront {
  const catalogue = keepCatalogue(shop);
  return {
    theme: new Theme(folders.theme, shop.state.themeFiles),
    extensions: new Map([[APP, new Extension(folders.extension, APP)]]),
    get catalogue() {
      return catalogue();
    },
  };
}
