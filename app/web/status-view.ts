/**
 * The page at the root, as sentences. In production anyone may open it, so it says only that the
 * app is up; how many shops, members and orders there are is shown in the demo alone.
 */
import type { Counts, PublicSettings, Status } from "./app-context.ts";
import { grouped, words } from "./i18n/en.ts";
import { intakeHealth } from "./intake-health.ts";
import { showingHealth } from "./showing-health.ts";

export type Tone = "success" | "info" | "warning" | "critical";

export interface StatusView {
  title: string;
  intro: string;
  runsTitle: string;
  rows: { label: string; text: string; tone: Tone }[];
  countsTitle: string;
  counts: { label: string; value: string }[];
  linksTitle: string;
  links: { label: string; href: string; hint: string }[];
}

interface StatusViewInput {
  status: Status;
  settings: PublicSettings;
  demo: boolean;
  now: Date;
}

export function statusView({ status, settings, demo, now }: StatusViewInput): StatusView {
  const text = words.status;
  return {
    title: status.database.reachable ? text.title : text.titleDown,
    intro: text.intro,
    runsTitle: text.runs,
    rows: [
      { label: text.app, text: text.appUp(status.version), tone: "success" },
      { label: text.database, ...databaseLine(status.database) },
      ...(demo ? demoLines(status, now) : []),
    ],
    countsTitle: text.counts,
    counts: demo && status.counts ? countCells(status.counts) : [],
    linksTitle: text.links,
    links: [...(settings.devStoreUrl ? demoLinks(settings.devStoreUrl) : []), ...healthLinks()],
  };
}

function databaseLine(database: Status["database"]): { text: string; tone: Tone } {
  if (!database.reachable) return { text: words.status.databaseDown, tone: "critical" };
  const pending = database.pendingMigrations ?? 0;
  if (pending > 0) return { text: words.status.databaseBehind(pending), tone: "warning" };
  return { text: words.status.databaseUp[database.kind], tone: "success" };
}

function demoLines({ intake, showing }: Status, now: Date): StatusView["rows"] {
  const unknown = { text: words.status.unknown, tone: "warning" } as const;
  return [
    { label: words.status.intake, ...(intake ? intakeHealth(intake, now) : unknown) },
    { label: words.status.showing, ...(showing ? showingHealth(showing) : unknown) },
  ];
}

function countCells(counts: Counts): StatusView["counts"] {
  const text = words.status;
  return [
    { label: text.shops, value: grouped(counts.shops) },
    { label: text.members, value: grouped(counts.members) },
    { label: text.orders, value: grouped(counts.orders) },
    { label: text.entries, value: grouped(counts.entries) },
  ];
}

function demoLinks(devStoreUrl: string): StatusView["links"] {
  const text = words.status;
  return [
    { label: text.admin, href: `${devStoreUrl}/admin/apps/perennial`, hint: text.adminHint },
    { label: text.devStore, href: `${devStoreUrl}/`, hint: text.devStoreHint },
  ];
}

function healthLinks(): StatusView["links"] {
  const text = words.status;
  return [
    { label: text.health, href: "/healthz", hint: text.healthHint },
    { label: text.ready, href: "/readyz", hint: text.readyHint },
    { label: text.metrics, href: "/metrics", hint: text.metricsHint },
  ];
}
