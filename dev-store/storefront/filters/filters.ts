import type { Filters } from "../liquid/filter.ts";
import { ARITHMETIC } from "./arithmetic.ts";
import { COLOR } from "./color.ts";
import { FONT } from "./font.ts";
import { HTML } from "./html.ts";
import { MEDIA } from "./media.ts";
import { MONEY } from "./money.ts";
import { TEXT } from "./text.ts";
import { TRANSLATION } from "./translate.ts";
import { URL_FILTERS } from "./url.ts";

/** Shopify's filters, over those that liquidjs has of Liquid itself. */
export const FILTERS: Filters = {
  ...ARITHMETIC,
  ...COLOR,
  ...FONT,
  ...HTML,
  ...MEDIA,
  ...MONEY,
  ...TEXT,
  ...TRANSLATION,
  ...URL_FILTERS,
};
