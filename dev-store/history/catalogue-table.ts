/**
 * What the invented shop sells: tea, kitchen, bath, home, garden and paper goods. Prices in pence
 * at home, from the cheapest of a type to the dearest.
 */
export interface TypeRow {
  type: string;
  collection: string;
  vendor: string;
  pence: readonly [low: number, high: number];
  /** How often a first product is of this type, in any unit. */
  weight: number;
  /** How many days one piece lasts; absent for what is bought once. */
  lastsDays?: number;
  /** A second size, its price as a multiple of the first's. */
  sizes?: readonly [small: string, large: string, times: number];
  /** Types that go into the same basket. */
  goesWith: readonly string[];
  /** Sold from mid-October to Christmas Eve only. */
  christmas?: boolean;
  titles: string;
}

// prettier-ignore
export const TYPES: readonly TypeRow[] = [
  { type: "Loose Leaf Tea", collection: "Tea & Coffee", vendor: "Harbour Leaf", pence: [650, 1250], weight: 13, lastsDays: 42, sizes: ["100 g", "250 g", 2.2], goesWith: ["Teapots", "Biscuits", "Mugs"],
    titles: "English Breakfast|Smoky Earl Grey|First Flush Darjeeling|Assam Gold|Jasmine Pearls|Sencha|Lapsang Souchong|Oolong Orchid|Masala Chai" },
  { type: "Herbal Tea", collection: "Tea & Coffee", vendor: "Harbour Leaf", pence: [495, 850], weight: 8, lastsDays: 45, goesWith: ["Mugs", "Preserves", "Bath Salts"],
    titles: "Peppermint & Nettle|Chamomile Night|Lemon Verbena|Rooibos Vanilla|Ginger & Turmeric|Hibiscus Berry|Fennel & Liquorice|Rosehip" },
  { type: "Coffee Beans", collection: "Tea & Coffee", vendor: "Northgate Roasters", pence: [850, 1450], weight: 11, lastsDays: 28, sizes: ["250 g", "1 kg", 3.4], goesWith: ["Mugs", "Biscuits", "Storage Jars"],
    titles: "House Espresso|Ethiopia Guji|Colombia Huila|Guatemala Antigua|Decaf Sugarcane|Kenya Nyeri|Brazil Cerrado|Winter Filter Blend" },
  { type: "Teapots", collection: "Tea & Coffee", vendor: "Ashdown Pottery", pence: [2400, 4800], weight: 3, goesWith: ["Loose Leaf Tea", "Mugs", "Tea Towels"],
    titles: "Speckled Teapot|Willow Teapot for Two|Cast Iron Teapot|Glass Teapot with Infuser|Cobalt Teapot|Moss Green Teapot|Little Teapot for One" },
  { type: "Mugs", collection: "Tea & Coffee", vendor: "Ashdown Pottery", pence: [900, 1650], weight: 7, goesWith: ["Loose Leaf Tea", "Coffee Beans", "Biscuits"],
    titles: "Speckled Mug|Willow Mug|Wren Mug|Cobalt Mug|Moss Green Mug|Hare Mug|Espresso Cup Pair|Fern Mug|Big Soup Mug" },
  { type: "Biscuits", collection: "Pantry", vendor: "Mill Lane Bakery", pence: [395, 695], weight: 6, lastsDays: 30, goesWith: ["Loose Leaf Tea", "Coffee Beans", "Preserves"],
    titles: "All-Butter Shortbread|Stem Ginger Biscuits|Oat & Honey Biscuits|Lemon Thins|Dark Chocolate Florentines|Almond Cantuccini|Cheese & Rosemary Crackers|Gingerbread Tin" },
  { type: "Preserves", collection: "Pantry", vendor: "Orchard & Hive", pence: [450, 795], weight: 6, lastsDays: 50, goesWith: ["Biscuits", "Serving Boards", "Loose Leaf Tea"],
    titles: "Heather Honey|Seville Marmalade|Raspberry Jam|Damson Jam|Fig Chutney|Lemon Curd|Wildflower Honeycomb|Apple & Cider Jelly" },
  { type: "Tea Towels", collection: "Kitchen & Table", vendor: "Loom Street", pence: [850, 1350], weight: 4, goesWith: ["Storage Jars", "Serving Boards", "Mugs"],
    titles: "Wren Tea Towel|Fern Tea Towel|Striped Linen Tea Towel|Hare Tea Towel|Indigo Check Tea Towel|Garden Birds Tea Towel|Lemon Grove Tea Towel" },
  { type: "Storage Jars", collection: "Kitchen & Table", vendor: "Ashdown Pottery", pence: [750, 1850], weight: 3, goesWith: ["Coffee Beans", "Tea Towels", "Preserves"],
    titles: "Cork-Lid Jar|Stoneware Coffee Jar|Tall Pasta Jar|Spice Jar Set|Willow Biscuit Jar|Glass Dome Jar|Enamel Tea Caddy" },
  { type: "Serving Boards", collection: "Kitchen & Table", vendor: "Fell & Grain", pence: [1800, 4500], weight: 3, goesWith: ["Preserves", "Biscuits", "Tea Towels"],
    titles: "Oak Bread Board|Walnut Cheese Board|Ash Paddle Board|Slate Platter|Olive Wood Board|Round Beech Board|Marble Pastry Board" },
  { type: "Soap", collection: "Bath & Body", vendor: "Salt & Sage", pence: [495, 795], weight: 8, lastsDays: 40, goesWith: ["Hand Cream", "Bath Salts", "Candles"],
    titles: "Sea Salt Soap|Lavender Soap|Oat Milk Soap|Rosemary Soap|Charcoal Soap|Orange & Clove Soap|Rose Clay Soap|Cedar Shaving Soap|Gardener's Soap" },
  { type: "Hand Cream", collection: "Bath & Body", vendor: "Salt & Sage", pence: [850, 1450], weight: 6, lastsDays: 60, goesWith: ["Soap", "Bath Salts"],
    titles: "Lavender Hand Cream|Sea Buckthorn Hand Cream|Rose Hand Cream|Gardener's Hand Balm|Oat Hand Cream|Fig Hand Cream|Unscented Hand Cream" },
  { type: "Bath Salts", collection: "Bath & Body", vendor: "Salt & Sage", pence: [1050, 1850], weight: 4, lastsDays: 50, goesWith: ["Candles", "Soap", "Herbal Tea"],
    titles: "Lavender Bath Salts|Eucalyptus Bath Salts|Rose Bath Salts|Seaweed Bath Salts|Pine Bath Salts|Muscle Soak|Sleep Soak" },
  { type: "Candles", collection: "Home", vendor: "Wick & Wool", pence: [1400, 2800], weight: 8, lastsDays: 55, goesWith: ["Bath Salts", "Throws", "Candles"],
    titles: "Fig Leaf Candle|Tomato Vine Candle|Wood Smoke Candle|Lavender Candle|Sea Salt Candle|Beeswax Dinner Candles|Orange Blossom Candle|Rain Candle|Library Candle" },
  { type: "Cushions", collection: "Home", vendor: "Loom Street", pence: [2400, 4200], weight: 2, goesWith: ["Throws", "Candles"],
    titles: "Moss Velvet Cushion|Indigo Check Cushion|Fern Cushion|Ochre Wool Cushion|Striped Linen Cushion|Hare Cushion|Plum Velvet Cushion" },
  { type: "Throws", collection: "Home", vendor: "Wick & Wool", pence: [4500, 8900], weight: 2, goesWith: ["Cushions", "Candles"],
    titles: "Lambswool Throw|Herringbone Throw|Ochre Throw|Waffle Cotton Throw|Indigo Check Throw|Recycled Wool Picnic Blanket" },
  { type: "Seeds", collection: "Garden", vendor: "Walled Garden", pence: [250, 450], weight: 5, goesWith: ["Seeds", "Garden Tools", "Planters"],
    titles: "Sweet Pea Seeds|Cosmos Seeds|Tomato Seeds|Salad Leaf Seeds|Foxglove Seeds|Nasturtium Seeds|Herb Garden Seeds|Wildflower Seeds|Sunflower Seeds" },
  { type: "Garden Tools", collection: "Garden", vendor: "Fell & Grain", pence: [1200, 3200], weight: 2, goesWith: ["Seeds", "Planters", "Hand Cream"],
    titles: "Hand Trowel|Hand Fork|Secateurs|Dibber|Twine in a Tin|Copper Watering Can|Leather Gloves|Kneeling Pad" },
  { type: "Planters", collection: "Garden", vendor: "Ashdown Pottery", pence: [1400, 4200], weight: 2, goesWith: ["Seeds", "Garden Tools"],
    titles: "Terracotta Long Tom|Glazed Planter|Hanging Planter|Window Trough|Speckled Planter|Herb Trio Pots|Fluted Planter" },
  { type: "Notebooks", collection: "Paper", vendor: "Paper Mill Row", pence: [800, 1650], weight: 4, lastsDays: 90, goesWith: ["Cards", "Notebooks"],
    titles: "Dot Grid Notebook|Ruled Notebook|Garden Journal|Recipe Journal|Pocket Notebook Trio|Five Year Diary|Sketchbook|Reading Journal" },
  { type: "Cards", collection: "Paper", vendor: "Paper Mill Row", pence: [275, 425], weight: 4, goesWith: ["Cards", "Notebooks", "Candles"],
    titles: "Wren Card|Thank You Card|Birthday Bees Card|Congratulations Card|Fern Card|With Sympathy Card|New Home Card|Hare Card|New Baby Card" },
  { type: "Decorations", collection: "Christmas", vendor: "Wick & Wool", pence: [650, 2400], weight: 26, christmas: true, goesWith: ["Decorations", "Candles", "Biscuits", "Cards"],
    titles: "Felt Robin|Paper Star Garland|Glass Baubles|Beeswax Advent Candles|Dried Orange Wreath|Wooden Nativity|Linen Stocking|Tree Candle Clips" },
];

export const GIFT_CARD = { title: "Gift Card", pounds: [10, 25, 50, 100] } as const;
