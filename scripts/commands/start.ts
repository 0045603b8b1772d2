/** `npm start` (web and worker in one process), `npm run web`, `npm run worker`. */
import { parseArgs } from "node:util";
import { readEnv } from "../../app/env.server.ts";
import { createLog } from "../../app/log.server.ts";
import { start } from "../../app/server.ts";
import { runCommand, untilStopped, UsageError } from "./run-command.ts";

async function main(args: string[]): Promise<number> {
  const part = partOf(args);
  const stopped = untilStopped();
  const env = readEnv(process.env);
  const log = createLog(env);
  const parts = { web: part !== "worker", worker: part !== "web", pages: "built" } as const;
  const running = await start(env, parts, log);
  log.info({ url: running.url, part: part ?? "web and worker" }, "Perennial runs");
  const signal = await stopped;
  log.info({ signal }, "stopping: what was accepted is kept, what is under way is finished");
  await running.stop();
  return 0;
}

function partOf(args: string[]): string | undefined {
  try {
    const { values } = parseArgs({ args, options: { part: { type: "string" } } });
    if (values.part === undefined || values.part === "web" || values.part === "worker")
      return values.part;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  throw new UsageError("--part is web or worker");
}

runCommand(main);
