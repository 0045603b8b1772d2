/**
 * A member's entries, a page at a time, the page posted last first; each page newest first. An old
 * order that became known late is an entry posted late: pages go by posting, so that none is lost.
 */
import type { ActivityRow } from "../adapters/postgres/member-store.server.ts";
import { isUndoing } from "../domain/members/adjustment.ts";
import { AppError } from "../domain/shared/app-error.ts";
import type { Id } from "../domain/shared/ids.ts";
import type { Instant } from "../domain/shared/instant.ts";
import type { Ports, ShopId } from "./ports.ts";

export const ACTIVITY_PAGE = 20;

export type ActivityPage = { rows: ActivityRow[]; nextCursor: string | null };

/** `cursor` is a page's `nextCursor`; null for the first page. */
export async function readActivity(
  ports: Ports,
  shopId: ShopId,
  customerId: Id,
  cursor: string | null,
): Promise<ActivityPage> {
  if (cursor !== null && !/^[1-9]\d{0,17}$/.test(cursor)) {
    throw new AppError(
      "bad-request",
      `"${cursor.slice(0, 40)}" is not a cursor of this list; leave it out to begin anew.`,
    );
  }
  const { stores } = ports;
  const { member } = await stores.readMember(shopId, customerId);
  if (!member) return { rows: [], nextCursor: null };
  const rows = await stores.inShop(shopId, (tx) =>
    stores.members.readActivity(tx, member.memberId, {
      before: cursor,
      rowsMax: ACTIVITY_PAGE + 1,
    }),
  );
  const page = rows.slice(0, ACTIVITY_PAGE);
  const more = rows.length > ACTIVITY_PAGE;
  const nextCursor = more ? (page.at(-1)?.entryId ?? null) : null;
  return { rows: page.sort((a, b) => happenedAt(b) - happenedAt(a)), nextCursor };
}

/** A correction happened when it was posted, whenever its order was placed; so did an undoing. */
export function happenedAt({ n, cause, occurredAt, postedAt }: ActivityRow): Instant {
  return n === 0 && !isUndoing(cause) ? occurredAt : postedAt;
}
