/** What the invented shop says of its products: a sentence or two for each type, and who makes it. */

// prettier-ignore
const WORDS: Readonly<Record<string, readonly string[]>> = {
  "Loose Leaf Tea": ["Whole leaves, picked this season and packed within the week.", "Two teaspoons to the pot, water just off the boil, three minutes."],
  "Herbal Tea": ["Nothing but leaves, flowers and peel, dried slowly so that they still taste of themselves.", "Naturally without caffeine: good at any hour."],
  "Coffee Beans": ["Roasted on Mondays, sent on Tuesdays.", "Whole beans, medium roast; the bag has a valve and closes again."],
  "Teapots": ["Pours without a drip, which we checked more often than we needed to.", "Holds two generous cups; the infuser comes out in one piece."],
  "Mugs": ["Thrown by hand and glazed in small batches: no two are quite alike.", "It sits well in the hand and goes into the dishwasher."],
  "Biscuits": ["Baked in small trays with butter, and never in a hurry.", "They keep for six weeks in the tin, in theory."],
  "Preserves": ["Cooked in copper pans of twelve jars at a time.", "Fruit first on the list of ingredients, sugar a distant second."],
  "Tea Towels": ["Printed by hand on heavy linen and cotton.", "It dries glasses without a trace and grows softer with every wash."],
  "Storage Jars": ["Stoneware with a lid that closes with a small, satisfying sound.", "Keeps dry things dry and the light out."],
  "Serving Boards": ["Cut from one piece and oiled twice.", "Wipe it, oil it now and then, and it will outlive the table."],
  "Soap": ["Poured, cut and cured for six weeks in a shed by the sea.", "No palm oil, wrapped in paper."],
  "Hand Cream": ["Rich enough for gardeners, quick enough for everybody else.", "A tube lasts about two months of washing up."],
  "Bath Salts": ["Coarse salt with oils that stay in the room for an hour.", "A handful under the running tap."],
  "Candles": ["Rapeseed and beeswax with a cotton wick.", "Burns for forty hours; let the first melt reach the edge."],
  "Cushions": ["Woven in narrow widths on old looms, filled with wool.", "The cover comes off and can be washed at thirty degrees."],
  "Throws": ["Wool that knows its farm, woven, washed and brushed within thirty miles.", "Long enough for two on a sofa."],
  "Seeds": ["Open-pollinated, so that you can save your own next year.", "Sowing times and distances are on the back."],
  "Garden Tools": ["Forged, not pressed, with a handle that can be replaced.", "Clean it, oil it, hand it down."],
  "Planters": ["Frost-proof, with a hole where it is needed.", "The glaze thins at the edges, as it should."],
  "Notebooks": ["Thread-sewn, so that it lies flat on any page.", "Paper that takes ink without showing it on the other side."],
  "Cards": ["Printed on cotton paper with a hand press; blank inside.", "Comes with its envelope, and without cellophane."],
  "Decorations": ["Made to be unpacked every December for years.", "A little different every time, since hands made it."],
  "Gift Cards": ["For people who would rather choose.", "Sent by e-mail, good for everything in the shop, and it never expires."],
};

/** HTML; empty for a type that nobody wrote about. */
export function productWords(type: string, vendor: string): string {
  const words = WORDS[type];
  if (!words) return "";
  const maker = type === "Gift Cards" ? "" : `<p>Made for us by ${vendor}.</p>`;
  return `<p>${words.join(" ")}</p>${maker}`;
}
