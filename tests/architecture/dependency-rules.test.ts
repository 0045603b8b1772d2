/** Each rule of .dependency-cruiser.cjs is seen failing on a small project that breaks them all. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { cruise, type ICruiseOptions, type IFlattenedRuleSet } from "dependency-cruiser";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PROJECT_DIR } from "./tree.ts";

interface Break {
  rule: string;
  from: string;
  imports: string;
  /** `import type` where the rule forbids even that. */
  typeOnly?: boolean;
}

const BREAKS: Break[] = [
  {
    rule: "domain-one-way-shared",
    from: "app/domain/shared/a.ts",
    imports: "app/domain/orders/a.ts",
  },
  {
    rule: "domain-one-way-orders",
    from: "app/domain/orders/b.ts",
    imports: "app/domain/tiers/a.ts",
  },
  {
    rule: "domain-one-way-members",
    from: "app/domain/members/b.ts",
    imports: "app/domain/tiers/a.ts",
  },
  {
    rule: "domain-one-way-ledger",
    from: "app/domain/ledger/b.ts",
    imports: "app/domain/orders/a.ts",
  },
  {
    rule: "domain-one-way-program",
    from: "app/domain/program/b.ts",
    imports: "app/domain/tiers/a.ts",
  },
  {
    rule: "domain-one-way-tiers",
    from: "app/domain/tiers/b.ts",
    imports: "app/domain/earning/a.ts",
  },
  {
    rule: "domain-one-way-earning",
    from: "app/domain/earning/b.ts",
    imports: "app/domain/settlement/a.ts",
  },
  {
    rule: "domain-one-way-settlement",
    from: "app/domain/settlement/b.ts",
    imports: "app/domain/rewards/a.ts",
  },
  {
    rule: "domain-one-way-rewards",
    from: "app/domain/rewards/b.ts",
    imports: "app/domain/referrals/a.ts",
  },
  {
    rule: "domain-one-way-referrals",
    from: "app/domain/referrals/b.ts",
    imports: "app/domain/rewards/a.ts",
  },
  {
    rule: "domain-one-way-segments",
    from: "app/domain/segments/b.ts",
    imports: "app/domain/rewards/a.ts",
  },
  {
    rule: "domain-one-way-predictions",
    from: "app/domain/predictions/b.ts",
    imports: "app/domain/rewards/a.ts",
  },
  {
    rule: "domain-one-way-recommendations",
    from: "app/domain/recommendations/b.ts",
    imports: "app/domain/rewards/a.ts",
  },
  {
    rule: "domain-one-way-automations",
    from: "app/domain/automations/b.ts",
    imports: "app/domain/experiments/a.ts",
  },
  {
    rule: "domain-one-way-experiments",
    from: "app/domain/experiments/b.ts",
    imports: "app/domain/automations/a.ts",
  },
  {
    rule: "domain-imports-nothing-outward",
    from: "app/domain/ledger/c.ts",
    imports: "app/use-cases/a.ts",
    typeOnly: true,
  },
  { rule: "domain-is-pure", from: "app/domain/ledger/d.ts", imports: "node:crypto" },
  { rule: "domain-is-pure", from: "app/domain/ledger/e.ts", imports: "zod" },
  {
    rule: "use-cases-know-the-domain-and-ports-as-types",
    from: "app/use-cases/b.ts",
    imports: "app/adapters/postgres/a.server.ts",
  },
  { rule: "use-cases-have-no-io-of-their-own", from: "app/use-cases/c.ts", imports: "node:fs" },
  {
    rule: "adapters-know-the-domain",
    from: "app/adapters/postgres/b.server.ts",
    imports: "app/use-cases/a.ts",
  },
  {
    rule: "adapters-know-no-sibling",
    from: "app/adapters/postgres/c.server.ts",
    imports: "app/adapters/shopify/a.ts",
  },
  {
    rule: "only-the-composition-root-knows-adapters",
    from: "app/jobs/a.server.ts",
    imports: "app/adapters/shopify/a.ts",
  },
  {
    rule: "routes-take-the-app-from-the-context",
    from: "app/routes/app.b/route.tsx",
    imports: "app/app.server.ts",
  },
  {
    rule: "ui-knows-the-domain-only",
    from: "app/ui/a.tsx",
    imports: "app/web/a.ts",
    typeOnly: true,
  },
  { rule: "jobs-drive-use-cases", from: "app/jobs/b.server.ts", imports: "app/web/a.ts" },
  { rule: "nobody-imports-routes", from: "app/web/b.ts", imports: "app/routes/app.b/route.tsx" },
  {
    rule: "dev-store-and-bench-stay-outside",
    from: "dev-store/a.ts",
    imports: "app/domain/orders/a.ts",
    typeOnly: true,
  },
  { rule: "the-app-knows-no-test-bed", from: "app/web/c.ts", imports: "tests/a.ts" },
  { rule: "io-lives-in-server-files", from: "app/web/d.ts", imports: "pg" },
  { rule: "io-lives-in-server-files-core", from: "app/web/e.ts", imports: "node:fs" },
  { rule: "sql-stays-in-adapters-postgres", from: "app/web/f.server.ts", imports: "pg" },
  { rule: "no-cycles", from: "scripts/a.ts", imports: "scripts/b.ts" },
  { rule: "no-barrels", from: "scripts/c.ts", imports: "scripts/d/index.ts" },
  { rule: "every-import-resolves", from: "scripts/e.ts", imports: "a-package-that-is-not-there" },
  { rule: "shipped-code-uses-shipped-packages", from: "app/web/g.ts", imports: "fast-check" },
];

