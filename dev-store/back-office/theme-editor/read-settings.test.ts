import { describe, expect, test } from "vitest";
import { emptyState } from "../../shop/state.ts";
import { readSettings } from "./read-settings.ts";

const state = emptyState(
  {
    id: "1",
    domain: "s.myshopify.com",
    name: "S",
    email: "m@example.com",
    currency: "GBP",
    timeZone: "Europe/London",
    countryCode: "GB",
    createdAt: 0,
    updatedAt: 0,
  },
  false,
);

const read = (
  definition: Record<string, unknown>,
  text: string | null,
  before: Record<string, unknown> = {},
) => {
  const form = new URLSearchParams(text === null ? {} : { "setting-it": text });
  const { values, errors } = readSettings([{ id: "it", ...definition }], { form, state, before });
  return errors.get("it") ?? values["it"];
};

const RANGE = { type: "range", min: 0, max: 30, step: 0.5, default: 0 };
const SELECT = { type: "select", options: [{ value: "a" }, { value: "b" }], default: "a" };

describe("what a setting takes, by its type", () => {
  test.each([
    [RANGE, "19.5", 19.5],
    [RANGE, "19,5", 19.5],
    [RANGE, "31", "Enter a number from 0 to 30."],
    [RANGE, "0.3", "Enter a number in steps of 0.5 from 0."],
    [RANGE, "", "Enter a number."],
    [SELECT, "b", "b"],
    [SELECT, "c", "Choose one of the options."],
    [{ type: "color" }, "#1d5c42", "#1d5c42"],
    [{ type: "color" }, "rgba(0, 0, 0, 0.5)", "rgba(0, 0, 0, 0.5)"],
    [{ type: "color" }, "red;background:url(x)", "Enter a color such as #1d5c42."],
    [{ type: "url" }, "/pages/rewards", "/pages/rewards"],
    [{ type: "url" }, "javascript:alert(1)", "Enter a path that begins with / or a whole address."],
    [{ type: "richtext" }, "<p>Hello <em>you</em></p>", "<p>Hello <em>you</em></p>"],
    [{ type: "richtext" }, "Hello", "<p>Hello</p>"],
    [
      { type: "richtext" },
      "<em>Hello</em>",
      "Put the text into paragraphs (<p>), headings or lists.",
    ],
    [{ type: "richtext" }, '<p onclick="x()">Hello</p>', "Scripts are not taken here."],
    [{ type: "checkbox", default: false }, "on", true],
    [{ type: "product" }, "gone", "There is no such product."],
    [{ type: "text" }, "{{ product.title }}", "{{ product.title }}"],
    [{ type: "number" }, "a lot", "Enter a number."],
  ])("%j %j: %j", (definition, text, wanted) => {
    expect(read(definition, text)).toBe(wanted);
  });
});

test("a script in rich text is refused by its name", () => {
  expect(read({ type: "richtext" }, "<p>x</p><script>1</script><p>y</p>")).toMatch(
    /^<script> is not taken here/,
  );
});

test("what says no more than the default is not written down, unless it was before", () => {
  expect(read(SELECT, "a")).toBeUndefined();
  expect(read({ type: "color" }, "")).toBeUndefined();
  expect(read(SELECT, "a", { it: "b" })).toBe("a");
});

test("a form that says nothing of a setting, or of one with parts, leaves it as it is", () => {
  expect(read({ type: "checkbox" }, null, { it: true })).toBe(true);
  const schemes = { "scheme-1": { settings: {} } };
  expect(read({ type: "color_scheme_group" }, "", { it: schemes })).toBe(schemes);
});
