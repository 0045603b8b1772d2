/** `npm run migrate`: applies what is missing and ends. The server does the same before it starts. */
import { join } from "node:path";
import { startDatabase } from "../../app/adapters/postgres/database.server.ts";
import { migrate } from "../../app/adapters/postgres/migrate.server.ts";

const PRISMA_DIRECTORY = join(import.meta.dirname, "../../prisma");

async function main(args: string[]): Promise<number> {
  if (args.length > 0) {
    process.stderr.write(
      "Usage: npm run migrate (no arguments; DATABASE_URL or DATA_DIR say where).\n",
    );
    return 2;
  }
  const database = await startDatabase(
    { databaseUrl: process.env["DATABASE_URL"], dataDir: process.env["DATA_DIR"] ?? ".data" },
    {
      log: (_level, message) => void process.stderr.write(`${message}\n`),
      label: "npm run migrate",
      whenRunning: "join",
    },
  );
  try {
    const applied = await migrate(database.ownerConfig, PRISMA_DIRECTORY);
    for (const name of applied) process.stdout.write(`applied ${name}\n`);
    if (applied.length === 0) process.stdout.write("nothing to apply\n");
    return 0;
  } finally {
    await database.stop();
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
