/** axe-core in a page: what a screen reader, a keyboard or weak eyes would trip over. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Frame, Page } from "playwright-core";
import type { AxeResults } from "axe-core";

const axeSource = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** One line per violation with the elements it concerns; empty when there is none. */
export async function accessibilityProblems(place: Page | Frame): Promise<string[]> {
  await place.evaluate(await axeSource);
  const results = await place.evaluate(async (rules) => {
    const { axe } = globalThis as unknown as {
      axe: { run(context: Document, options: object): Promise<AxeResults> };
    };
    return axe.run(document, { runOnly: { type: "tag", values: rules } });
  }, RULES);
  return results.violations.map(
    (violation) =>
      `${violation.id}: ${violation.help} (${violation.nodes
        .map((node) => node.target.join(" "))
        .join("; ")})`,
  );
}
