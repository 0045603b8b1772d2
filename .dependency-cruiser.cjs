/**
 * The direction of imports, as rules with their reasons:
 *
 *   routes, jobs -> use-cases -> domain <- adapters;  ui -> domain;  app.server.ts -> all
 *
 * `npm run check` runs them; ARCHITECTURE.md tells the story.
 */
const TEST = "\\.test\\.tsx?$";

/** Inside the domain a slice may import the slices of the rows above its own, never a sibling. */
const DOMAIN_ROWS = [
  ["shared"],
  ["orders", "members", "ledger"],
  ["program"],
  ["tiers"],
  ["earning"],
  ["settlement"],
  ["rewards", "referrals", "segments", "predictions", "recommendations"],
  ["automations", "experiments"],
];

const domainSlices = DOMAIN_ROWS.flatMap((row, index) =>
  row.map((slice) => ({
    name: `domain-one-way-${slice}`,
    comment:
      `domain/${slice} may import only itself and what stands before it (${DOMAIN_ROWS.map((r) => r.join(", ")).join(" <- ")}): ` +
      "a cycle of meanings can't be reasoned about, and the ledger must not know orders.",
    severity: "error",
    from: { path: `^app/domain/${slice}/`, pathNot: TEST },
    to: {
      path: "^app/domain/",
      pathNot: `^app/domain/(${[slice, ...DOMAIN_ROWS.slice(0, index).flat()].join("|")})/`,
    },
  })),
);

/** The one package that the pure layers may use: calendar arithmetic in a shop's time zone. */
const PURE_PACKAGES = "(^|/)node_modules/temporal-(polyfill|spec|utils)/";

const pureLayers = [
  {
    name: "domain-imports-nothing-outward",
    comment:
      "The domain is pure: it decides, others fetch and write. Pass what it needs as arguments.",
    severity: "error",
    from: { path: "^app/domain/", pathNot: TEST },
    to: { path: "^(app|dev-store|bench|tests|scripts)/", pathNot: "^app/domain/" },
  },
  {
    name: "domain-is-pure",
    comment:
      "No Node, database, Shopify or React in the domain: the same facts must give the same points in any process, test or replay.",
    severity: "error",
    from: { path: "^app/domain/", pathNot: TEST },
    to: { dependencyTypes: ["core", "npm", "npm-dev", "npm-optional"], pathNot: PURE_PACKAGES },
  },
  {
    name: "use-cases-know-the-domain-and-ports-as-types",
    comment:
      "A use case fetches through ports, decides in the domain and writes once; it may name a port's type, never an adapter's value.",
    severity: "error",
    from: { path: "^app/use-cases/", pathNot: TEST },
    to: {
      path: "^(app|dev-store|bench|tests|scripts)/",
      pathNot: "^app/(domain|use-cases)/",
      dependencyTypesNot: ["type-only"],
    },
  },
  {
    name: "use-cases-have-no-io-of-their-own",
    comment:
      "No Node modules and no packages in a use case: IO sits behind a port, so that it reads as the verb it is.",
    severity: "error",
    from: { path: "^app/use-cases/", pathNot: TEST },
    to: { dependencyTypes: ["core", "npm", "npm-dev", "npm-optional"], pathNot: PURE_PACKAGES },
  },
];

const outerLayers = [
  {
    name: "adapters-know-the-domain",
    comment:
      "An adapter translates between the domain and the outside; it implements ports (as types) and calls no use case, route or page.",
    severity: "error",
    from: { path: "^app/adapters/", pathNot: TEST },
    to: {
      path: "^app/",
      pathNot: "^app/(domain|adapters)/",
      dependencyTypesNot: ["type-only"],
    },
  },
  {
    name: "adapters-know-no-sibling",
    comment:
      "PostgreSQL, Shopify and messages meet in app.server.ts only; an adapter that needs another takes it as an argument.",
    severity: "error",
    from: { path: "^app/adapters/([^/]+)/", pathNot: TEST },
    to: {
      path: "^app/adapters/",
      pathNot: "^app/adapters/$1/",
      dependencyTypesNot: ["type-only"],
    },
  },
  {
    name: "only-the-composition-root-knows-adapters",
    comment:
      "app.server.ts builds the one app on the pool that server.ts starts; routes take `context.app`, jobs take use cases. A second place that builds adapters is a second pool.",
    severity: "error",
    from: { path: "^app/", pathNot: ["^app/adapters/", "^app/(app\\.server|server)\\.ts$", TEST] },
    to: { path: "^app/adapters/", dependencyTypesNot: ["type-only"] },
  },
  {
    name: "routes-take-the-app-from-the-context",
    comment:
      "Remix bundles routes into build/: a value imported from app.server.ts there would be a second app with a second pool. Import types only and use `context.app`.",
    severity: "error",
    from: { path: "^app/(routes|ui|web|entry|root)", pathNot: TEST },
    to: { path: "^app/(app|server|env)\\b", dependencyTypesNot: ["type-only"] },
  },
  {
    name: "ui-knows-the-domain-only",
    comment:
      "A piece of UI is given props; it may use the domain for labels and previews, never fetch or decide.",
    severity: "error",
    from: { path: "^app/ui/", pathNot: TEST },
    to: { path: "^app/", pathNot: "^app/(ui|domain)/" },
  },
  {
    name: "jobs-drive-use-cases",
    comment: "Time drives the same use cases as HTTP does; a job knows no page and no request.",
    severity: "error",
    from: { path: "^app/jobs/", pathNot: TEST },
    to: { path: "^app/(routes|ui|web)/" },
  },
  {
    name: "nobody-imports-routes",
    comment: "A route is an end point: what two routes share belongs in web/ or ui/.",
    severity: "error",
    from: { path: "^app/", pathNot: ["^app/routes/", TEST] },
    to: { path: "^app/routes/" },
  },
];

