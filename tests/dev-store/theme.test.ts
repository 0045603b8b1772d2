/** The demo store's theme as a theme: what Shopify's theme check says, and what it doesn't look at. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Severity, themeCheckRun } from "@shopify/theme-check-node";
import { beforeAll, describe, expect, test } from "vitest";

const THEME = path.join(import.meta.dirname, "../../dev-store/theme");
const PRIMARY = "en.default";
const LANGUAGES = ["ar", "de", PRIMARY, "es", "fr", "ja", "zh-CN", "zh-TW"];
const STYLE_BYTES_MAX = 24_000;
const SCRIPT_BYTES_MAX = 6_000;

type Words = { [key: string]: string | Words };
interface Setting {
  type: string;
  id?: string;
  default?: unknown;
  min?: number;
  max?: number;
  step?: number;
  options?: { value: string }[];
}
interface Schema {
  settings?: Setting[];
  blocks?: { type: string; settings?: Setting[] }[];
}
interface Block {
  type: string;
  settings?: Record<string, unknown>;
}
interface Section extends Block {
  blocks?: Record<string, Block>;
  block_order?: string[];
}
interface Template {
  sections: Record<string, Section>;
  order: string[];
}

const read = (file: string): string => readFileSync(path.join(THEME, file), "utf8");
const json = (file: string): unknown => JSON.parse(read(file));
const names = (folder: string): string[] => readdirSync(path.join(THEME, folder)).sort();
const isAppBlock = (type: string): boolean => type.startsWith("shopify://apps/");

function schemaOf(section: string): Schema {
  const text = /{% schema %}([\s\S]*){% endschema %}/.exec(read(`sections/${section}.liquid`))?.[1];
  return JSON.parse(text ?? "{}") as Schema;
}

const sections = names("sections")
  .filter((name) => name.endsWith(".liquid"))
  .map((name) => path.parse(name).name);
const templates = [
  ...names("templates").map((name) => `templates/${name}`),
  "sections/header-group.json",
  "sections/footer-group.json",
].map((file) => ({ file, template: json(file) as Template }));

describe("theme check", () => {
  let offenses: Awaited<ReturnType<typeof themeCheckRun>>["offenses"] = [];
  beforeAll(async () => {
    ({ offenses } = await themeCheckRun(THEME, "theme-check:all"));
  });

  test.each([
    { why: "no errors", severity: Severity.ERROR },
    { why: "no warnings", severity: Severity.WARNING },
    { why: "no suggestions", severity: Severity.INFO },
  ])("$why", ({ severity }) => {
    const found = offenses.filter((offense) => offense.severity === severity);
    expect(found.map(({ uri, check, message }) => `${uri}: ${check}: ${message}`)).toEqual([]);
  });
});

describe("locales", () => {
  const words = (language: string): Words => json(`locales/${language}.json`) as Words;
  const categories = (language: string): string[] =>
    new Intl.PluralRules(language.replace(".default", "")).resolvedOptions().pluralCategories;
  const isPlural = (value: Words): boolean => typeof value["other"] === "string";

  /** Key by key what is said; a plural is one key. */
  function leaves(value: Words, prefix = ""): [key: string, said: string | Words][] {
    return Object.entries(value).flatMap(([key, said]) =>
      typeof said === "string" || isPlural(said)
        ? [[`${prefix}${key}`, said] as [string, string | Words]]
        : leaves(said, `${prefix}${key}.`),
    );
  }

  test("are the languages of the shop", () => {
    expect(names("locales")).toEqual(LANGUAGES.map((language) => `${language}.json`));
  });

  test.each(LANGUAGES)("%s says everything that English says, and nothing else", (language) => {
    const keys = (of: string) => leaves(words(of)).map(([key]) => key);
    expect(keys(language).sort()).toEqual(keys(PRIMARY).sort());
  });

  test.each(LANGUAGES)(
    "%s has a form for every number it tells apart, none besides",
    (language) => {
      const wrong = leaves(words(language))
        .filter(([, said]) => typeof said !== "string")
        .filter(
          ([, said]) => Object.keys(said).sort().join() !== categories(language).sort().join(),
        );
      expect(wrong).toEqual([]);
    },
  );

  test.each(LANGUAGES)("%s takes the same values into its sentences as English", (language) => {
    const slots = (said: string | Words): string[] =>
      [...new Set(JSON.stringify(said).match(/{{ \w+ }}/g))].sort();
    const english = new Map(leaves(words(PRIMARY)));
    const wrong = leaves(words(language)).filter(
      ([key, said]) => slots(said).join() !== slots(english.get(key) ?? "").join(),
    );
    expect(wrong).toEqual([]);
  });

  test.each(LANGUAGES.filter((language) => language !== PRIMARY))(
    "%s is translated, not copied",
    (language) => {
      const english = new Map(leaves(words(PRIMARY)));
      const copied = leaves(words(language))
        .filter(
          ([key, said]) =>
            typeof said === "string" && said === english.get(key) && said.includes(" "),
        )
        .map(([key]) => key)
        .filter((key) => key !== "pagination.page");
      expect(copied).toEqual([]);
    },
  );
});

