/** What the sections of Settings are given. Instants are milliseconds since the epoch. */
import type { SettingsProblem } from "../../domain/settings/settings-problems.ts";
import type { SettingsField, ShopSettings } from "../../domain/settings/shop-settings.ts";

export type SaveOutcome =
  | { kind: "changed"; settings: ShopSettings }
  | { kind: "overtaken"; settings: ShopSettings; fields: SettingsField[] }
  | { kind: "refused"; problems: SettingsProblem[] };

export type PrivacyRequestView = {
  webhookId: string;
  topic: string;
  customerId: string | null;
  requestedAt: number;
  /** By when the law wants it done. */
  dueAt: number;
  completedAt: number | null;
  handedOverAt: number | null;
  /** What was emptied, in numbers. */
  report: Record<string, number>;
  remark: string | null;
};

export type PrivacyView = {
  settings: ShopSettings;
  /** Customers of whom a name is kept now. */
  namesKept: number;
  requests: PrivacyRequestView[];
  next: string | null;
};

export type LogLine = {
  logId: string;
  at: number;
  staff: { id: string; name: string | null } | null;
  what: string;
  subject: string | null;
  detail: Record<string, unknown>;
};

export type TeamView = {
  settings: ShopSettings;
  entries: LogLine[];
  staff: { id: string; name: string | null }[];
  nextCursor: string | null;
  filter: { what: string | null; staffId: string | null; cursor: string | null };
  /** What can be filtered for. */
  deeds: string[];
};

export type HistoryView = {
  shopDomain: string;
  inForce: string;
  chosenAt: string | null;
  knownFrom: string | null;
  knownReach: "everything" | "sixty-days" | "file" | null;
  canAskForAll: boolean;
  canReadMore: boolean;
  membersDue: number;
  reading: {
    state: string;
    startedAt: number;
    finishedAt: number | null;
    ordersRead: number;
  } | null;
};
