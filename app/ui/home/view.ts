/** What Home shows, as the loader tells it: figures and facts, no words. */
import type { ImportProgress } from "../../domain/imports/import-progress.ts";
import type { EarnChoice } from "../../domain/settlement/earn-from.ts";
import type { DryRun } from "../../domain/settlement/earn-trial.ts";

export interface HomeView {
  /** Null: the merchant has put it away. */
  setUp: SetUpView | null;
  progress: HomeProgress;
  toDo: ToDo[];
  health: { intake: IntakeView; showing: ShowingView };
  /** Null: never counted yet, which is under way. */
  figures: FiguresView | null;
  /** ISO 8601: what "ago" is told from. */
  now: string;
}

/** What moves while the page is open; asked for again and again. */
export interface HomeProgress {
  /** ISO 8601: of two answers the later one stands. */
  toldAt: string;
  history: ImportProgress | null;
  past: PastOrdersView;
}

export interface PastOrdersView {
  /** The rule that holds now. */
  inForce: EarnChoice;
  /** Null: the merchant hasn't chosen yet. */
  chosenAt: string | null;
  installedAt: string;
  today: string;
  known: {
    from: string | null;
    reach: "everything" | "sixty-days" | "file" | null;
    canAskForAll: boolean;
    canReadMore: boolean;
  };
  dryRun: DryRun | null;
  trying: { asked: EarnChoice[]; tried: number; of: number } | null;
  membersDue: number;
}

export interface SetUpView {
  connected: { missingScopes: string[]; accessLost: boolean; lastReceivedAt: string | null };
  blocks: { seenAt: string | null; placedAt: string | null; links: BlockLink[] };
}

export interface BlockLink {
  block: "launcher" | "balance" | "earn" | "rewards";
  href: string;
}

export type ToDo =
  | { kind: "access-lost" }
  | { kind: "missing-scopes"; scopes: string[] }
  | { kind: "ledger-breaks"; breaks: number }
  | { kind: "parked"; deliveries: number }
  | { kind: "data-requests"; open: number; oldestAt: string }
  | { kind: "behind"; deliveries: number; lagSeconds: number }
  | { kind: "differences"; orders: number }
  | { kind: "comparison-failed" }
  | { kind: "storefront-failing"; customers: number }
  | { kind: "storefront-late"; customers: number; seconds: number }
  | { kind: "import-failed" }
  | { kind: "older-orders" };

export interface IntakeView {
  waiting: number;
  lagSeconds: number | null;
  parked: number;
  lastReceivedAt: string | null;
}

export interface ShowingView {
  news: number;
  newsOldestSeconds: number | null;
  history: number;
  failing: number;
  usualLagMs: number | null;
}

export interface FiguresView {
  takenAt: string;
  /** Counted anew behind this answer: ask again soon. */
  counting: boolean;
  members: number;
  buyers: number;
  repeatBuyers: number;
  pointsOutstanding: number;
  liabilityMinor: number;
  pointsEarnedLately: number;
  latelyDays: number;
  weeks: {
    endsAt: string;
    members: number;
    /** Null before anybody bought. */
    repeatRate: number | null;
    pointsOutstanding: number;
    earned: number;
  }[];
}

/** What a button of Home asks for. */
export type HomeIntent =
  "start-import" | "stop-import" | "try-earn" | "choose-earn" | "blocks-placed" | "close-set-up";

/** How that went; null: as asked. */
export type HomeAnswer = { intent: HomeIntent; refused: "no-day" | "not-yet" | null };
