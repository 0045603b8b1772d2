/** Members as rows of the list, made at once: what they hold is given, not earned. */
import type pg from "pg";

export interface MemberDraft {
  customerId: number;
  memberId?: number;
  tierId?: string;
  balance?: number;
  spendMinor?: number;
  enrolledAt?: number | null;
  expiresAt?: number | null;
  left?: boolean;
  lastOrderAt?: number | null;
}

export async function addMembers(
  superuser: pg.Pool,
  shopId: string,
  drafts: readonly MemberDraft[],
): Promise<void> {
  const rows = drafts.map((draft) => {
    const { balance = 0, spendMinor = 0, tierId = "bronze", left = false } = draft;
    const { enrolledAt = 0, expiresAt = null, lastOrderAt = null } = draft;
    return {
      memberId: draft.memberId ?? draft.customerId,
      customerId: draft.customerId,
      balance,
      standing: {
        ...{ enrolledAt: left ? null : enrolledAt, joined: false, balance, pending: 0, tierId },
        ...{ lifetimeEarned: Math.max(0, balance), tierSince: enrolledAt, tierUntil: null },
        ...{ spendMinor, nextExpiryAt: expiresAt, nextChangeAt: null },
      },
      checkpoint: {
        lastFactAt: lastOrderAt,
        expiresAt,
        left,
        orders: lastOrderAt === null ? 0 : 1,
      },
      lastOrderAt: lastOrderAt === null ? null : new Date(lastOrderAt).toISOString(),
    };
  });
  await superuser.query(
    `WITH x AS (SELECT * FROM jsonb_to_recordset($2::jsonb) AS x("memberId" bigint, "customerId" bigint, balance bigint,
       standing jsonb, checkpoint jsonb, "lastOrderAt" timestamptz)),
     o AS (INSERT INTO orders (shop_id, order_id, customer_id, placed_at, rev, facts)
       SELECT $1, "customerId", "customerId", "lastOrderAt", 1, '{"deleted":false,"snapshot":{"test":false}}' FROM x
       WHERE "lastOrderAt" IS NOT NULL)
     INSERT INTO members (shop_id, member_id, customer_id, rev, balance, standing, checkpoint, settled_at)
     SELECT $1, "memberId", "customerId", 1, balance, standing, checkpoint, now() FROM x`,
    [shopId, JSON.stringify(rows)],
  );
}
