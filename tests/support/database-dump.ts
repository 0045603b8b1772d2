/** Everything that the database holds, as text to be searched: bytes too, and what is sealed, opened. */
import type { TestApp } from "./app.ts";

/** Table → its rows, each as one text. */
export type Dump = Map<string, string[]>;

export async function dumpOf(app: TestApp, shopId?: string): Promise<Dump> {
  const dump: Dump = new Map();
  const { rows: tables } = await app.superuser.query<{
    schema: string;
    name: string;
    own: boolean;
  }>(
    `SELECT n.nspname AS schema, c.relname AS name,
       EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'shop_id') AS own
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('public', 'pgboss') AND c.relname <> '_prisma_migrations' ORDER BY 2`,
  );
  for (const { schema, name, own } of tables) {
    if (shopId !== undefined && !own) continue;
    const { rows } = await app.superuser.query<Record<string, unknown>>(
      `SELECT * FROM ${schema}.${name}${shopId === undefined ? "" : ` WHERE shop_id = ${shopId}`}`,
    );
    dump.set(
      name,
      rows.map((row) => textOf(app, row)),
    );
  }
  return dump;
}

/** Bytes are shown as what they spell and as hexadecimal; a delivery's body is opened. */
function textOf(app: TestApp, row: Record<string, unknown>): string {
  const fields = Object.entries(row).map(([field, value]) => {
    if (!Buffer.isBuffer(value)) return `${field}=${JSON.stringify(value)}`;
    return `${field}=${value.toString("latin1")} ${value.toString("hex")}`;
  });
  const { shop_id: shopId, webhook_id: webhookId, key_id: keyId, body } = row;
  if (Buffer.isBuffer(body)) {
    const stored = { webhookId: String(webhookId), keyId: keyId as string | null, body };
    fields.push(
      `opened=${app.app.ports.deliveries.open(String(shopId), stored)?.toString() ?? ""}`,
    );
  }
  return fields.join(" ");
}

/** Where any of these words stands: "table: row". An id counts only as digits of its own. */
export function findIn(dump: Dump, words: readonly (string | number)[]): string[] {
  const patterns = words.map((word) =>
    /^\d+$/.test(String(word))
      ? new RegExp(`(?<!\\d)${word}(?!\\d)`)
      : new RegExp(String(word), "i"),
  );
  return [...dump].flatMap(([table, rows]) =>
    rows
      .filter((row) => patterns.some((pattern) => pattern.test(row)))
      .map((row) => `${table}: ${row.slice(0, 300)}`),
  );
}
