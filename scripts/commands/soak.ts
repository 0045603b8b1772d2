/**
 * `npm run soak [-- --rounds N] [--seed S] [--customers C] [--compare-every M]`: kill -9 of app,
 * database and dev store under load, as in tests/faults, for as many rounds as one likes.
 */
import { parseArgs } from "node:util";
import { Bed } from "../../tests/faults/bed/bed.ts";
import { killRounds } from "../../tests/faults/bed/kill-rounds.ts";
import { runCommand, UsageError } from "./run-command.ts";

const tell = (line: string): void => {
  process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
};

async function main(args: string[]): Promise<number> {
  const flags = flagsOf(args);
  tell(`${flags.rounds} rounds, seed ${flags.seed}`);
  const bed = await Bed.open();
  const { wrong, acts } = await killRounds(bed, { ...flags, tell }).finally(() => bed.close());
  for (const line of wrong) tell(`WRONG ${line}`);
  tell(`${acts} acts; ${wrong.length === 0 ? "all is as the dev store's record says" : "broken"}`);
  return wrong.length === 0 ? 0 : 1;
}

function flagsOf(args: string[]) {
  const { values } = parsed(args);
  const number = (name: keyof typeof values, fallback: number): number => {
    const text = values[name] ?? String(fallback);
    if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
    throw new UsageError(`--${name}: "${text}" is not a number from 1 on`);
  };
  return {
    rounds: number("rounds", 100),
    seed: number("seed", Math.floor(Math.random() * 1e9) + 1),
    customers: number("customers", 40),
    compareEvery: number("compare-every", 10),
  };
}

function parsed(args: string[]) {
  try {
    const text = { type: "string" } as const;
    return parseArgs({
      args,
      options: { rounds: text, seed: text, customers: text, "compare-every": text },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

runCommand(main);
