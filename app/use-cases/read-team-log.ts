/** The team log, newest first, a page at a time: who did what, and to what. */
import type { LogEntry, StaffDeed } from "../adapters/postgres/team-log-store.server.ts";
import { AppError } from "../domain/shared/app-error.ts";
import type { Ports, ShopId } from "./ports.ts";

export const TEAM_LOG_PAGE = 50;
/** More people than work on one shop's program. */
const STAFF_MAX = 200;
const CURSOR = /^[1-9]\d{0,17}$/;

export type TeamLogQuery = {
  /** A page's `nextCursor`; null for the first page. */
  cursor: string | null;
  what?: StaffDeed | null;
  staffId?: string | null;
  /** "customer:1001" and the like. */
  subject?: string | null;
};

export type TeamLogPage = {
  entries: LogEntry[];
  nextCursor: string | null;
  /** Everybody who is in the log, whatever is filtered for. */
  staff: { id: string; name: string | null }[];
};

export async function readTeamLog(
  { stores }: Ports,
  shopId: ShopId,
  { cursor, what = null, staffId = null, subject = null }: TeamLogQuery,
): Promise<TeamLogPage> {
  if (cursor !== null && !CURSOR.test(cursor)) {
    throw new AppError(
      "bad-request",
      `"${cursor.slice(0, 40)}" is not a cursor of this list; leave it out to begin anew.`,
    );
  }
  return stores.inShop(shopId, async (tx) => {
    const rowsMax = TEAM_LOG_PAGE + 1;
    const rows = await stores.team.page(tx, { before: cursor, rowsMax, what, staffId, subject });
    const entries = rows.slice(0, TEAM_LOG_PAGE);
    const more = rows.length > TEAM_LOG_PAGE;
    const staff = await stores.team.staffSeen(tx, STAFF_MAX);
    return { entries, nextCursor: more ? (entries.at(-1)?.logId ?? null) : null, staff };
  });
}
