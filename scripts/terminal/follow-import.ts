/** Watches an import from the terminal: each step's progress, then how it came out. */
import { setTimeout as sleep } from "node:timers/promises";
import type { ImportProgress } from "../../app/domain/imports/import-progress.ts";
import { lineOfImport } from "./import-lines.ts";
import type { Progress } from "./progress.ts";

const LOOK_EVERY_MS = 100;

/** Until there is nothing more to watch: it is done, has ended, or waits for the merchant's choice. */
export async function followImport(
  read: () => Promise<ImportProgress | null>,
  progress: Progress,
): Promise<ImportProgress | null> {
  let step: ImportProgress["state"] | null = null;
  for (;;) {
    const found = await read();
    if (found === null) return null;
    if (step !== null && step !== found.state) {
      // Its figures as they came out, not as they were when it was last looked at.
      const over = lineOfImport(found, step);
      if (over) progress.done(over);
    }
    const line = lineOfImport(found);
    if (line === null) return found;
    progress.show(line);
    step = found.state;
    await sleep(LOOK_EVERY_MS);
  }
}
