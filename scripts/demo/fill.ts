/** Watches the demo shop fill: the dev store carries out a history, its webhooks reach the app. */
import { setTimeout as sleep } from "node:timers/promises";
import type { App } from "../../app/app.server.ts";
import type { DevStoreProcess } from "./dev-store-process.ts";

const LOOK_EVERY_MS = 250;
const TELL_EVERY_MS = 1_000;

type Progress = { state: string; orders: number; at: string | null; error: string | null };
type Deliveries = { pending: number; delivered: number };

export async function untilFilled(
  store: DevStoreProcess,
  app: App,
  tell: (line: string) => void,
): Promise<{ orders: number }> {
  let told = 0;
  for (;;) {
    const progress = (await store.get("/control/fill")) as Progress;
    const deliveries = (await store.get("/control/deliveries")) as Deliveries;
    const { waiting } = await app.health(null);
    if (progress.state === "failed")
      throw new Error(`The shop could not be filled: ${String(progress.error)}`);
    const filled = progress.state === "done" && deliveries.pending === 0 && waiting === 0;
    if (filled) return { orders: progress.orders };
    if (Date.now() - told > TELL_EVERY_MS) {
      told = Date.now();
      const until = progress.at ? ` up to ${progress.at.slice(0, 10)}` : "";
      tell(
        `${number(progress.orders)} orders placed${until}, ${number(deliveries.delivered)} webhooks delivered, ${number(waiting)} to settle`,
      );
    }
    await sleep(LOOK_EVERY_MS);
  }
}

export function number(value: number): string {
  return value.toLocaleString("en-GB");
}
