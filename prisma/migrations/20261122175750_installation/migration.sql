-- The life of an installation, and comparing with Shopify: what the app may still ask at a shop,
-- which subscriptions stand there, and runs that can be taken up where they stopped.

-- Since when Shopify refuses the shop's token (null: it doesn't); when it gave one last: a removal
-- triggered before that has been undone since; what was found of the subscriptions; the next night's work.
ALTER TABLE "shops"
  ADD COLUMN "vouched_at" TIMESTAMPTZ(3),
  ADD COLUMN "access_lost_at" TIMESTAMPTZ(3),
  ADD COLUMN "access_remark" TEXT,
  ADD COLUMN "subscriptions" JSONB,
  ADD COLUMN "subscriptions_checked_at" TIMESTAMPTZ(3),
  ADD COLUMN "nightly_due_at" TIMESTAMPTZ(3);
GRANT UPDATE ("vouched_at", "access_lost_at", "access_remark", "subscriptions", "subscriptions_checked_at", "nightly_due_at")
  ON "shops" TO perennial_app;
UPDATE "shops" SET vouched_at = installed_at;

-- Where a run stands (a proof: the last member), what it found beside its findings, and whose it is
-- until when: a run that doesn't move is anybody's.
ALTER TABLE "reconciliations"
  ADD COLUMN "cursor" TEXT,
  ADD COLUMN "detail" JSONB NOT NULL DEFAULT '{}',
  ADD COLUMN "attempts" SMALLINT NOT NULL DEFAULT 0,
  ADD COLUMN "next_try_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp();
ALTER TABLE "reconciliations" DROP CONSTRAINT "reconciliations_trigger";
ALTER TABLE "reconciliations" ADD CONSTRAINT "reconciliations_trigger"
  CHECK ("trigger" IN ('nightly', 'by-hand', 'reinstallation', 'subscriptions'));
-- One of a kind at a time per shop.
CREATE UNIQUE INDEX "reconciliations_under_way" ON "reconciliations" ("shop_id", "kind") WHERE state = 'running';

-- Of an uninstalled shop nothing is worked on but what the law asks for; where the token is refused,
-- nothing that would have to ask Shopify.
CREATE OR REPLACE FUNCTION shops_with_due_members(due timestamptz, shops_max integer) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.shop_id FROM shops s
  WHERE s.state = 'installed' AND EXISTS (SELECT 1 FROM members m WHERE m.shop_id = s.shop_id AND m.due_at <= due)
  LIMIT shops_max
$$;
CREATE OR REPLACE FUNCTION shops_with_due_fetches(due timestamptz, shops_max integer) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.shop_id FROM shops s
  WHERE s.state = 'installed' AND s.access_lost_at IS NULL
    AND EXISTS (SELECT 1 FROM order_fetches f WHERE f.shop_id = s.shop_id AND f.due_at <= due)
  LIMIT shops_max
$$;
CREATE OR REPLACE FUNCTION shops_with_marks(shops_max integer) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.shop_id FROM shops s
  WHERE s.state = 'installed' AND s.access_lost_at IS NULL
    AND EXISTS (SELECT 1 FROM dirty_marks d
                WHERE d.shop_id = s.shop_id AND d.marked_at IS NOT NULL AND d.next_try_at <= clock_timestamp())
  LIMIT shops_max
$$;
CREATE OR REPLACE FUNCTION shops_with_imports(shops_max integer) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.shop_id FROM shops s JOIN imports i USING (shop_id)
  WHERE s.state = 'installed' AND (s.access_lost_at IS NULL OR i.source = 'file')
    AND i.finished_at IS NULL AND i.state <> 'choosing' AND i.next_try_at <= clock_timestamp()
  LIMIT shops_max
$$;
-- Runs to carry on with; shops whose night has come; shops whose subscriptions weren't looked at since.
CREATE FUNCTION shops_with_reconciliations(shops_max integer) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT s.shop_id FROM shops s JOIN reconciliations r USING (shop_id)
  WHERE s.state = 'installed' AND r.state = 'running' AND r.next_try_at <= clock_timestamp()
    AND (r.kind = 'proof' OR s.access_lost_at IS NULL)
  LIMIT shops_max
$$;
CREATE FUNCTION shops_with_nights(at timestamptz, shops_max integer) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.shop_id FROM shops s
  WHERE s.state = 'installed' AND (s.nightly_due_at IS NULL OR s.nightly_due_at <= at)
  LIMIT shops_max
$$;
CREATE FUNCTION shops_with_unchecked_subscriptions(checked_before timestamptz, shops_max integer) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.shop_id FROM shops s
  WHERE s.state = 'installed' AND s.access_lost_at IS NULL
    AND (s.subscriptions_checked_at IS NULL OR s.subscriptions_checked_at < checked_before)
  LIMIT shops_max
$$;
REVOKE ALL ON FUNCTION shops_with_reconciliations(integer), shops_with_nights(timestamptz, integer),
  shops_with_unchecked_subscriptions(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION shops_with_reconciliations(integer), shops_with_nights(timestamptz, integer),
  shops_with_unchecked_subscriptions(timestamptz, integer) TO perennial_app;
