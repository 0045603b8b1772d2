/**
 * From the name of an npm script to the file that does it.
 *
 * needsBuild  the web application must be built and up to date first
 * production  runs from an installation without devDependencies, if it was built there before
 * ownEnvironment  .env is not read (tests bring their own)
 *
 * @typedef {{ file: string, args?: string[], needsBuild?: boolean, production?: boolean, ownEnvironment?: boolean }} Command
 * @type {Record<string, Command>}
 */
export const COMMANDS = {
  demo: { file: "scripts/commands/demo.ts", needsBuild: true },
  dev: { file: "scripts/commands/dev.ts" },
  build: { file: "scripts/commands/build.mjs" },
  start: { file: "scripts/commands/start.ts", needsBuild: true, production: true },
  web: {
    file: "scripts/commands/start.ts",
    args: ["--part=web"],
    needsBuild: true,
    production: true,
  },
  worker: { file: "scripts/commands/start.ts", args: ["--part=worker"], production: true },
  migrate: { file: "scripts/commands/migrate.ts", production: true },
  "migration:new": { file: "scripts/commands/migration-new.ts" },
  // Tests run the built application, several at a time: it is built once, before them.
  test: {
    file: "node_modules/vitest/vitest.mjs",
    args: ["run"],
    needsBuild: true,
    ownEnvironment: true,
  },
  check: { file: "scripts/commands/check.ts", needsBuild: true, ownEnvironment: true },
  bench: { file: "scripts/commands/bench.ts", needsBuild: true },
  soak: { file: "scripts/commands/soak.ts", needsBuild: true },
  "orders:import": { file: "scripts/commands/orders-import.ts", production: true },
  "ledger:verify": { file: "scripts/commands/ledger-verify.ts", production: true },
  "ledger:export": { file: "scripts/commands/ledger-export.ts", production: true },
  "image:try": { file: "scripts/commands/image-try.ts" },
  screenshots: { file: "scripts/commands/screenshots.ts" },
};
