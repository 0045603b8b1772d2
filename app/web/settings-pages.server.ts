/** What the sections of Settings may ask of the app, and have it do. */
import { stringify } from "csv-stringify/sync";
import { z } from "zod";
import type { App } from "../app.server.ts";
import { settingsProblems } from "../domain/settings/settings-problems.ts";
import {
  ADMIN_LANGUAGES,
  LAUNCHER_SIDES,
  type SettingsChange,
  type ShopSettings,
} from "../domain/settings/shop-settings.ts";
import type { HistoryView, PrivacyView, SaveOutcome, TeamView } from "../ui/settings/view.ts";
import { changeSettings } from "../use-cases/change-settings.ts";
import { handOverData, type HandedOver } from "../use-cases/hand-over-file.ts";
import type { ShopId } from "../use-cases/ports.ts";
import { readEarnFrom } from "../use-cases/read-earn-from.ts";
import { readImport } from "../use-cases/read-import.ts";
import { readPrivacy } from "../use-cases/read-privacy.ts";
import { readSettings } from "../use-cases/read-settings.ts";
import { readTeamLog, TEAM_LOG_PAGE, type TeamLogQuery } from "../use-cases/read-team-log.ts";
import type { Staff } from "../use-cases/staff.ts";
import type { TeamQuery } from "./team-log-query.ts";

/** Of the team log in one file: a shop of ten people fills it in years. */
const LINES_MAX = 10_000;

export interface SettingsPages {
  read(shopId: ShopId): Promise<ShopSettings>;
  /** `wish` is what a form sent: the fields as it saw them, and as they should be. */
  save(visitor: { shopId: ShopId; staff: Staff }, wish: unknown): Promise<SaveOutcome>;
  privacy(shopId: ShopId, cursor: string | null): Promise<PrivacyView>;
  team(shopId: ShopId, query: TeamQuery): Promise<TeamView>;
  /** The log as CSV, newest first, at most `LINES_MAX` of it. */
  teamCsv(shopId: ShopId, query: TeamQuery): Promise<string>;
  /** Null when there is no such request, or the customer was forgotten since. */
  dataFile(
    visitor: { shopId: ShopId; shopDomain: string; staff: Staff },
    webhookId: string,
  ): Promise<HandedOver | null>;
  history(shopId: ShopId, shopDomain: string): Promise<HistoryView>;
}

const fields = z
  .object({
    adminLanguage: z.enum(ADMIN_LANGUAGES),
    adjustmentLimitPoints: z.number(),
    keepNames: z.boolean(),
    look: z.object({
      accent: z.string().nullable(),
      ground: z.string(),
      radiusPx: z.number().nullable(),
      launcherSide: z.enum(LAUNCHER_SIDES),
      launcherLabel: z.string().transform((text) => text.trim()),
    }),
  })
  .partial();
const wished = z.object({ was: fields, to: fields });

export function settingsPages(app: App): SettingsPages {
  const { ports } = app;
  return {
    read: (shopId) => readSettings(ports, shopId),
    save: (visitor, wish) => save(app, visitor, wish),
    privacy: (shopId, cursor) => readPrivacy(ports, shopId, cursor),
    team: async (shopId, asked) => {
      const query = teamQuery(app, asked);
      const settings = await readSettings(ports, shopId);
      const log = await readTeamLog(ports, shopId, query);
      const filter = { what: query.what, staffId: asked.staffId, cursor: asked.cursor };
      return { settings, ...log, filter, deeds: [...ports.stores.team.STAFF_DEEDS] };
    },
    teamCsv: (shopId, asked) => teamCsv(app, shopId, teamQuery(app, asked)),
    dataFile: ({ shopId, shopDomain, staff }, webhookId) =>
      handOverData(ports, { shopId, domain: shopDomain }, { webhookId, staff }),
    history: async (shopId, shopDomain) => {
      const [earn, reading] = [await readEarnFrom(ports, shopId), await readImport(ports, shopId)];
      return {
        shopDomain,
        inForce: earn.inForce,
        chosenAt: earn.chosenAt,
        knownFrom: earn.known.from,
        knownReach: earn.known.reach,
        canAskForAll: earn.known.canAskForAll,
        canReadMore: earn.known.canReadMore,
        membersDue: earn.membersDue,
        reading: reading && {
          state: reading.state,
          startedAt: reading.startedAt,
          finishedAt: reading.finishedAt,
          ordersRead: reading.counts.ordersRead,
        },
      };
    },
  };
}

/** A deed that isn't one filters for nothing. */
function teamQuery(app: App, { cursor, what, staffId }: TeamQuery) {
  const deed = app.ports.stores.team.STAFF_DEEDS.find((each) => each === what) ?? null;
  return { cursor, staffId, what: deed } satisfies TeamLogQuery;
}

async function teamCsv(app: App, shopId: ShopId, query: TeamLogQuery): Promise<string> {
  const lines: string[][] = [["at", "staff id", "staff", "what", "subject", "detail"]];
  let cursor: string | null = null;
  for (let page = 0; page < LINES_MAX / TEAM_LOG_PAGE; page += 1) {
    const log = await readTeamLog(app.ports, shopId, { ...query, cursor });
    for (const { at, staff, what, subject, detail } of log.entries)
      lines.push([
        new Date(at).toISOString(),
        staff?.id ?? "",
        staff?.name ?? "",
        what,
        subject ?? "",
        JSON.stringify(detail),
      ]);
    cursor = log.nextCursor;
    if (cursor === null) break;
  }
  return stringify(lines, { escape_formulas: true });
}

async function save(
  app: App,
  { shopId, staff }: { shopId: ShopId; staff: Staff },
  wish: unknown,
): Promise<SaveOutcome> {
  const read = wished.safeParse(wish);
  if (!read.success) throw new Response(null, { status: 400 });
  const { was, to } = read.data as { was: SettingsChange; to: SettingsChange };
  const problems = settingsProblems(to);
  if (problems.length > 0) return { kind: "refused", problems };
  const outcome = await changeSettings(app.ports, shopId, { staff, was, to });
  if (outcome.kind === "changed" && outcome.fields.includes("look")) app.sender.wake(shopId);
  return outcome;
}
