/** The process: database, migrations, HTTP and timed work; starts, and stops without losing anything. */
import { createServer, type Server } from "node:http";
import path from "node:path";
import { PgBoss } from "pg-boss";
import type { Logger } from "pino";
import { startDatabase, type Database } from "./adapters/postgres/database.server.ts";
import { migrate } from "./adapters/postgres/migrate.server.ts";
import { createPool } from "./adapters/postgres/pool.server.ts";
import { createApp, PRISMA_DIRECTORY, type App } from "./app.server.ts";
import type { Env } from "./env.server.ts";
import {
  carryOnTrials,
  FETCH_SWEEP_MS,
  fetchDue,
  scheduleTimedWork,
  TRIAL_SWEEP_MS,
} from "./jobs/timed-work.server.ts";
import { createAppContext } from "./web/admin-context.server.ts";
import { createListener, type Listener } from "./web/listener.server.ts";
import { createRemixListener, loadBuild } from "./web/remix-handler.server.ts";
import { createViteDevServer } from "./web/vite-dev.server.ts";

export type Parts = { web: boolean; worker: boolean; pages: "built" | "development" };
export type Running = { app: App; url: string | null; stop: () => Promise<void> };

const PROJECT_DIRECTORY = path.join(import.meta.dirname, "..");
/** Requests under way get this long to end (ms) before their connections are cut. */
const DRAIN_REQUESTS_MS = 10_000;
/** Long enough for the slowest webhook sender, short enough to shed a stalled one. */
const REQUEST_TIMEOUT_MS = 30_000;

export async function start(env: Env, parts: Parts, log: Logger): Promise<Running> {
  const report = (
    level: "info" | "warn" | "error",
    message: string,
    details: object = {},
  ): void => {
    log[level](details, message);
  };
  const database = await startDatabase(
    { databaseUrl: env.DATABASE_URL, dataDir: env.DATA_DIR },
    {
      log: report,
      label: `Perennial on port ${env.PORT}`,
      // Web and worker apart share one embedded server: the second joins the first.
      whenRunning: parts.web && parts.worker ? "refuse" : "join",
    },
  );
  const undo: (() => Promise<unknown>)[] = [() => database.stop()];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const applied = await migrate(database.ownerConfig, PRISMA_DIRECTORY);
    if (applied.length > 0) log.info({ applied }, "migrations applied");
    const pool = createPool(database.appConfig, { applicationName: "perennial", log: report });
    undo.push(() => pool.end());
    const app = createApp({ env, pool, log, eraserConfig: database.eraserConfig });
    undo.push(() => app.ports.eraser.end());
    if (parts.worker) undo.push(await startWorker(app));
    const url = parts.web ? await startWeb(app, database, parts, undo) : null;
    return { app, url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startWorker(app: App): Promise<() => Promise<void>> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => app.pool.query(text, values) },
    schema: "pgboss",
    createSchema: false,
  });
  boss.on("error", (error) => {
    app.log.warn({ error }, "the queue of timed jobs reported an error");
  });
  await boss.start();
  await scheduleTimedWork(boss, app.timed);
  app.drainer.start();
  app.sender.start();
  app.importer.start();
  app.reconciler.start();
  const fetching = repeat(FETCH_SWEEP_MS, () => fetchDue(app.timed), app.log);
  const trying = repeat(TRIAL_SWEEP_MS, () => carryOnTrials(app.timed), app.log);
  return async () => {
    await fetching.stop();
    await trying.stop();
    await app.drainer.stop();
    await app.sender.stop();
    await app.importer.stop();
    await app.reconciler.stop();
    await boss.stop({ graceful: true, timeout: DRAIN_REQUESTS_MS });
  };
}

/** Runs `work` again and again with a pause between; a failure is logged and the next try comes. */
function repeat(
  pauseMs: number,
  work: () => Promise<void>,
  log: Logger,
): { stop: () => Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const next = (): void => {
    running = work()
      .catch((error: unknown) => {
        log.warn({ error }, "timed work failed; tried again soon");
      })
      .then(() => {
        if (!stopped) timer = setTimeout(next, pauseMs);
      });
  };
  next();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

async function startWeb(
  app: App,
  database: Database,
  parts: Parts,
  undo: (() => Promise<unknown>)[],
): Promise<string> {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS });
  const context = createAppContext(app, database.kind);
  let pages: Listener;
  if (parts.pages === "built") {
    pages = createRemixListener({ app: context, pages: await loadBuild(PROJECT_DIRECTORY) });
  } else {
    const viteDevServer = await createViteDevServer(PROJECT_DIRECTORY, server);
    undo.push(() => viteDevServer.close());
    pages = createRemixListener({ app: context, pages: { viteDevServer } });
  }
  server.on("request", createListener(app, pages));
  await listen(server, app.env);
  undo.push(() => close(server));
  return `http://${app.env.LISTEN_HOST === "0.0.0.0" ? "localhost" : app.env.LISTEN_HOST}:${app.env.PORT}`;
}

function listen(server: Server, env: Env): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      reject(
        taken
          ? new Error(`Port ${env.PORT} is taken by another program; set PORT to a free one.`)
          : error,
      );
    });
    server.listen(env.PORT, env.LISTEN_HOST, resolve);
  });
}

async function close(server: Server): Promise<void> {
  // A sender that keeps its connection alive would go on sending on it until it is cut.
  server.prependListener("request", (_request, response) => {
    response.setHeader("connection", "close");
  });
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_REQUESTS_MS);
  await closed;
  clearTimeout(cut);
}