describe("settings", () => {
  const groups = json("config/settings_schema.json") as { settings?: Setting[] }[];
  const themeSettings = groups.flatMap(({ settings = [] }) => settings);
  const all = [
    ...themeSettings,
    ...sections.flatMap((section) => {
      const { settings = [], blocks = [] } = schemaOf(section);
      return [...settings, ...blocks.flatMap((block) => block.settings ?? [])];
    }),
  ];

  test("a range has steps that reach its end, at most 101, and starts on one of them", () => {
    const wrong = all
      .filter(({ type }) => type === "range")
      .filter(({ min = 0, max = 0, step = 1, default: start }) => {
        const steps = (max - min) / step;
        const place = (Number(start) - min) / step;
        return !Number.isInteger(steps) || steps > 100 || !Number.isInteger(place) || place > steps;
      });
    expect(wrong).toEqual([]);
  });

  test("a choice starts with one of its options", () => {
    const wrong = all
      .filter(({ options }) => options !== undefined)
      .filter(({ options, default: start }) => !options?.some(({ value }) => value === start));
    expect(wrong).toEqual([]);
  });

  test("the theme's values are of settings it has", () => {
    const { current } = json("config/settings_data.json") as { current: Record<string, unknown> };
    const known = themeSettings.map(({ id }) => id);
    expect(Object.keys(current).filter((id) => id !== "blocks" && !known.includes(id))).toEqual([]);
  });
});

describe("templates", () => {
  test.each(templates)(
    "$file names sections, blocks and settings that there are",
    ({ template }) => {
      expect([...template.order].sort()).toEqual(Object.keys(template.sections).sort());
      for (const section of Object.values(template.sections)) {
        expect(sections).toContain(section.type);
        const schema = schemaOf(section.type);
        const known = (settings: Setting[] | undefined) => settings?.map(({ id }) => id) ?? [];
        expect(known(schema.settings)).toEqual(
          expect.arrayContaining(Object.keys(section.settings ?? {})),
        );
        const blocks = section.blocks ?? {};
        expect([...(section.block_order ?? [])].sort()).toEqual(Object.keys(blocks).sort());
        for (const block of Object.values(blocks)) {
          const type = isAppBlock(block.type) ? "@app" : block.type;
          const found = schema.blocks?.find((candidate) => candidate.type === type);
          expect(found, `${section.type} takes ${block.type}`).toBeDefined();
          if (type === "@app") continue;
          expect(known(found?.settings)).toEqual(
            expect.arrayContaining(Object.keys(block.settings ?? {})),
          );
        }
      }
    },
  );

  test("the app's blocks stand where a merchant would put them", () => {
    const blocksIn = (file: string): string[] =>
      Object.values((json(file) as Template).sections)
        .flatMap(({ blocks = {}, block_order: order = [] }) => order.map((id) => blocks[id]!.type))
        .filter(isAppBlock)
        .map((type) => type.split("/").slice(3, 6).join("/"));
    const { current } = json("config/settings_data.json") as {
      current: { blocks: Record<string, Block & { disabled: boolean }> };
    };
    expect(blocksIn("templates/product.json")).toEqual(["perennial/blocks/earn"]);
    expect(blocksIn("templates/cart.json")).toEqual(["perennial/blocks/balance"]);
    expect(blocksIn("templates/page.rewards.json")).toEqual(
      ["balance", "ways-to-earn", "tiers", "rewards", "history"].map(
        (name) => `perennial/blocks/${name}`,
      ),
    );
    expect(
      Object.values(current.blocks).map(({ type, disabled }) => [type.split("/")[5], disabled]),
    ).toEqual([["launcher", false]]);
  });
});

describe("assets", () => {
  const style = read("assets/theme.css");

  test("are small", () => {
    expect(style.length).toBeLessThan(STYLE_BYTES_MAX);
    expect(read("assets/theme.js").length).toBeLessThan(SCRIPT_BYTES_MAX);
  });

  test("the sheet knows no left and right, only where a line starts and ends", () => {
    const physical =
      /(margin|padding|border|inset)?-?(left|right)\s*:|float\s*:|[^-]width\s*:\s*\d/;
    const lines = style.split("\n").filter((line) => physical.test(line));
    expect(lines.filter((line) => !line.includes("@media"))).toEqual([]);
  });

  test("the theme knows nothing of the app but where its blocks stand", () => {
    const code = ["assets", "layout", "locales", "snippets", "sections"]
      .flatMap((folder) => names(folder).map((name) => `${folder}/${name}`))
      .filter((file) => /perennial/i.test(read(file)));
    expect(code).toEqual([]);
  });
});
