/** axe-core in a page: what a screen reader, a keyboard or weak eyes would trip over. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Frame, Page } from "playwright-core";
import type { AxeResults } from "axe-core";

const axeSource = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * One line per violation with the elements it concerns; empty when there is none. `within` looks
 * only at what a selector finds.
 */
export async function accessibilityProblems(
  place: Page | Frame,
  within: string | null = null,
): Promise<string[]> {
  if (within !== null && (await place.locator(within).count()) === 0) return [];
  await place.evaluate(await axeSource);
  const results = await place.evaluate(
    async ({ rules, part }) => {
      const { axe } = globalThis as unknown as {
        axe: { run(context: Document | string, options: object): Promise<AxeResults> };
      };
      // Frames are looked into one by one: axe can't ask into those of another origin.
      return axe.run(part ?? document, {
        runOnly: { type: "tag", values: rules },
        iframes: false,
      });
    },
    { rules: RULES, part: within },
  );
  return results.violations.map(
    (violation) =>
      `${violation.id}: ${violation.help} (${violation.nodes
        .map((node) => node.target.join(" "))
        .join("; ")})`,
  );
}
