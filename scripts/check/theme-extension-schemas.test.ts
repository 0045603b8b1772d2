import { expect, test } from "vitest";
import { schemaProblems } from "./theme-extension-schemas.ts";

const texts = new Map([
  ["name", "Points"],
  ["long", "Points for everyone who asks"],
  ["label", "Label"],
]);
const around = { assets: ["a.js"], locales: new Map([["en", texts]]) };

const block = (schema: object): string =>
  `<p></p>{% schema %}${JSON.stringify({ name: "t:name", target: "section", settings: [], ...schema })}{% endschema %}`;
const problems = (text: string): string[] =>
  schemaProblems({ path: "blocks/x.liquid", text }, around).map((problem) =>
    problem.replace("blocks/x.liquid: ", ""),
  );
const setting = (more: object) => block({ settings: [{ id: "a", label: "t:label", ...more }] });

test("a block as it should be has no problems", () => {
  const range = {
    type: "range",
    id: "r",
    label: "t:label",
    min: 0,
    max: 100,
    step: 4,
    default: 16,
  };
  const select = {
    type: "select",
    id: "s",
    label: "t:label",
    options: [{ value: "x", label: "t:label" }],
    default: "x",
  };
  const settings = [{ type: "header", content: "t:label" }, range, select];
  expect(problems(block({ javascript: "a.js", settings }))).toEqual([]);
});

test.each<{ why: string; text: string; says: string }>([
  { why: "no schema", text: "<p></p>", says: "0 schemas, a block has one" },
  {
    why: "a schema that is no JSON",
    text: "{% schema %}{,}{% endschema %}",
    says: ": Invalid input: expected object, received undefined",
  },
  {
    why: "a place that Shopify doesn't have",
    text: block({ target: "footer" }),
    says: 'target: Invalid option: expected one of "section"|"head"|"body"|"compliance_head"',
  },
  {
    why: "an attribute that Shopify doesn't have",
    text: block({ blocks: [] }),
    says: ': Unrecognized key: "blocks"',
  },
  {
    why: "a name too long for the editor",
    text: block({ name: "t:long" }),
    says: "its name has 28 characters in en, 25 are allowed",
  },
  {
    why: "a script that isn't there",
    text: block({ javascript: "b.js" }),
    says: "there is no asset b.js",
  },
  {
    why: "two settings of one name",
    text: block({
      settings: [
        { type: "text", id: "a", label: "t:label" },
        { type: "text", id: "a", label: "t:label" },
      ],
    }),
    says: "two settings are called a",
  },
  {
    why: "a setting of an unknown type",
    text: setting({ type: "colour" }),
    says: "colour a: is of a type that Shopify doesn't have",
  },
  {
    why: "a label without a text",
    text: setting({ type: "text", info: "t:nothing" }),
    says: "text a: t:nothing has no text in en",
  },
  {
    why: "a range with more steps than a slider has",
    text: setting({ type: "range", min: 0, max: 200, step: 1, default: 16 }),
    says: "range a: 201 steps, 101 are allowed",
  },
  {
    why: "a default between two steps",
    text: setting({ type: "range", min: 0, max: 100, step: 4, default: 18 }),
    says: "range a: its default is on no step",
  },
  {
    why: "a default that can't be chosen",
    text: setting({ type: "select", options: [{ value: "x", label: "X" }], default: "y" }),
    says: "select a: its default is none of its options",
  },
  {
    why: "an empty default, which Shopify refuses",
    text: setting({ type: "text", default: "" }),
    says: "text a: its default is empty; leave it out",
  },
  {
    why: "a product chosen beforehand",
    text: setting({ type: "product", default: "mug" }),
    says: "product a: can't have a default",
  },
])("$why is named", ({ text, says }) => {
  expect(problems(text)).toEqual([says]);
});
