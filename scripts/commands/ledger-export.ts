/** `npm run ledger:export -- --shop S`: facts, versions, entries and seals as JSONL (docs/ledger-export.md). */
import { once } from "node:events";
import { parseArgs } from "node:util";
import { exportLedger } from "../../app/use-cases/export-ledger.ts";
import { shopsNamed, withLedger } from "./open-ledger.ts";
import { runCommand, UsageError } from "./run-command.ts";

async function main(args: string[]): Promise<number> {
  const domain = shopOf(args);
  return withLedger("npm run ledger:export", async ({ stores }) => {
    const [shop] = await shopsNamed(stores, domain);
    if (!shop) throw new UsageError(`--shop: no shop ${domain} is known here`);
    for await (const line of exportLedger(stores, shop)) {
      if (!process.stdout.write(`${JSON.stringify(line)}\n`)) await once(process.stdout, "drain");
    }
    return 0;
  });
}

function shopOf(args: string[]): string {
  try {
    const { shop } = parseArgs({ args, options: { shop: { type: "string" } } }).values;
    if (shop) return shop;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  throw new UsageError("--shop is needed: the domain of the shop to export");
}

runCommand(main);
