import { describe, expect, test } from "vitest";
import { HOUSE_RULES } from "./house-rules.ts";
import { readTree } from "./tree.ts";

const project = readTree();

type RuleName = keyof typeof HOUSE_RULES;
const names = Object.keys(HOUSE_RULES) as RuleName[];

describe("the project keeps the rules of the house", () => {
  test.each(names)("%s", (name) => {
    expect(HOUSE_RULES[name](project)).toEqual([]);
  });

  test("the tree that is checked is the whole project", () => {
    const paths = project.files.map((file) => file.path);
    expect(paths).toEqual(expect.arrayContaining(["package.json", "app/root.tsx", ".gitignore"]));
    expect(paths.some((path) => path.includes("node_modules"))).toBe(false);
  });
});

/** So that this file doesn't break the rules that it shows being broken. */
const inPieces = (...pieces: string[]): string => pieces.join("");

const broken: Record<RuleName, { path: string; text?: string }[]> = {
  filesStaySmall: [
    { path: "app/domain/ledger/ledger.ts", text: "x;\n".repeat(301) },
    { path: "tests/laws/cases.ts", text: "x;\n".repeat(501) },
  ],
  namesSaySomething: [
    { path: "app/use-cases/order-utils.ts" },
    { path: "app/domain/helpers/sum.ts" },
    { path: "app/adapters/postgres/data.server.ts" },
  ],
  namesAreKebabCase: [{ path: "app/ui/HomePage.tsx" }, { path: "app/web/snake_case.ts" }],
  ioIsInServerFiles: [
    { path: "app/web/settings.ts", text: "export const port = process.env.PORT;" },
    { path: "app/use-cases/send-code.ts", text: "await fetch(url);" },
  ],
  noTestsInRoutes: [{ path: "app/routes/app/home.test.ts" }],
  noEmptyRooms: [{ path: "app/jobs/.gitkeep" }, { path: "app/ui/later.css", text: "\n" }],
  noMachinePaths: [{ path: "README.md", text: inPieces("cd /home", "/ann/perennial") }],
  noLooseEnds: [{ path: "app/server.ts", text: inPieces("// TO", "DO: later") }],
  noTestIsSwitchedOff: [
    { path: "tests/laws/a.test.ts", text: inPieces("test", ".skip('later', f);") },
  ],
  lockfileNamesNoHost: [
    {
      path: "package-lock.json",
      text: '{ "packages": {}, "resolved": "https://registry.example.com/a.tgz" }',
    },
  ],
  lockfileIsWhole: [
    {
      path: "package-lock.json",
      text: '{ "packages": { "node_modules/a": { "optionalDependencies": { "a-win32": "1" } } } }',
    },
  ],
};

describe("each rule notices a break", () => {
  test.each(names)("%s", (name) => {
    const files = broken[name].map((file) => ({ text: "", ...file }));
    expect(HOUSE_RULES[name]({ files })).toHaveLength(files.length);
  });

  test.each([
    { why: "a word inside a word", path: "dev-store/history/dataset-reader.ts", text: "x" },
    { why: "a route's file name", path: "app/routes/auth.$/route.tsx", text: "x" },
    { why: "IO in a comment", path: "app/web/a.ts", text: "/* process.env is read elsewhere */" },
    { why: "an injected fetch", path: "app/use-cases/a.ts", text: "await port.fetch(1);" },
    { why: "a URL that ends like a path", path: "README.md", text: "https://example.com/work/x" },
  ])("$why is no break", ({ path, text }) => {
    const tree = { files: [{ path, text }] };
    expect(names.flatMap((name) => HOUSE_RULES[name](tree))).toEqual([]);
  });
});
