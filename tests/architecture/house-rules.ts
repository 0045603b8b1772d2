/**
 * What neither the linter nor dependency-cruiser can say about the house. Each rule takes the tree
 * and returns one line per break; house.test.ts runs them on the project and on broken examples.
 */
import type { SourceFile, Tree } from "./tree.ts";

export type Rule = (tree: Tree) => string[];

const LINES_MAX = 300;
/** Tables of cases read on past that. */
const TEST_LINES_MAX = 500;
/** Files that are long for a reason: the path and the reason. */
const LONG_FOR_A_REASON = new Map<string, string>([]);

const code = (tree: Tree): SourceFile[] =>
  tree.files.filter((file) => /\.(c|m)?(j|t)sx?$/.test(file.path));
const isTest = (file: SourceFile): boolean => /\.test\.tsx?$/.test(file.path);

/** Past its limit a file holds two ideas. */
const filesStaySmall: Rule = (tree) =>
  code(tree)
    .filter((file) => !LONG_FOR_A_REASON.has(file.path))
    .map((file) => ({
      file,
      lines: file.text.split("\n").length - 1,
      max: isTest(file) || file.path.startsWith("tests/") ? TEST_LINES_MAX : LINES_MAX,
    }))
    .filter(({ lines, max }) => lines > max)
    .map(({ file, lines, max }) => `${file.path}: ${lines} lines; split it (at most ${max})`);

const BANNED_WORDS = new Set(
  "common data helper helpers manager misc service services util utils".split(" "),
);

/** Such words say nothing about what a file promises. */
const namesSaySomething: Rule = (tree) =>
  code(tree).flatMap((file) =>
    file.path
      .split(/[/.-]/)
      .filter((word) => BANNED_WORDS.has(word))
      .map((word) => `${file.path}: "${word}" says nothing; name what the file holds`),
  );

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.[a-z]+$/;

const namesAreKebabCase: Rule = (tree) =>
  code(tree)
    .filter((file) => /^(app|dev-store|bench|scripts|tests)\//.test(file.path))
    .filter((file) => !KEBAB.test(file.path.slice(file.path.lastIndexOf("/") + 1)))
    .map((file) => `${file.path}: file names are kebab-case`);

const IO_IN_THE_OPEN = /\bprocess\s*\.|(?<![.\w])fetch\(/;

/** A file without .server in its name is pure or UI; imports are dependency-cruiser's part. */
const ioIsInServerFiles: Rule = (tree) =>
  code(tree)
    .filter((file) => file.path.startsWith("app/") && !isTest(file))
    .filter((file) => !/\.server\.tsx?$/.test(file.path) && file.path !== "app/server.ts")
    .filter((file) => IO_IN_THE_OPEN.test(withoutComments(file.text)))
    .map((file) => `${file.path}: does IO (process, fetch) without .server in its name`);

/** Remix turns a file there into a URL. */
const noTestsInRoutes: Rule = (tree) =>
  tree.files
    .filter((file) => file.path.startsWith("app/routes/") && isTest(file))
    .map((file) => `${file.path}: tests of routes stand under tests/routes`);

/** A folder appears when its first file does; git keeps none for later, and neither do we. */
const noEmptyRooms: Rule = (tree) =>
  tree.files
    .filter((file) => file.path.endsWith(".gitkeep") || file.text.trim() === "")
    .map((file) => `${file.path}: an empty file holds a place for something that isn't there`);

const MACHINE_PATH = new RegExp(
  String.raw`(?<![\w.])/(work|root|home/\w+|Users/\w+)/|[A-Z]:\\Users`,
);

/** A path of one machine is wrong on every other. */
const noMachinePaths: Rule = (tree) =>
  linesOf(tree)
    .filter(({ line }) => MACHINE_PATH.test(line))
    .map(({ where }) => `${where}: names a path of one machine`);

const LOOSE_END = new RegExp(
  String.raw`\b(${["TO" + "DO", "FIX" + "ME", "X" + "XX"].join("|")})\b`,
);

const noLooseEnds: Rule = (tree) =>
  linesOf(tree)
    .filter(({ line }) => LOOSE_END.test(line))
    .map(({ where }) => `${where}: a loose end; do it or file an issue`);

const SWITCHED_OFF = /\b(test|it|describe)\.(skip|only|todo)\b|\b[fx](it|describe)\(/;

/** skipIf with a stated reason is fine: it says so in the output. */
const noTestIsSwitchedOff: Rule = (tree) =>
  linesOf(tree)
    .filter(({ file, line }) => isTest(file) && SWITCHED_OFF.test(line))
    .map(({ where }) => `${where}: a test is switched off`);

/** A lockfile that names a registry's host installs from there and nowhere else. */
const lockfileNamesNoHost: Rule = (tree) =>
  tree.files
    .filter((file) => file.path === "package-lock.json" && /"resolved": "https?:/.test(file.text))
    .map((file) => `${file.path}: names a registry's host; install with the .npmrc of the project`);

interface Lockfile {
  packages: Record<string, { optionalDependencies?: Record<string, string> }>;
}

/** npm leaves out what it can't fetch, and then `npm ci` refuses the lockfile in a fresh clone. */
const lockfileIsWhole: Rule = (tree) =>
  tree.files
    .filter((file) => file.path === "package-lock.json")
    .flatMap((file) => {
      const { packages } = JSON.parse(file.text) as Lockfile;
      const locked = new Set(
        Object.keys(packages).map((place) => place.split("node_modules/").at(-1)),
      );
      return Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
        Object.keys(optionalDependencies)
          .filter((name) => !locked.has(name))
          .map(
            (name) =>
              `${file.path}: ${name}, which ${place} may need on another system, is missing`,
          ),
      );
    });

export const HOUSE_RULES = {
  filesStaySmall,
  namesSaySomething,
  namesAreKebabCase,
  ioIsInServerFiles,
  noTestsInRoutes,
  noEmptyRooms,
  noMachinePaths,
  noLooseEnds,
  noTestIsSwitchedOff,
  lockfileNamesNoHost,
  lockfileIsWhole,
} satisfies Record<string, Rule>;

function linesOf(tree: Tree): { file: SourceFile; where: string; line: string }[] {
  return tree.files
    .filter((file) => file.path !== "package-lock.json")
    .flatMap((file) =>
      file.text
        .split("\n")
        .map((line, index) => ({ file, line, where: `${file.path}:${index + 1}` })),
    );
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}
