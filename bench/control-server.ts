/**
 * What the app is measured against: the least that can be honest. It checks the signature of the
 * raw bytes, commits the delivery, answers 200. `node control-server.ts KIND`:
 *
 * group-commit     up to 256 rows in one statement, two statements under way
 * one-insert-each  a statement per delivery, ten under way
 * plain-apply      group-commit, and a loop that keeps one row per order and settles nothing
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import pg from "pg";
import { drainForEver } from "./control-drain.ts";
import { SECRET } from "./deliveries.ts";

const ROWS_MAX = 256;
const IN_FLIGHT_MAX = 2;
const CONNECTIONS_MAX = 10;
const COLUMNS = 6;

type Row = { values: unknown[]; resolve: () => void; reject: (error: unknown) => void };

const kind = process.argv[2];
const pool = new pg.Pool({
  connectionString: process.env["DATABASE_URL"],
  max: CONNECTIONS_MAX,
});
const waiting: Row[] = [];
let inFlight = 0;
let scheduled = false;

const insertOf = (rows: number): string => {
  const tuples = Array.from({ length: rows }, (_, row) => {
    const places = Array.from({ length: COLUMNS }, (_, i) => `$${row * COLUMNS + i + 1}`);
    return `(1, ${places.join(", ")})`;
  });
  return `INSERT INTO inbox (shop_id, webhook_id, topic, event_id, triggered_at, size, body)
    VALUES ${tuples.join(", ")} ON CONFLICT DO NOTHING`;
};

function flush(): void {
  scheduled = false;
  while (inFlight < IN_FLIGHT_MAX && waiting.length > 0) {
    const batch = waiting.splice(0, ROWS_MAX);
    inFlight += 1;
    pool
      .query(
        insertOf(batch.length),
        batch.flatMap((row) => row.values),
      )
      .then(() => {
        for (const row of batch) row.resolve();
      })
      .catch((error: unknown) => {
        for (const row of batch) row.reject(error);
      })
      .finally(() => {
        inFlight -= 1;
        flush();
      });
  }
}

function storeInGroup(values: unknown[]): Promise<void> {
  return new Promise((resolve, reject) => {
    waiting.push({ values, resolve, reject });
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  });
}

async function storeAlone(values: unknown[]): Promise<void> {
  await pool.query({ name: "one", text: insertOf(1), values });
}

const store = kind === "one-insert-each" ? storeAlone : storeInGroup;

async function accept(request: IncomingMessage): Promise<number> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
  const { headers } = request;
  const given = Buffer.from(String(headers["x-shopify-hmac-sha256"]), "base64");
  const expected = createHmac("sha256", SECRET).update(body).digest();
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 401;
  await store([
    headers["x-shopify-webhook-id"],
    headers["x-shopify-topic"],
    headers["x-shopify-event-id"],
    headers["x-shopify-triggered-at"],
    body.length,
    body,
  ]);
  return 200;
}

const server = createServer((request, response) => {
  if (request.url === "/readyz") {
    response.end();
    return;
  }
  accept(request).then(
    (status) => {
      response.statusCode = status;
      response.end();
    },
    (error: unknown) => {
      process.stderr.write(`control: ${String(error)}\n`);
      response.statusCode = 500;
      response.end();
    },
  );
});
server.listen(Number(process.env["PORT"]), "127.0.0.1");

const drain = kind === "plain-apply" ? drainForEver(pool) : null;
process.once("SIGTERM", () => {
  server.close();
  server.closeAllConnections();
  void Promise.resolve(drain?.stop()).then(() => pool.end());
});
