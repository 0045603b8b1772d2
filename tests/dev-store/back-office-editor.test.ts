import { beforeEach, describe, expect, test } from "vitest";
import type { DevStore } from "../../dev-store/start.ts";
import { look, send, sendAndFollow } from "./back-office.ts";
import { call, startStore } from "./store.ts";

const EDITOR = "/admin/themes/editor";
const PRODUCT = "templates/product.json";
let store: DevStore;

beforeEach(async () => {
  store = await startStore();
  await call(store, "PUT", "/control/products/3", {
    title: "Bowl",
    handle: "bowl",
    variants: [{ id: 31, price: "12.00" }],
  });
});

const editor = (deed = "", query: Record<string, string> = {}) =>
  `${EDITOR}${deed}?${new URLSearchParams({ template: "product", ...query }).toString()}`;
const storefront = async () => (await look(store, "/products/bowl")).html;
const preview = async () => (await look(store, "/admin/themes/preview?path=/products/bowl")).html;
/** Ids of the app's blocks of a kind on a page, in their order. */
const blocks = (html: string, kind: string) =>
  [
    ...html.matchAll(new RegExp(`id="shopify-block-[^"]*?(perennial_${kind}_[0-9a-f]{6})"`, "g")),
  ].map(([, id]) => id!);

/** Adds the tiers to the product's section; answers where they are selected. */
async function addTiers(): Promise<string> {
  const added = await send(store, editor("/add-block"), {
    file: PRODUCT,
    section: "main",
    block: "tiers",
  });
  return new URL(added.location!, store.url).searchParams.get("select")!;
}

describe("a block of the app", () => {
  test("is added to a section, shows in the preview, and in the storefront once saved", async () => {
    const select = await addTiers();
    expect(select).toMatch(/^templates\/product\.json:main:perennial_tiers_[0-9a-f]{6}$/);
    expect(blocks(await preview(), "tiers")).toHaveLength(1);
    expect(blocks(await storefront(), "tiers")).toEqual([]);
    const page = await sendAndFollow(store, editor("/save"));
    expect(page.text).toContain("Saved 1 file");
    expect(page.text).toContain("Everything is saved");
    expect(blocks(await storefront(), "tiers")).toHaveLength(1);
  });

  test("stands in a section of its own where it is asked to", async () => {
    await send(store, editor("/add-section"), { file: PRODUCT, block: "history" });
    await send(store, editor("/save"));
    expect(await storefront()).toMatch(
      /id="shopify-section-[^"]*apps_perennial_history_[0-9a-f]{6}"/,
    );
  });

  test("is moved, hidden, shown again and removed", async () => {
    const select = await addTiers();
    const order = () =>
      (store.storefront.theme.json(PRODUCT) as { sections: { main: { block_order: string[] } } })
        .sections.main.block_order;
    await send(store, editor("/move", { select }), { by: "-1" });
    await send(store, editor("/save"));
    expect(order().at(-2)).toBe(select.split(":")[2]);
    await send(store, editor("/hide", { select }), { hidden: "yes" });
    expect(blocks(await preview(), "tiers")).toEqual([]);
    await send(store, editor("/hide", { select }), { hidden: "no" });
    expect(blocks(await preview(), "tiers")).toHaveLength(1);
    const removed = await send(store, editor("/remove", { select }));
    expect(removed.location).not.toContain("select");
    await send(store, editor("/save"));
    expect(blocks(await storefront(), "tiers")).toEqual([]);
  });

  test("takes its settings by its schema; what doesn't fit is told beside the field", async () => {
    const select = await addTiers();
    const fields = {
      "setting-heading": "Our circles",
      "setting-heading_level": "h3",
      "setting-layout": "rows",
      "setting-radius": "9",
      "setting-accent": "greenish",
    };
    const refused = await send(store, editor("/settings", { select }), fields);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("Enter a number in steps of 2 from 0.");
    expect(refused.text).toContain("Enter a color such as #1d5c42.");
    expect(refused.html).toContain('value="Our circles"');
    expect(await preview()).not.toContain("Our circles");
    const right = { ...fields, "setting-radius": "10", "setting-accent": "#1d5c42" };
    await send(store, editor("/settings", { select }), right);
    await send(store, editor("/save"));
    const saved = JSON.parse(store.shop.state.themeFiles.get(PRODUCT)!) as {
      sections: { main: { blocks: Record<string, { settings: unknown }> } };
    };
    expect(saved.sections.main.blocks[select.split(":")[2]!]?.settings).toEqual({
      heading: "Our circles",
      heading_level: "h3",
      layout: "rows",
      radius: 10,
      accent: "#1d5c42",
    });
  });
});

