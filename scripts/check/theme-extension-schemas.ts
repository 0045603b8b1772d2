/**
 * The `{% schema %}` of each block. Shopify's theme check reads none of an app's: a setting of a type
 * that doesn't exist, a range with too many steps or a label without a text show at a deploy, or to
 * a merchant in the theme editor.
 * https://shopify.dev/docs/storefronts/themes/architecture/settings/input-settings
 */
import { z } from "zod";

const NAME_LENGTH_MAX = 25;
const RANGE_STEPS_MAX = 101;
const UNIT_LENGTH_MAX = 3;

const TARGETS = ["section", "head", "body", "compliance_head"] as const;
const SIDEBAR = ["header", "paragraph"];
// prettier-ignore
const INPUTS = [
  "article", "article_list", "blog", "checkbox", "collection", "collection_list", "color",
  "color_background", "color_palette", "color_scheme", "font_picker", "html", "image_picker",
  "inline_richtext", "link_list", "liquid", "metaobject", "metaobject_list", "number", "page",
  "product", "product_list", "radio", "range", "richtext", "select", "text", "text_alignment",
  "textarea", "url", "video", "video_url",
];

const option = z.object({ value: z.string(), label: z.string() });
const setting = z.object({
  type: z.string(),
  id: z.string().regex(/^\w+$/).optional(),
  label: z.string().optional(),
  info: z.string().optional(),
  content: z.string().optional(),
  placeholder: z.string().optional(),
  default: z.unknown().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  step: z.number().positive().optional(),
  unit: z.string().optional(),
  options: z.array(option).optional(),
  autofill: z.boolean().optional(),
});
const schema = z.strictObject({
  name: z.string(),
  target: z.enum(TARGETS),
  javascript: z.string().optional(),
  stylesheet: z.string().optional(),
  enabled_on: z.unknown().optional(),
  disabled_on: z.unknown().optional(),
  class: z.string().optional(),
  tag: z.string().optional(),
  available_if: z.string().optional(),
  settings: z.array(setting),
});

type Setting = z.infer<typeof setting>;

export interface Block {
  /** Such as `blocks/balance.liquid`. */
  path: string;
  text: string;
}

export interface Around {
  /** Names of the files in `assets`. */
  assets: readonly string[];
  /** Texts of each schema locale by their keys, joined by dots. */
  locales: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

export function schemaProblems({ path, text }: Block, around: Around): string[] {
  const schemas = [...text.matchAll(/\{%-?\s*schema\s*-?%\}([\s\S]*?)\{%-?\s*endschema\s*-?%\}/g)];
  if (schemas.length !== 1) return [`${path}: ${schemas.length} schemas, a block has one`];
  const parsed = schema.safeParse(json(schemas[0]?.[1] ?? ""));
  if (!parsed.success) {
    return parsed.error.issues.map((issue) => `${path}: ${issue.path.join(".")}: ${issue.message}`);
  }
  const { name, javascript, stylesheet, settings, ...rest } = parsed.data;
  return [
    ...nameProblems(name, around),
    ...[javascript, stylesheet]
      .filter((asset) => asset !== undefined && !around.assets.includes(asset))
      .map((asset) => `there is no asset ${asset ?? ""}`),
    ...("enabled_on" in rest && "disabled_on" in rest
      ? ["enabled_on and disabled_on exclude each other"]
      : []),
    ...repeated(settings.flatMap(({ id }) => id ?? [])).map(
      (id) => `two settings are called ${id}`,
    ),
    ...settings.flatMap((one) => settingProblems(one, around)),
  ].map((problem) => `${path}: ${problem}`);
}

/** Undefined for what is no JSON: it then lacks everything. */
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function nameProblems(name: string, { locales }: Around): string[] {
  const missing = untranslated(name, locales);
  if (missing.length > 0 || !name.startsWith("t:")) return missing;
  return [...locales].flatMap(([locale, texts]) => {
    const { length } = texts.get(name.slice(2)) ?? "";
    return length > NAME_LENGTH_MAX
      ? [`its name has ${length} characters in ${locale}, ${NAME_LENGTH_MAX} are allowed`]
      : [];
  });
}

function untranslated(text: string, locales: Around["locales"]): string[] {
  if (!text.startsWith("t:")) return [];
  return [...locales]
    .filter(([, texts]) => !texts.has(text.slice(2)))
    .map(([locale]) => `${text} has no text in ${locale}`);
}

function settingProblems(one: Setting, around: Around): string[] {
  const { type, id, label, info, content, placeholder, options = [] } = one;
  const texts = [label, info, content, placeholder, ...options.map((each) => each.label)];
  const problems = texts.flatMap((text) => untranslated(text ?? "", around.locales));
  if (SIDEBAR.includes(type)) {
    if (content === undefined) problems.push("has no content");
  } else if (!INPUTS.includes(type)) {
    problems.push("is of a type that Shopify doesn't have");
  } else {
    if (id === undefined) problems.push("has no id");
    if (label === undefined) problems.push("has no label");
    problems.push(...valueProblems(one));
  }
  return problems.map((problem) => `${type} ${id ?? ""}: ${problem}`);
}

function valueProblems(one: Setting): string[] {
  const { type, default: byDefault } = one;
  // Shopify refuses an empty default; a setting without one is empty.
  if (byDefault === "") return ["its default is empty; leave it out"];
  if (type === "range") return rangeProblems(one);
  if (type === "select" || type === "radio") return optionProblems(one);
  if (type === "checkbox" && byDefault !== undefined && typeof byDefault !== "boolean") {
    return ["its default is neither true nor false"];
  }
  if (type === "color" && byDefault !== undefined && !isColor(byDefault)) {
    return ["its default is no color"];
  }
  if (["product", "collection", "page", "image_picker"].includes(type) && byDefault !== undefined) {
    return ["can't have a default"];
  }
  return [];
}

const isColor = (value: unknown): boolean =>
  typeof value === "string" && /^#[\da-f]{6}$/i.test(value);

function rangeProblems({ min, max, step = 1, unit = "", default: byDefault }: Setting): string[] {
  if (min === undefined || max === undefined || typeof byDefault !== "number") {
    return ["needs min, max and default"];
  }
  const steps = (max - min) / step + 1;
  const onStep = Number.isInteger(Number(((byDefault - min) / step).toFixed(6)));
  return [
    ...(steps > RANGE_STEPS_MAX ? [`${steps} steps, ${RANGE_STEPS_MAX} are allowed`] : []),
    ...(byDefault < min || byDefault > max || !onStep ? ["its default is on no step"] : []),
    ...(unit.length > UNIT_LENGTH_MAX
      ? [`its unit is longer than ${UNIT_LENGTH_MAX} characters`]
      : []),
  ];
}

function optionProblems({ options = [], default: byDefault }: Setting): string[] {
  const values = options.map(({ value }) => value);
  return [
    ...(values.length === 0 ? ["has no options"] : []),
    ...repeated(values).map((value) => `two options are "${value}"`),
    ...(byDefault !== undefined && !values.some((value) => value === byDefault)
      ? ["its default is none of its options"]
      : []),
  ];
}

const repeated = (all: readonly string[]): string[] => [
  ...new Set(all.filter((one, index) => all.indexOf(one) !== index)),
];
