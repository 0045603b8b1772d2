/** What the Deliveries page and the Home say of comparing with Shopify and of proving the ledger. */
import type {
  Run,
  RunDetail,
  RunTrigger,
} from "../adapters/postgres/reconciliation-store.server.ts";
import type { Finding } from "../domain/orders/order-difference.ts";
import type { Instant } from "../domain/shared/instant.ts";
import type { Ports, ShopId } from "./ports.ts";

/** Runs on one page. */
export const RUNS_PAGE = 10;

/** One comparison of the shop's orders with Shopify's. */
export type Comparison = {
  runId: string;
  trigger: RunTrigger;
  state: Run["state"];
  /** Orders that changed at Shopify within [fromAt, toAt] were compared; toAt is null while it runs. */
  fromAt: Instant | null;
  toAt: Instant | null;
  compared: number;
  differing: number;
  repaired: number;
  /** The first of those that differed. */
  findings: Finding[];
  /** How many more differed than are told. */
  findingsLeftOut: number;
  /** Topics that Shopify had dropped when it was started. */
  missingTopics: string[];
  /** Why it failed, or why it can't go on for now. */
  remark: string | null;
  startedAt: Instant;
  movedAt: Instant;
  finishedAt: Instant | null;
};

/** One proof of the ledger by the second implementation of the rules. */
export type ProofRun = {
  runId: string;
  trigger: RunTrigger;
  state: Run["state"];
  /** Members proved of all that there were when it began. */
  membersProved: number;
  membersAll: number;
  /** Members of whom something doesn't hold, and broken seals: 0 in a sound ledger. */
  breaks: number;
  /** The first of them, in words with figures (English, for whoever looks into it). */
  firstBreak: string | null;
  /** Members whose targets wait for a recount: their sums are proved. */
  unsettled: number;
  entries: number;
  seals: number;
  remark: string | null;
  startedAt: Instant;
  finishedAt: Instant | null;
};

export type Reconciliations = {
  /** The newest first; a running one is the first of them. */
  comparisons: Comparison[];
  /** Cursor of the next page of comparisons; null at the end. */
  next: string | null;
  /** The newest proof that came to an end, and the one under way. */
  lastProof: ProofRun | null;
  runningProof: ProofRun | null;
  /** Orders that changed before it agree with Shopify's; null before the first comparison. */
  reconciledTo: Instant | null;
  /** When the next night's comparison and proof begin. */
  nextNightAt: Instant | null;
};

/** `before`: the cursor of the page before, if any. */
export async function readReconciliations(
  { stores }: Pick<Ports, "stores">,
  shopId: ShopId,
  before: string | null = null,
): Promise<Reconciliations> {
  const shop = await stores.shops.byId(shopId);
  return stores.inShop(shopId, async (tx) => {
    const found = await stores.reconciliations.runs(tx, {
      kind: "orders",
      before,
      rowsMax: RUNS_PAGE + 1,
    });
    const page = found.slice(0, RUNS_PAGE);
    const proofs = await stores.reconciliations.runs(tx, {
      kind: "proof",
      before: null,
      rowsMax: 2,
    });
    const ended = proofs.find((each) => each.state !== "running");
    const running = proofs.find((each) => each.state === "running");
    return {
      comparisons: page.map(comparisonOf),
      next: found.length > page.length ? (page.at(-1)?.runId ?? null) : null,
      lastProof: ended ? proofOf(ended) : null,
      runningProof: running ? proofOf(running) : null,
      reconciledTo: shop?.reconciledTo?.getTime() ?? null,
      nextNightAt: shop?.nightlyDueAt?.getTime() ?? null,
    };
  });
}

export function comparisonOf(run: Run): Comparison {
  const { kind: _kind, cursor: _cursor, detail, attempts: _attempts, ...kept } = run;
  return {
    ...kept,
    findingsLeftOut: Math.max(0, run.differing - run.findings.length),
    missingTopics: detail.missingTopics ?? [],
  };
}

export function proofOf(run: Run): ProofRun {
  const { runId, trigger, state, remark, startedAt, finishedAt } = run;
  const detail: RunDetail = run.detail;
  return {
    ...{ runId, trigger, state, remark, startedAt, finishedAt },
    membersProved: run.compared - (detail.membersBroken ?? 0),
    membersAll: Math.max(detail.membersAll ?? 0, run.compared),
    breaks: run.differing,
    firstBreak: detail.firstBreak ?? null,
    unsettled: detail.unsettled ?? 0,
    entries: detail.entries ?? 0,
    seals: detail.seals ?? 0,
  };
}
