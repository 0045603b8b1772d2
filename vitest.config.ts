import { defineConfig } from "vitest/config";
import { propertySeed } from "./tests/support/property-seed.ts";

const seed = propertySeed();

/** Whatever needs a database or processes lives in these folders; everything else is quick. */
const DATABASE_TESTS = "tests/{integration,routes,storefront,e2e,faults}/**/*.test.{ts,tsx}";

/** Two cores: as many files at a time, each in a process of its own, so that none can leak into another. */
const shared = {
  environment: "node" as const,
  pool: "forks" as const,
  setupFiles: ["tests/support/quiet.ts", "tests/support/seeded-properties.ts"],
  provide: { propertySeed: seed },
  restoreMocks: true,
};

export default defineConfig({
  test: {
    poolOptions: { forks: { maxForks: 2, minForks: 1 } },
    reporters: ["default", "./tests/support/plain-summary.ts"],
    dangerouslyIgnoreUnhandledErrors: false,
    projects: [
      {
        test: {
          ...shared,
          name: "pure",
          include: ["{app,dev-store,scripts,bench,tests}/**/*.test.{ts,tsx}"],
          exclude: [DATABASE_TESTS],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          ...shared,
          name: "database",
          include: [DATABASE_TESTS],
          globalSetup: ["tests/support/database-server.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
