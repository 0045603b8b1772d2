/** Watches the app read the shop's history in, by its own import. */
import type { App } from "../../app/app.server.ts";
import { readImport } from "../../app/use-cases/read-import.ts";
import { startImport } from "../../app/use-cases/start-import.ts";
import { followImport } from "../terminal/follow-import.ts";
import type { Progress } from "../terminal/progress.ts";
import { DEMO_SHOP } from "./environment.ts";

/** Until there is nothing more to watch: it is done, was stopped, or waits for the merchant's choice. */
export async function untilImported(app: App, progress: Progress): Promise<void> {
  const shopId = await app.ports.stores.shops.idOf(DEMO_SHOP);
  const last = await readImport(app.ports, shopId);
  // One that failed goes on where it stood.
  if (last === null || last.state === "failed")
    await startImport(app.ports, shopId, { wish: { source: "shopify" }, staff: null });
  const found = await followImport(() => readImport(app.ports, shopId), progress);
  if (found?.state === "failed")
    throw new Error(
      `The shop's history could not be read in: ${found.remark ?? "no reason was told"}`,
    );
  if (found?.state === "choosing")
    progress.tell("Past orders wait: choose in the admin whether they earn points.");
  if (found?.state === "stopped")
    progress.tell("The import was stopped; the admin can go on with it.");
}
