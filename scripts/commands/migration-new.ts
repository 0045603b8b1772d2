/** `npm run migration:new -- NAME`: the next migration, from what schema.prisma says and the migrations do not. */
import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { PRISMA_DIRECTORY, schemaDifference } from "../schema/difference.ts";

const NAME = /^[a-z][a-z0-9_]{2,59}$/;

async function main(args: string[]): Promise<number> {
  const empty = args.includes("--empty");
  const [name = "", ...rest] = args.filter((arg) => arg !== "--empty");
  if (!NAME.test(name) || rest.length > 0) {
    process.stderr.write(
      "Usage: npm run migration:new -- NAME [--empty], NAME in small letters, digits and _ (such as add_holds).\n",
    );
    return 2;
  }
  const difference = await schemaDifference(PRISMA_DIRECTORY);
  if (difference === null && !empty) {
    process.stderr.write(
      "The migrations lead to prisma/schema.prisma already. For SQL of your own add --empty.\n",
    );
    return 1;
  }
  const directory = join(PRISMA_DIRECTORY, "migrations", `${timestamp(new Date())}_${name}`);
  await mkdir(directory);
  const file = join(directory, "migration.sql");
  await writeFile(file, difference ?? "");
  process.stdout.write(`${relative(process.cwd(), file)}\n`);
  process.stderr.write(
    "Read it, and add what Prisma cannot say: grants, row-level security, partial indexes.\n",
  );
  return 0;
}

/** UTC, to the second: migrations run in the order of their names. */
function timestamp(now: Date): string {
  return now.toISOString().replace(/\D/g, "").slice(0, 14);
}

process.exitCode = await main(process.argv.slice(2));
