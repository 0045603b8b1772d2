/**
 * The SQL that leads from the migrations to schema.prisma, worked out on a PostgreSQL in
 * memory (PGlite, for development only). What Prisma's language cannot say (policies, grants,
 * functions, partial indexes) it does not see either, and leaves alone.
 */
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { PrismaPGlite } from "pglite-prisma-adapter";
import {
  NO_FILTER,
  createSchemaEngine,
  readMigrations,
  readSchema,
} from "../../app/adapters/postgres/schema-engine.server.ts";

export const PRISMA_DIRECTORY = join(import.meta.dirname, "../../prisma");

/** The application creates them before it migrates; grants need them. The engine sends one statement. */
const ROLES = `DO $$ BEGIN
  CREATE ROLE perennial_owner; CREATE ROLE perennial_app; CREATE ROLE perennial_eraser;
END $$`;

/** Answers like "-- This is an empty migration." hold no statement. */
const NOTHING_TO_DO = /^(\s*--.*\n?|\s)*$/;

/** Null when there is nothing to do. */
export async function schemaDifference(prismaDirectory: string): Promise<string | null> {
  const schema = await readSchema(prismaDirectory);
  const migrations = await readMigrations(prismaDirectory, ROLES);
  const database = new PGlite();
  try {
    const engine = await createSchemaEngine(new PrismaPGlite(database), schema);
    try {
      const result = await engine.diff({
        from: { tag: "migrations", ...migrations },
        to: { tag: "schemaDatamodel", files: [schema] },
        script: true,
        exitCode: null,
        filters: NO_FILTER,
      });
      const script = result.stdout ?? "";
      return NOTHING_TO_DO.test(script) ? null : script;
    } finally {
      engine.free();
    }
  } finally {
    await database.close();
  }
}