const ALLOWED: Omit<Break, "rule">[] = [
  { from: "app/domain/settlement/z.ts", imports: "app/domain/shared/a.ts" },
  { from: "app/domain/ledger/z.test.ts", imports: "fast-check" },
  { from: "app/use-cases/z.ts", imports: "app/adapters/postgres/a.server.ts", typeOnly: true },
  { from: "app/adapters/postgres/z.server.ts", imports: "app/use-cases/a.ts", typeOnly: true },
  { from: "app/adapters/postgres/y.server.ts", imports: "pg" },
  { from: "app/routes/app.z/route.tsx", imports: "app/app.server.ts", typeOnly: true },
  { from: "app/ui/z.tsx", imports: "app/domain/orders/a.ts" },
];

const require = createRequire(import.meta.url);
const config = require("../../.dependency-cruiser.cjs") as {
  forbidden: { name: string; comment: string }[];
  options: ICruiseOptions;
};
let baseDir = "";
let seen: { rule: string; from: string }[] = [];

beforeAll(async () => {
  baseDir = mkdtempSync(path.join(tmpdir(), "perennial-rules-"));
  for (const file of ["package.json", "tsconfig.json", "node_modules"]) {
    symlinkSync(path.join(PROJECT_DIR, file), path.join(baseDir, file));
  }
  for (const { from, imports, typeOnly } of [...BREAKS, ...ALLOWED]) write(from, imports, typeOnly);
  write("scripts/b.ts", "scripts/a.ts"); // and back: the cycle
  const result = await cruise(["app", "dev-store", "scripts", "tests"], {
    ...config.options,
    baseDir,
    validate: true,
    ruleSet: { forbidden: config.forbidden } as IFlattenedRuleSet,
  });
  if (typeof result.output === "string") throw new Error(result.output);
  seen = result.output.summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
});

afterAll(() => rmSync(baseDir, { recursive: true, force: true }));

test.each(BREAKS)("$rule notices $from importing $imports", ({ rule, from }) => {
  expect(seen).toContainEqual({ rule, from });
});

test.each(ALLOWED)("$from may import $imports", ({ from }) => {
  expect(seen.filter((violation) => violation.from === from)).toEqual([]);
});

test("every rule is seen failing here and gives its reason", () => {
  const rules = config.forbidden.map((rule) => rule.name);
  expect([...new Set(BREAKS.map((each) => each.rule))].toSorted()).toEqual(rules.toSorted());
  for (const { name, comment } of config.forbidden)
    expect(comment.length, name).toBeGreaterThan(40);
});

function write(from: string, imports: string, typeOnly = false): void {
  const ours = /^(app|dev-store|scripts|tests)\//.test(imports);
  const target = ours ? relative(from, imports) : imports;
  const text = typeOnly
    ? `import type { a } from "${target}";\nexport type B = typeof a;\n`
    : `import * as a from "${target}";\nexport const b = a;\n`;
  put(from, text);
  if (ours && !BREAKS.some((each) => each.from === imports)) put(imports, "export const a = 1;\n");
}

function put(file: string, text: string): void {
  const full = path.join(baseDir, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
}

function relative(from: string, to: string): string {
  const found = path.posix.relative(path.posix.dirname(from), to);
  return found.startsWith(".") ? found : `./${found}`;
}
