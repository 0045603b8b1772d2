/** Watches the dev store carry out its shop's past, before any app is installed there. */
import { setTimeout as sleep } from "node:timers/promises";
import type { App } from "../../app/app.server.ts";
import { number, type Progress } from "../terminal/progress.ts";
import type { DevStoreProcess } from "./dev-store-process.ts";

const LOOK_EVERY_MS = 100;
/** Webhooks of before the last stop; whatever is longer on its way doesn't keep the demo from being ready. */
const QUIET_MS_MAX = 60_000;

type FillProgress = {
  state: string;
  orders: number;
  at: string | null;
  share: number | null;
  error: string | null;
};

export async function untilFilled(
  store: DevStoreProcess,
  progress: Progress,
): Promise<{ orders: number }> {
  const what = "Orders of the past";
  for (;;) {
    const fill = (await store.get("/control/fill")) as FillProgress;
    const { state, orders, share, at } = fill;
    if (state === "failed") throw new Error(`The shop could not be filled: ${String(fill.error)}`);
    if (state === "done") {
      progress.done({ what, share: 1, told: `${number(orders)} orders placed` });
      return { orders };
    }
    const until = at === null ? "" : ` up to ${at.slice(0, 10)}`;
    progress.show({ what, share, told: `${number(orders)} orders placed${until}` });
    await sleep(LOOK_EVERY_MS);
  }
}

/** Every webhook that is due is delivered, every delivery worked on. */
export async function untilQuiet(store: DevStoreProcess, app: App): Promise<void> {
  const until = performance.now() + QUIET_MS_MAX;
  while (performance.now() < until) {
    const { pending } = (await store.get("/control/deliveries")) as { pending: number };
    if (pending === 0 && (await app.health(null)).waiting === 0) return;
    await sleep(LOOK_EVERY_MS);
  }
}
