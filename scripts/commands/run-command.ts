/** How a command ends: exit 0; 2 with one line for wrong usage; 1 with one line for anything else. */
export class UsageError extends Error {
  override name = "UsageError";
}

export function runCommand(main: (args: string[]) => Promise<number>): void {
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = error instanceof UsageError ? 2 : 1;
    },
  );
}

/** A terminal tells the whole group, and the launcher passes it on: one Ctrl-C comes twice. */
const SAME_SIGNAL_MS = 1_000;

/** Resolves at the first Ctrl-C or TERM; a later one ends the process at once. */
export function untilStopped(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let first: number | null = null;
    const told = (name: NodeJS.Signals): void => {
      if (first === null) {
        first = performance.now();
        resolve(name);
      } else if (performance.now() - first > SAME_SIGNAL_MS) {
        process.exit(130);
      }
    };
    for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, told);
  });
}
