import { expect, test } from "vitest";
import { budgetProblems, type PageManifest } from "./size-budgets.ts";

const manifest: PageManifest = {
  entry: { module: "/entry.js", imports: ["/react.js"] },
  routes: {
    root: { module: "/root.js", imports: ["/react.js"] },
    "routes/app": { parentId: "root", module: "/app.js", imports: ["/polaris.js"] },
    "routes/_index": { parentId: "root", module: "/index.js" },
  },
};
const sizes = (polaris: number, css = 1_000) =>
  new Map([
    ["/entry.js", 2_000],
    ["/react.js", 80_000],
    ["/root.js", 1_000],
    ["/app.js", 6_000],
    ["/index.js", 1_000],
    ["/polaris.js", polaris],
    ["/styles.css", css],
  ]);

test("a script that several layouts share counts once", () => {
  expect(budgetProblems(manifest, sizes(90_000))).toEqual([]);
});

test("the page that loads too much is named, the others are not", () => {
  expect(budgetProblems(manifest, sizes(155_000))).toEqual([
    "routes/app: scripts weigh 244 KB compressed, 235 KB are allowed",
  ]);
});

test("styles have a budget too", () => {
  expect(budgetProblems(manifest, sizes(1, 80_000))).toEqual([
    "styles weigh 80 KB compressed, 70 KB are allowed",
  ]);
});
