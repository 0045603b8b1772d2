import { describe, expect, test } from "vitest";
import { createCatalogue } from "../history/catalogue.ts";
import { TYPES } from "../history/catalogue-table.ts";
import { drawingOf, DRAWN_TYPES } from "./drawings/drawings.ts";
import {
  collectionPicture,
  COLLECTION_SIZE,
  PRODUCT_SIZE,
  PRODUCT_VIEWS,
  productPicture,
  shopFile,
  SHOP_FILES,
} from "./pictures.ts";

const PRODUCT_BYTES_MAX = 6_000;
const SCENE_BYTES_MAX = 12_000;

const { articles } = createCatalogue({ seed: 1, currency: "GBP", firstDay: 0, lastDay: 730 });
const catalogue = articles.map(({ draft }) => ({
  seed: draft.imageSeed,
  productType: draft.productType,
  title: draft.title,
}));
const unknown = [0, 1, 999_999, 1_000_003].map((seed) => ({
  seed,
  productType: "",
  title: `<"WHITE" & HANGING 'HEART'> ${seed}`,
}));
const views = Array.from({ length: PRODUCT_VIEWS }, (_, index) => index + 1);
const products = [...catalogue, ...unknown].flatMap((subject) =>
  views.map((view) => productPicture({ ...subject, view })),
);
const collections = [...new Set([...TYPES.map(({ collection }) => collection), "Gifts", "Summer"])];
const scenes = [
  ...collections.map((title) => collectionPicture({ handle: title.toLowerCase(), title })),
  ...Object.keys(SHOP_FILES).map((name) => shopFile(name) ?? ""),
];

/** What a parser of XML would trip over: tags that don't close, loose quotes, ids given twice. */
function malformations(svg: string): string[] {
  const problems: string[] = [];
  const open: string[] = [];
  const tag = /<(\/?)([a-zA-Z]+)((?: [a-zA-Z:-]+="[^"<&]*")*)(\/?)>/g;
  const rest = svg.replace(tag, (_, closing: string, name: string, __, self: string) => {
    if (closing === "/") {
      const last = open.pop();
      if (last !== name) problems.push(`</${name}> closes <${last ?? "nothing"}>`);
    } else if (self === "") open.push(name);
    return "";
  });
  if (open.length > 0) problems.push(`left open: ${open.join(", ")}`);
  if (rest !== "") problems.push(`between the tags: ${rest.slice(0, 60)}`);
  const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  if (new Set(ids).size < ids.length) problems.push("an id is given twice");
  const bad = /NaN|undefined|Infinity|null/.exec(svg);
  if (bad) problems.push(`says ${bad[0]}`);
  return problems;
}

describe("pictures", () => {
  test("are well-formed XML, whatever the product's name", () => {
    expect([...products, ...scenes].flatMap(malformations)).toEqual([]);
  });

  test("a picture that isn't well formed would be noticed", () => {
    expect(malformations('<svg><g><path d="M0 NaN"/></svg>')).toHaveLength(3);
    expect(malformations('<svg a="1" b=2></svg>')).not.toEqual([]);
    expect(malformations('<svg><a id="x"/><b id="x"/></svg>')).toEqual(["an id is given twice"]);
  });

  test("are small", () => {
    expect(Math.max(...products.map(bytes))).toBeLessThan(PRODUCT_BYTES_MAX);
    expect(Math.max(...scenes.map(bytes))).toBeLessThan(SCENE_BYTES_MAX);
  });

  test("come out the same for the same product and differ between products and views", () => {
    const again = [...catalogue, ...unknown].flatMap((subject) =>
      views.map((view) => productPicture({ ...subject, view })),
    );
    expect(again).toEqual(products);
    expect(new Set(products).size).toBe(products.length);
  });

  test("are drawn for every type of the catalogue, and for gift cards", () => {
    const types = [...TYPES.map(({ type }) => type), "Gift Cards"];
    expect(types.filter((type) => drawingOf(type) === undefined)).toEqual([]);
    expect(DRAWN_TYPES).toHaveLength(types.length);
  });

  test.each([
    {
      why: "a product",
      svg: productPicture({ seed: 1, productType: "Mugs", title: "Mug", width: 600 }),
      size: PRODUCT_SIZE,
    },
    {
      why: "a collection",
      svg: collectionPicture({ handle: "home", title: "Home", width: 600 }),
      size: COLLECTION_SIZE,
    },
  ])("$why comes in the width that was asked for, in its own proportions", ({ svg, size }) => {
    const height = (600 * size.height) / size.width;
    expect(svg).toContain(`width="600" height="${height}"`);
  });

  test("a shop file that doesn't exist is none", () => {
    expect(shopFile("passwords.svg")).toBeNull();
  });
});

function bytes(svg: string): number {
  return Buffer.byteLength(svg);
}
