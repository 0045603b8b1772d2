/**
 * An application of a few lines, as a process of its own: starts the database of a data
 * directory, says so, then does one statement a moment until it is told to stop.
 *
 * node database-process.ts DATA_DIR refuse|join
 */
import { startDatabase } from "../../app/adapters/postgres/database.server.ts";
import { createPool } from "../../app/adapters/postgres/pool.server.ts";

const BEAT_MS = 25;

const [dataDir = "", whenRunning = ""] = process.argv.slice(2);
const say = (event: string, details: Record<string, unknown> = {}): void =>
  void process.stdout.write(`${JSON.stringify({ event, ...details })}\n`);
const log = (level: string, message: string): void => say("log", { level, message });

try {
  const database = await startDatabase(
    { dataDir, databaseUrl: process.env["DATABASE_URL"] },
    { log, label: "a test application", whenRunning: whenRunning === "join" ? "join" : "refuse" },
  );
  const pool = createPool(database.appConfig, { applicationName: "test-application", log });
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    clearInterval(beat);
    await pool.end();
    await database.stop();
    say("stopped");
  };
  const beat = setInterval(() => {
    pool.query<{ role: string }>("SELECT current_user AS role").then(
      ({ rows }) => say("beat", { role: rows[0]?.role }),
      (error: unknown) => say("missed", { error: String(error) }),
    );
  }, BEAT_MS);
  process.on("SIGINT", () => void stop());
  process.on("SIGTERM", () => void stop());
  say("ready", {
    own: database.own,
    socketDirectory: database.appConfig.host,
    ownerConfig: database.ownerConfig,
  });
} catch (error) {
  say("refused", { message: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
}