describe("the draft", () => {
  test("is one until it is discarded, and undoing a change leaves nothing to save", async () => {
    await addTiers();
    expect((await look(store, editor())).text).toContain("Not saved: 1 file");
    await send(store, editor("/discard"));
    expect((await look(store, editor())).text).toContain("Everything is saved");
    const select = await addTiers();
    await send(store, editor("/remove", { select }));
    expect((await look(store, editor())).text).toContain("Everything is saved");
  });

  test("resetting brings the theme's own files back", async () => {
    await addTiers();
    await send(store, editor("/save"));
    expect((await look(store, `${EDITOR}/reset`)).text).toContain(
      "1 changed file go back to the theme's own: templates/product.json",
    );
    await send(store, `${EDITOR}/reset`);
    expect(store.shop.state.themeFiles.size).toBe(0);
    expect(blocks(await storefront(), "tiers")).toEqual([]);
  });

  test("theme settings change the whole theme, and what the form does not say stays", async () => {
    await send(store, editor("/settings", { select: "theme" }), {
      "setting-color_button": "#102030",
    });
    expect(await preview()).toContain("#102030");
    await send(store, editor("/save"));
    const { current } = JSON.parse(
      store.shop.state.themeFiles.get("config/settings_data.json")!,
    ) as {
      current: { color_button: string; page_width: number; blocks: object };
    };
    expect(current.color_button).toBe("#102030");
    expect(current.page_width).toBe(1280);
    expect(Object.keys(current.blocks)).toHaveLength(1);
  });
});

describe("links into the editor", () => {
  const launcher = (html: string) => html.includes('data-block-handle="launcher"');

  test("an embed that was off is switched on, unsaved", async () => {
    await send(store, editor("/embed"), { block: "launcher", on: "no" });
    await send(store, editor("/save"));
    const link = "/admin/themes/current/editor?context=apps&activateAppId=any-uuid/launcher";
    const opened = await look(store, link);
    expect(opened.location).toBe(`${EDITOR}?template=index&select=embed%3Alauncher`);
    const page = await look(store, opened.location!);
    expect(page.html).toMatch(/role="switch" aria-checked="true"/);
    expect(page.text).toContain("Not saved: 1 file");
    expect(store.shop.state.themeFiles.get("config/settings_data.json")).toContain(
      '"disabled": true',
    );
  });

  test.each([
    ["mainSection", /^templates\/product\.json:main:perennial_tiers/],
    ["newAppsSection", /^templates\/product\.json:apps_perennial_tiers/],
    ["sectionId:main", /^templates\/product\.json:main:perennial_tiers/],
    ["sectionGroup:footer", /^sections\/footer-group\.json:apps_perennial_tiers/],
  ])("a block is added to %s, once", async (target, selected) => {
    const opened = await look(
      store,
      editor("", { addAppBlockId: "any-uuid/tiers", target }).replace(
        EDITOR,
        "/admin/themes/current/editor",
      ),
    );
    const { searchParams } = new URL(opened.location!, store.url);
    expect(searchParams.get("select")).toMatch(selected);
    expect(searchParams.has("addAppBlockId")).toBe(false);
    expect((await look(store, opened.location!)).text).toContain("Not saved: 1 file");
  });

  test.each([
    [{ addAppBlockId: "x/nothing" }, "No app has a block"],
    [{ addAppBlockId: "x/tiers", target: "sectionId:related" }, "takes no app blocks"],
    [{ addAppBlockId: "x/tiers", target: "sectionGroup:aside" }, "no group of sections"],
    [{ addAppBlockId: "x/launcher" }, "can't stand on this page"],
    [{ template: "article", addAppBlockId: "x/tiers" }, "no template article"],
  ])("%j is told why not, and nothing is changed", async (query, words) => {
    const { status, text } = await look(store, editor("", query));
    expect(status).toBe(200);
    expect(text).toContain(words);
    expect(text).toContain("Everything is saved");
  });

  test("the launcher shows when it is on and not when it is off", async () => {
    expect(launcher(await preview())).toBe(true);
    await send(store, editor("/embed"), { block: "launcher", on: "no" });
    expect(launcher(await preview())).toBe(false);
    expect(launcher(await storefront())).toBe(true);
  });
});

test("the preview shows pages of the storefront and nothing else", async () => {
  for (const path of ["//evil.example", "https://evil.example", "/admin/orders", "/\\evil.example"])
    expect(
      (await look(store, `/admin/themes/preview?path=${encodeURIComponent(path)}`)).status,
    ).toBe(422);
  expect((await look(store, "/admin/themes/preview?path=/fr/products/bowl")).html).toContain(
    'lang="fr"',
  );
});
