/**
 * What a page asks of the database, and how much of it is read for the answer: every statement that
 * `work` sends through the pool is taken down and carried out again under EXPLAIN ANALYZE.
 */
import type pg from "pg";

export type Explained = {
  sql: string;
  /** Rows looked at in tables and indexes, those thrown away again included. */
  rowsRead: number;
};

type Sent = { text: string; values: unknown[] };

/** Carries `work` out and explains each reading statement that it sent, in order. */
export async function explained(pool: pg.Pool, work: () => Promise<unknown>): Promise<Explained[]> {
  const { sent, stop } = takeDown(pool);
  try {
    await work();
  } finally {
    stop();
  }
  const plans: Explained[] = [];
  for (const { text, values, shop } of reading(sent)) {
    plans.push(await explain(pool, { text, values, shop }));
  }
  return plans;
}

function takeDown(pool: pg.Pool): { sent: Sent[]; stop: () => void } {
  const sent: Sent[] = [];
  const note = (args: unknown[]): void => {
    const [first, second] = args;
    if (typeof first === "string") {
      sent.push({ text: first, values: Array.isArray(second) ? second : [] });
    } else if (typeof first === "object" && first !== null && "text" in first) {
      const { text, values } = first as { text: string; values?: unknown[] };
      sent.push({ text, values: values ?? (Array.isArray(second) ? second : []) });
    }
  };
  // The pool lends clients out again and again: each is watched once, and let go at the end.
  const watched = new Map<pg.PoolClient, pg.PoolClient["query"]>();
  const connect = pool.connect.bind(pool);
  const watch = (client: pg.PoolClient): pg.PoolClient => {
    if (watched.has(client)) return client;
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    watched.set(client, client.query);
    client.query = ((...args: unknown[]) => {
      note(args);
      return query(...args);
    }) as typeof client.query;
    return client;
  };
  pool.connect = ((
    callback?: (error: Error | undefined, client?: pg.PoolClient, done?: unknown) => void,
  ) => {
    if (!callback) return connect().then(watch);
    connect((error, client, done) => {
      callback(error, client && watch(client), done);
    });
    return undefined;
  }) as typeof pool.connect;
  return {
    sent,
    stop: () => {
      pool.connect = connect;
      for (const [client, query] of watched) client.query = query;
    },
  };
}

const SHOP_SET = /SET LOCAL app\.shop = '(\d+)'/;

/** Statements that read, each with the shop that its transaction had set. */
function reading(sent: readonly Sent[]): (Sent & { shop: string })[] {
  let shop = "";
  return sent.flatMap((each) => {
    shop = SHOP_SET.exec(each.text)?.[1] ?? shop;
    return /^\s*(SELECT|WITH)\b/i.test(each.text) && /\bFROM\b/i.test(each.text)
      ? [{ ...each, shop }]
      : [];
  });
}

type Node = {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  Plans?: Node[];
};

async function explain(pool: pg.Pool, statement: Sent & { shop: string }): Promise<Explained> {
  const { text, values, shop } = statement;
  const client = await pool.connect();
  try {
    // As the app's transactions do; undone, whatever the statement does.
    await client.query(
      `BEGIN; SET LOCAL app.shop = '${shop}'; SET LOCAL plan_cache_mode = force_generic_plan`,
    );
    const result = await client.query<{ "QUERY PLAN": { Plan: Node }[] }>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
      values,
    );
    const root = result.rows[0]?.["QUERY PLAN"][0]?.Plan;
    if (!root) throw new Error("EXPLAIN answers one plan");
    const nodes = [...nodesOf(root)].filter((node) => node["Relation Name"] !== undefined);
    return {
      sql: text.replace(/\s+/g, " ").trim(),
      rowsRead: Math.round(nodes.reduce((sum, node) => sum + rowsReadBy(node), 0)),
    };
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}

function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const child of node.Plans ?? []) yield* nodesOf(child);
}

function rowsReadBy(node: Node): number {
  const each =
    node["Actual Rows"] +
    (node["Rows Removed by Filter"] ?? 0) +
    (node["Rows Removed by Index Recheck"] ?? 0);
  return each * node["Actual Loops"];
}