const programs = [
  {
    name: "dev-store-and-bench-stay-outside",
    comment:
      "The dev store and the benches use the app only from outside (HTTP, commands), as Shopify does; sharing code with it would let both be wrong together.",
    severity: "error",
    from: { path: "^(dev-store|bench)/" },
    to: { path: "^app/" },
  },
  {
    name: "the-app-knows-no-test-bed",
    comment: "The app runs in a shop without the dev store, benches, tests and scripts.",
    severity: "error",
    from: { path: "^app/", pathNot: TEST },
    to: { path: "^(dev-store|bench|tests|scripts)/" },
  },
  {
    name: "io-lives-in-server-files",
    comment:
      "Node's modules and the database driver are for *.server.ts files: a file without that ending is pure or UI and may reach a browser.",
    severity: "error",
    from: {
      path: "^app/",
      pathNot: ["\\.server\\.tsx?$", "^app/server\\.ts$", "^app/(domain|use-cases)/", TEST],
    },
    to: {
      path: "^(node:|@prisma/)|node_modules/(pg|pg-boss|pino|pino-pretty|prom-client|@prisma)/",
      dependencyTypesNot: ["type-only"],
    },
  },
  {
    name: "io-lives-in-server-files-core",
    comment: "The same for Node's own modules under any spelling.",
    severity: "error",
    from: {
      path: "^app/",
      pathNot: ["\\.server\\.tsx?$", "^app/server\\.ts$", "^app/(domain|use-cases)/", TEST],
    },
    to: { dependencyTypes: ["core"], dependencyTypesNot: ["type-only"] },
  },
  {
    name: "sql-stays-in-adapters-postgres",
    comment: "Only app/adapters/postgres knows SQL, the driver and the Prisma client.",
    severity: "error",
    from: { path: "^app/", pathNot: ["^app/adapters/postgres/", TEST] },
    to: {
      path: "node_modules/(pg|@prisma)/|^app/adapters/postgres/prisma-client/",
      dependencyTypesNot: ["type-only"],
    },
  },
];

const hygiene = [
  {
    name: "no-cycles",
    comment:
      "Two files that need each other are one idea in two places: move the shared part down.",
    severity: "error",
    from: { path: "^(app|dev-store|bench|scripts|tests)/" },
    to: { circular: true },
  },
  {
    name: "no-barrels",
    comment: "Import the file that holds the thing: barrels hide direction and load everything.",
    severity: "error",
    from: { path: "^(app|dev-store|bench|scripts|tests)/" },
    to: { path: "^(app|dev-store|bench|scripts|tests).*/index\\.tsx?$" },
  },
  {
    name: "every-import-resolves",
    comment:
      "An import that resolves nowhere fails at the first run; name the file or add the package.",
    severity: "error",
    from: {},
    to: { couldNotResolve: true, pathNot: "^virtual:" },
  },
  {
    name: "shipped-code-uses-shipped-packages",
    comment:
      "`npm install --omit=dev` must leave a working app: a package of app/ belongs in dependencies.",
    severity: "error",
    from: { path: "^app/", pathNot: [TEST, "\\.d\\.ts$"] },
    to: {
      dependencyTypes: ["npm-dev"],
      dependencyTypesNot: ["type-only", "dynamic-import"],
      pathNot: "node_modules/@types/",
    },
  },
];

module.exports = {
  forbidden: [...domainSlices, ...pureLayers, ...outerLayers, ...programs, ...hygiene],
  options: {
    doNotFollow: { path: "node_modules|app/adapters/postgres/prisma-client/" },
    exclude: { path: "^(build|coverage|screenshots)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".cjs", ".json", ".d.ts"],
    },
  },
};
