import type { ExecutionResult } from "graphql";
import type { BulkErrorCode, BulkOutcome } from "../../shop/bulk-operation.ts";
import type { ApiContext } from "../context.ts";
import { run } from "../execute.ts";
import { QUERIES } from "../resolvers/table.ts";
import type { AdminSchema } from "../schema.ts";
import type { BulkQuery } from "./read-query.ts";
import type { ResultWriter } from "./result-writer.ts";
import { findRoots, type Roots } from "./roots.ts";
import { SLICE_MS, TimeSlices } from "./time-slices.ts";

/** Objects at the root that are resolved in one go: the first time, and at most. */
const CHUNK_FIRST = 4;
const CHUNK_MAX = 500;

export interface Work {
  schema: AdminSchema;
  query: BulkQuery;
  writer: ResultWriter;
  /** Made anew for each chunk, since scopes may change on the way. */
  context: () => ApiContext;
  /** Why it has to end before its time. */
  interrupted: () => "canceled" | "stopped" | null;
  /** A fault's rest and failure, once half is done. */
  halfway: () => Promise<"goes on" | "fails">;
}

/** A failure that is the app's or was asked for; any other is a fault of the dev store. */
class BulkFailure extends Error {
  readonly code: BulkErrorCode;

  constructor(code: BulkErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

function requireWhole({ errors }: ExecutionResult): void {
  const [first] = errors ?? [];
  if (first === undefined) return;
  if (first.extensions["code"] === "ACCESS_DENIED")
    throw new BulkFailure("access_denied", first.message);
  throw first;
}

type Nodes = Record<string, unknown>[];

/** Runs the query as any other, with a few objects in the place of its root's list. */
function resolve({ schema, query, context }: Work, roots: unknown[]): Nodes {
  const edges = roots.map((node) => ({ node }));
  const answer = run(schema, query.prepared, context(), {
    ...QUERIES,
    [query.field]: () => ({ edges }),
  });
  requireWhole(answer);
  const connection = answer.data?.[query.key] as { edges: { node: Nodes[number] }[] };
  return connection.edges.map(({ node }) => node);
}

/** As many as are likely to fill a slice; at most twice as many as the last time. */
const nextSize = (size: number, tookMs: number): number =>
  Math.max(1, Math.min(CHUNK_MAX, 2 * size, Math.floor((size * SLICE_MS) / Math.max(tookMs, 1))));

async function writeAll(work: Work, roots: Roots, slices: TimeSlices): Promise<"all" | "stopped"> {
  const half = Math.floor(roots.length / 2);
  let size = CHUNK_FIRST;
  let from = 0;
  let beyondHalf = false;
  do {
    if (from >= half && !beyondHalf) {
      beyondHalf = true;
      if ((await work.halfway()) === "fails")
        throw new BulkFailure("internal_server_error", "a fault was asked for");
    }
    if (work.interrupted() !== null) return "stopped";
    const to = Math.min(from + size, beyondHalf ? roots.length : half);
    // Even an empty list is resolved once: an app without the scope must hear of it.
    await work.writer.write(resolve(work, roots.slice(from, to)));
    from = to;
    size = nextSize(size, slices.elapsedMs());
    await slices.rest();
  } while (from < roots.length);
  return "all";
}

const outcome = (
  { writer }: Work,
  status: BulkOutcome["status"],
  errorCode: BulkErrorCode | null = null,
): BulkOutcome => ({
  status,
  errorCode,
  objectCount: writer.objects,
  rootObjectCount: writer.roots,
  fileSize: writer.size,
});

/** Carries a bulk operation out to its end; null if the shop stopped before. */
export async function carryOut(work: Work): Promise<BulkOutcome | null> {
  const slices = new TimeSlices();
  await slices.rest();
  await work.writer.open();
  try {
    const roots = await findRoots(work.query.field, work.query.args, work.context(), slices);
    if ((await writeAll(work, roots, slices)) === "stopped")
      return work.interrupted() === "canceled" ? outcome(work, "canceled") : null;
    await work.writer.complete();
    return outcome(work, "completed");
  } catch (error) {
    if (!(error instanceof BulkFailure))
      process.stderr.write(`dev store: a bulk operation failed: ${String(error)}\n`);
    await work.writer.breakOff();
    const code = error instanceof BulkFailure ? error.code : "internal_server_error";
    return outcome(work, "failed", code);
  } finally {
    await work.writer.close();
  }
}
