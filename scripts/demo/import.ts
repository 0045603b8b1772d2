/** Watches the app read the shop's history in, by its own import. */
import { setTimeout as sleep } from "node:timers/promises";
import type { App } from "../../app/app.server.ts";
import { readImport, type ImportProgress } from "../../app/use-cases/read-import.ts";
import { startImport } from "../../app/use-cases/start-import.ts";
import { lineOfImport } from "../terminal/import-lines.ts";
import type { Progress, Shown } from "../terminal/progress.ts";
import { DEMO_SHOP } from "./environment.ts";

const LOOK_EVERY_MS = 100;

/** Until there is nothing more to watch: it is done, was stopped, or waits for the merchant's choice. */
export async function untilImported(app: App, progress: Progress): Promise<void> {
  const shopId = await app.ports.stores.shops.idOf(DEMO_SHOP);
  const last = await readImport(app.ports, shopId);
  // One that failed goes on where it stood.
  if (last === null || last.state === "failed")
    await startImport(app.ports, shopId, { wish: { source: "shopify" }, staff: null });
  let line: Shown | null = null;
  for (;;) {
    const found = await readImport(app.ports, shopId);
    const next = found && lineOfImport(found);
    if (line && line.what !== next?.what) progress.done(line.what, line.told);
    if (next === null) {
      end(found, progress);
      return;
    }
    progress.show(next);
    line = next;
    await sleep(LOOK_EVERY_MS);
  }
}

function end(found: ImportProgress | null, progress: Progress): void {
  if (found?.state === "failed")
    throw new Error(
      `The shop's history could not be read in: ${found.remark ?? "no reason was told"}`,
    );
  if (found?.state === "choosing")
    progress.tell("Past orders wait: choose in the admin whether they earn points.");
  if (found?.state === "stopped")
    progress.tell("The import was stopped; the admin can go on with it.");
}
