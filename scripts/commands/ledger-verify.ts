/** `npm run ledger:verify [-- --shop S]`: proves the ledger; exit 1 with the first break. */
import { parseArgs } from "node:util";
import { verifyLedger } from "../../app/use-cases/verify-ledger.ts";
import { shopsNamed, withLedger } from "./open-ledger.ts";
import { runCommand, UsageError } from "./run-command.ts";

async function main(args: string[]): Promise<number> {
  const domain = shopOf(args);
  return withLedger("npm run ledger:verify", async ({ stores, sealing }) => {
    const shops = await shopsNamed(stores, domain);
    const total = {
      members: 0,
      orders: 0,
      entries: 0,
      seals: 0,
      erased: 0,
      sealsInPart: 0,
      unsettled: 0,
    };
    for (const shop of shops) {
      const proof = await verifyLedger({ stores, sealing }, shop);
      if (proof.firstBreak !== null) {
        process.stdout.write(`BROKEN ${shop.domain}: ${proof.firstBreak}\n`);
        return 1;
      }
      for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += proof[key];
    }
    const { members, orders, entries, seals } = total;
    process.stdout.write(
      `proved: ${shops.length} shops, ${members} members, ${orders} orders, ${entries} entries, ${seals} seals${remarksOf(total)}\n`,
    );
    return 0;
  });
}

function remarksOf({ erased, sealsInPart, unsettled }: Record<Remarked, number>): string {
  const remarks = [
    unsettled > 0 &&
      `${unsettled} members wait to be settled again: their sums are proved, their targets not`,
    erased > 0 && `${erased} entries of forgotten members are in the seals by their hashes alone`,
    sealsInPart > 0 &&
      `${sealsInPart} seals from before that can be proved in their figures, not in their hash`,
  ].filter((remark) => remark !== false);
  return remarks.length === 0 ? "" : ` (${remarks.join("; ")})`;
}

type Remarked = "erased" | "sealsInPart" | "unsettled";

function shopOf(args: string[]): string | undefined {
  try {
    return parseArgs({ args, options: { shop: { type: "string" } } }).values.shop;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

runCommand(main);
