/**
 * One PostgreSQL for the whole run, with a template database that has all migrations applied.
 * It is thrown away afterwards, so it need not survive a power cut.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { PoolConfig } from "pg";
import type { TestProject } from "vitest/node";
import { SUPERUSER } from "../../app/adapters/postgres/embedded/cluster.server.ts";
import { startEmbedded } from "../../app/adapters/postgres/embedded/embedded.server.ts";
import { migrate } from "../../app/adapters/postgres/migrate.server.ts";
import { OWNER_ROLE, createEmbeddedDatabase } from "../../app/adapters/postgres/roles.server.ts";

const TEMPLATE = "perennial_template";
const PRISMA_DIRECTORY = join(import.meta.dirname, "../../prisma");
const FAST = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: "200",
};

declare module "vitest" {
  interface ProvidedContext {
    databaseServer: { socketDirectory: string; template: string };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), "perennial-tests-"));
  const complaints: string[] = [];
  const server = await startEmbedded(dataDir, {
    log: (_level, message) => void complaints.push(message),
    label: "npm test",
    whenRunning: "refuse",
    settings: FAST,
  });
  const { socketDirectory } = server;
  try {
    await fillTemplate(socketDirectory);
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide("databaseServer", { socketDirectory, template: TEMPLATE });
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
    if (complaints.length > 0)
      throw new Error(`The test database complained: ${complaints.join("; ")}`);
  };
}

async function fillTemplate(socketDirectory: string): Promise<void> {
  const as = (user: string, database: string): PoolConfig => ({
    host: socketDirectory,
    user,
    database,
  });
  await createEmbeddedDatabase(as(SUPERUSER, "postgres"), TEMPLATE);
  await migrate(as(OWNER_ROLE, TEMPLATE), PRISMA_DIRECTORY);
  await refuseConnections(socketDirectory);
}

/** A template that somebody is connected to cannot be copied. */
async function refuseConnections(socketDirectory: string): Promise<void> {
  const client = new pg.Client({ host: socketDirectory, user: SUPERUSER, database: "postgres" });
  await client.connect();
  await client.query(`ALTER DATABASE ${TEMPLATE} WITH ALLOW_CONNECTIONS false IS_TEMPLATE true`);
  await client.end();
}
