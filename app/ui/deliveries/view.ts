/** What the Deliveries page is given. Instants are milliseconds since the epoch. */

export type ParkedView = {
  webhookId: string;
  topic: string;
  apiVersion: string | null;
  receivedAt: number;
  triedAt: number | null;
  attempts: number;
  problem: "unreadable" | "unknown-topic" | "contradiction" | "closed" | "failed";
  error: string | null;
  size: number;
  subject: {
    kind: "order" | "customer" | "product" | "collection" | "shop" | "app";
    id: string | null;
    label: string | null;
  };
  canAsk: boolean;
  owedByLaw: boolean;
};

export type QuestionView = {
  orderId: string;
  orderName: string | null;
  reason: string;
  dueAt: number;
  attempts: number;
  remark: string | null;
};

export type FindingView = {
  orderId: string;
  name: string | null;
  customerId: string | null;
  differs: string[];
  why: { kind: string; remark?: string | null };
  changedAt: number | null;
  pointsBefore: number;
  pointsAfter: number;
};

export type ComparisonView = {
  runId: string;
  trigger: string;
  state: "running" | "done" | "failed";
  fromAt: number | null;
  toAt: number | null;
  compared: number;
  differing: number;
  repaired: number;
  findings: FindingView[];
  findingsLeftOut: number;
  missingTopics: string[];
  remark: string | null;
  startedAt: number;
  finishedAt: number | null;
};

export type ProofView = {
  state: "running" | "done" | "failed";
  membersProved: number;
  membersAll: number;
  breaks: number;
  firstBreak: string | null;
  unsettled: number;
  entries: number;
  seals: number;
  remark: string | null;
  startedAt: number;
  finishedAt: number | null;
};

export type DeliveriesView = {
  health: {
    waiting: number;
    /** Age of the oldest waiting one; null when none waits. */
    lagSeconds: number | null;
    parked: number;
    newestAt: number | null;
    newestSeconds: number | null;
  };
  showing: {
    news: number;
    newsOldestSeconds: number | null;
    history: number;
    failing: number;
    problem: string | null;
    usualLagMs: number | null;
  };
  parked: ParkedView[];
  /** Whether this is not the newest page. */
  paged: boolean;
  next: string | null;
  questions: QuestionView[];
  questionsTotal: number;
  questionsFailing: number;
  comparisons: ComparisonView[];
  comparisonsNext: string | null;
  comparisonsPaged: boolean;
  reconciledTo: number | null;
  nextNightAt: number | null;
  lastProof: ProofView | null;
  runningProof: ProofView | null;
  /** Messages that Shopify sends because the app asked for them by itself; null before the first look. */
  subscriptions: {
    wanted: string[];
    /** Those that Shopify had dropped, asked for anew. */
    restored: string[];
    restoredAt: number | null;
    problem: string | null;
    checkedAt: number | null;
  } | null;
  /** The newest reading-in of past orders; null where there was none. */
  reading: {
    state: string;
    startedAt: number;
    finishedAt: number | null;
    ordersRead: number;
  } | null;
};

/** What came of a press of *Retry* or *Dismiss*. */
export type DeedOutcome =
  | { kind: "retried"; again: string[]; asked: number; unreadable: number; more: boolean }
  | { kind: "dismissed"; dismissed: number; asked: number; refused: number }
  | { kind: "asked-now"; orders: number }
  | { kind: "comparing"; started: boolean }
  | { kind: "proving"; started: boolean }
  | { kind: "failed" };
