-- What is shown elsewhere (metafields) and may be out of date there: whoever changes it marks it,
-- the sender reads the newest state and clears the mark if nothing changed meanwhile.

-- AlterTable
ALTER TABLE "shops" ADD COLUMN     "proxy_prefix" TEXT NOT NULL DEFAULT '/apps/perennial';
GRANT UPDATE ("proxy_prefix") ON "shops" TO perennial_app;

-- CreateTable
CREATE TABLE "dirty_marks" (
    "shop_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "owner_id" BIGINT NOT NULL,
    "rev" INTEGER NOT NULL DEFAULT 1,
    "lane" SMALLINT NOT NULL DEFAULT 0,
    "marked_at" TIMESTAMPTZ(3),
    "next_try_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "sent_hash" TEXT,
    "sent_at" TIMESTAMPTZ(3),
    "as_of" TIMESTAMPTZ(3),
    "remark" TEXT,
    CONSTRAINT "dirty_marks_pkey" PRIMARY KEY ("shop_id","kind","owner_id"),
    CONSTRAINT "dirty_marks_kind" CHECK (kind IN ('member', 'program'))
);
-- What is still to be sent, the oldest first.
CREATE INDEX "dirty_marks_waiting" ON "dirty_marks" ("shop_id", "lane", "marked_at") WHERE marked_at IS NOT NULL;

-- The walls, as for every table of a shop.
GRANT SELECT, INSERT, UPDATE, DELETE ON "dirty_marks" TO perennial_app;
ALTER TABLE "dirty_marks" ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON "dirty_marks" USING (shop_id = current_shop()) WITH CHECK (shop_id = current_shop());
ALTER TABLE "dirty_marks" ALTER COLUMN shop_id SET (n_distinct = 1);

-- Shops that were there before this: everything of theirs is to be shown.
INSERT INTO "dirty_marks" (shop_id, kind, owner_id, lane, marked_at)
  SELECT shop_id, 'program', 0, 0, clock_timestamp() FROM "shops" WHERE state = 'installed';
INSERT INTO "dirty_marks" (shop_id, kind, owner_id, lane, marked_at)
  SELECT m.shop_id, 'member', m.customer_id, 1, clock_timestamp() FROM "members" m;

-- Which shops have something to show. Of an uninstalled one nothing is sent: its marks wait.
CREATE FUNCTION shops_with_marks(shops_max integer) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.shop_id FROM shops s
  WHERE s.state = 'installed'
    AND EXISTS (SELECT 1 FROM dirty_marks d
                WHERE d.shop_id = s.shop_id AND d.marked_at IS NOT NULL AND d.next_try_at <= clock_timestamp())
  LIMIT shops_max
$$;
-- Which shops have a version of the program in force that started after what is shown was read.
CREATE FUNCTION shops_with_started_programs(at timestamptz, shops_max integer) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.shop_id FROM shops s JOIN dirty_marks d ON d.shop_id = s.shop_id AND d.kind = 'program'
  WHERE s.state = 'installed' AND d.marked_at IS NULL
    AND EXISTS (SELECT 1 FROM program_versions v
                WHERE v.shop_id = s.shop_id AND v.starts_at > d.as_of AND v.starts_at <= at)
  LIMIT shops_max
$$;
-- How showing is doing, of one shop or (null) of all installed ones: figures alone.
CREATE FUNCTION marks_health(the_shop bigint) RETURNS TABLE (waiting bigint, news bigint, oldest timestamptz, failing bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*), count(*) FILTER (WHERE d.lane = 0), min(d.marked_at), count(*) FILTER (WHERE d.attempts > 0)
  FROM dirty_marks d JOIN shops s USING (shop_id)
  WHERE d.marked_at IS NOT NULL AND s.state = 'installed' AND (the_shop IS NULL OR d.shop_id = the_shop)
$$;

REVOKE ALL ON FUNCTION shops_with_marks(integer), shops_with_started_programs(timestamptz, integer), marks_health(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION shops_with_marks(integer), shops_with_started_programs(timestamptz, integer), marks_health(bigint) TO perennial_app;
