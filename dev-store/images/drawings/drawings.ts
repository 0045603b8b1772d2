/** Which drawing shows which type of product, as the catalogue names the types. */
import type { Drawing } from "../paint.ts";
import * as bath from "./bath-and-home.ts";
import * as garden from "./garden.ts";
import * as paper from "./paper-and-gifts.ts";
import * as pantry from "./pantry-and-kitchen.ts";
import * as tea from "./tea-and-coffee.ts";

const DRAWINGS: Readonly<Record<string, Drawing>> = {
  "Loose Leaf Tea": tea.teaTin,
  "Herbal Tea": tea.herbalPouch,
  "Coffee Beans": tea.coffeeBag,
  Teapots: tea.teapot,
  Mugs: tea.mug,
  Biscuits: pantry.biscuits,
  Preserves: pantry.preserve,
  "Tea Towels": pantry.teaTowel,
  "Storage Jars": pantry.storageJar,
  "Serving Boards": pantry.servingBoard,
  Soap: bath.soap,
  "Hand Cream": bath.handCream,
  "Bath Salts": bath.bathSalts,
  Candles: bath.candle,
  Cushions: bath.cushion,
  Throws: bath.throwBlanket,
  Seeds: garden.seedPacket,
  "Garden Tools": garden.gardenTool,
  Planters: garden.planter,
  Notebooks: paper.notebook,
  Cards: paper.card,
  Decorations: paper.decoration,
  "Gift Cards": paper.giftCard,
};

export const DRAWN_TYPES: readonly string[] = Object.keys(DRAWINGS);

/** Undefined for a type nobody drew. */
export function drawingOf(productType: string): Drawing | undefined {
  return DRAWINGS[productType];
}
