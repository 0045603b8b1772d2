import { readEnvironment, UsageError } from "./environment.ts";
import { startDevStore, type DevStore } from "./start.ts";
import { StartRefused } from "./start-refused.ts";
import type { FillProgress } from "./fill/fill.ts";

const ROOT = new URL("..", import.meta.url).pathname;
const PROGRESS_EVERY_MS = 1_000;

const tell = (line: string): void => {
  process.stderr.write(`dev store: ${line}\n`);
};

function progressTeller(): (progress: FillProgress) => void {
  let last = 0;
  return (progress) => {
    if (Date.now() - last < PROGRESS_EVERY_MS) return;
    last = Date.now();
    tell(
      `${progress.orders} orders placed, history at ${progress.at?.slice(0, 10) ?? "its start"}`,
    );
  };
}

async function fill(store: DevStore): Promise<void> {
  const history = await store.openHistory();
  if (history === null) return;
  const before = store.shop.historyDone;
  const progress = await store.fill.run(history, progressTeller());
  if (progress.state === "done" && progress.events > before)
    tell(`the history is carried out: ${progress.orders} orders`);
}

async function main(): Promise<void> {
  const { options, source } = readEnvironment(process.argv.slice(2), process.env, ROOT);
  const store = await startDevStore({ ...options, source });
  tell(`${store.shop.state.info.domain} on ${store.url}`);
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void store.stop().then(() => process.exit(0));
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  await fill(store);
}

main().catch((error: unknown) => {
  const known = error instanceof UsageError || error instanceof StartRefused;
  tell(
    known ? error.message : String(error instanceof Error ? (error.stack ?? error.message) : error),
  );
  process.exitCode = error instanceof UsageError ? 2 : 1;
  process.exit();
});
