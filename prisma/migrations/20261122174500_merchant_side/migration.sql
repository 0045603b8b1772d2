-- The merchant's side: the history of a shop read in, what members are looked up by, adjustments and
-- their log, comparisons with Shopify, and forgetting.

-- From which placed-at on orders are known; what the merchant chose for past orders, and when; how
-- far orders were compared with Shopify; salt for the hashes of who was forgotten.
ALTER TABLE "shops"
  ADD COLUMN "known_from" TIMESTAMPTZ(3),
  ADD COLUMN "earn_chosen_at" TIMESTAMPTZ(3),
  ADD COLUMN "reconciled_to" TIMESTAMPTZ(3),
  ADD COLUMN "settings" JSONB NOT NULL DEFAULT '{}',
  ADD COLUMN "tombstone_salt" BYTEA NOT NULL
    DEFAULT decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex');
GRANT UPDATE ("known_from", "earn_chosen_at", "reconciled_to", "settings") ON "shops" TO perennial_app;

-- A body is encrypted while it waits; without a key it lies as it came.
ALTER TABLE "inbox" ADD COLUMN "key_id" TEXT;

-- What an adjustment says of itself (reason, note, who, what it undoes); entries keep none of it.
ALTER TABLE "actions" ADD COLUMN "detail" JSONB;

-- What the merchant can hand over, and what was emptied.
ALTER TABLE "privacy_requests" ADD COLUMN "handed_over_at" TIMESTAMPTZ(3), ADD COLUMN "report" JSONB,
  ADD COLUMN "remark" TEXT;

-- Members are looked up by when they came, what they hold and what they spend.
CREATE INDEX "members_by_enrolled" ON "members"
  ("shop_id", ((standing ->> 'enrolledAt')::bigint), "member_id") WHERE standing ->> 'enrolledAt' IS NOT NULL;
CREATE INDEX "members_by_balance" ON "members"
  ("shop_id", "balance", "member_id") WHERE standing ->> 'enrolledAt' IS NOT NULL;
CREATE INDEX "members_by_spend" ON "members"
  ("shop_id", ((standing ->> 'spendMinor')::bigint), "member_id") WHERE standing ->> 'enrolledAt' IS NOT NULL;

-- CreateTable
CREATE TABLE "imports" (
    "shop_id" BIGINT NOT NULL,
    "import_id" BIGSERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "operation_id" TEXT,
    "file" TEXT,
    "at_byte" BIGINT NOT NULL DEFAULT 0,
    "bytes" BIGINT,
    "cursor_id" BIGINT NOT NULL DEFAULT 0,
    "counts" JSONB NOT NULL DEFAULT '{}',
    "dry_run" JSONB,
    "remark" TEXT,
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "moved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "next_try_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "finished_at" TIMESTAMPTZ(3),
    CONSTRAINT "imports_pkey" PRIMARY KEY ("shop_id","import_id"),
    CONSTRAINT "imports_source" CHECK (source IN ('shopify', 'file')),
    CONSTRAINT "imports_state" CHECK (state IN ('asking', 'reading', 'refunds', 'trying', 'choosing', 'settling', 'done', 'failed', 'stopped'))
);
-- One at a time per shop.
CREATE UNIQUE INDEX "imports_under_way" ON "imports" ("shop_id") WHERE finished_at IS NULL;

-- CreateTable
CREATE TABLE "reconciliations" (
    "shop_id" BIGINT NOT NULL,
    "run_id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'running',
    "from_at" TIMESTAMPTZ(3),
    "to_at" TIMESTAMPTZ(3),
    "compared" INTEGER NOT NULL DEFAULT 0,
    "differing" INTEGER NOT NULL DEFAULT 0,
    "repaired" INTEGER NOT NULL DEFAULT 0,
    "findings" JSONB NOT NULL DEFAULT '[]',
    "remark" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "moved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "finished_at" TIMESTAMPTZ(3),
    CONSTRAINT "reconciliations_pkey" PRIMARY KEY ("shop_id","run_id"),
    CONSTRAINT "reconciliations_kind" CHECK (kind IN ('orders', 'proof')),
    CONSTRAINT "reconciliations_trigger" CHECK ("trigger" IN ('nightly', 'by-hand', 'reinstallation')),
    CONSTRAINT "reconciliations_state" CHECK (state IN ('running', 'done', 'failed'))
);

-- CreateTable
CREATE TABLE "team_log" (
    "shop_id" BIGINT NOT NULL,
    "log_id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "staff_id" TEXT,
    "staff_name" TEXT,
    "what" TEXT NOT NULL,
    "subject" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',
    CONSTRAINT "team_log_pkey" PRIMARY KEY ("shop_id","log_id")
);

-- CreateTable
CREATE TABLE "saved_filters" (
    "shop_id" BIGINT NOT NULL,
    "filter_id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "query" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT "saved_filters_pkey" PRIMARY KEY ("shop_id","filter_id")
);
CREATE UNIQUE INDEX "saved_filters_shop_id_name_key" ON "saved_filters"("shop_id", "name");

-- Names and e-mail addresses, only where the merchant turned that on. AES-256-GCM.
-- CreateTable
CREATE TABLE "customer_names" (
    "shop_id" BIGINT NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "key_id" TEXT NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT "customer_names_pkey" PRIMARY KEY ("shop_id","customer_id")
);

-- A day's figures of a shop: the newest of the day stands. Trends are read from them.
-- CreateTable
CREATE TABLE "shop_figures" (
    "shop_id" BIGINT NOT NULL,
    "day" DATE NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,
    "figures" JSONB NOT NULL,
    CONSTRAINT "shop_figures_pkey" PRIMARY KEY ("shop_id","day")
);

-- Who was forgotten, as a salted hash of the customer's id, and the sums that remain.
-- CreateTable
CREATE TABLE "tombstones" (
    "shop_id" BIGINT NOT NULL,
    "subject_hash" BYTEA NOT NULL,
    "redacted_at" TIMESTAMPTZ(3) NOT NULL,
    "sums" JSONB NOT NULL,
    CONSTRAINT "tombstones_pkey" PRIMARY KEY ("shop_id","subject_hash")
);

-- What is left of an entry of a forgotten member: enough to prove the seal over its hour.
-- CreateTable
CREATE TABLE "erased_entries" (
    "shop_id" BIGINT NOT NULL,
    "entry_id" BIGINT NOT NULL,
    "points" BIGINT NOT NULL,
    "posted_at" TIMESTAMPTZ(3) NOT NULL,
    "leaf_hash" BYTEA NOT NULL,
    CONSTRAINT "erased_entries_pkey" PRIMARY KEY ("shop_id","entry_id")
);
CREATE INDEX "erased_entries_posted" ON "erased_entries"("shop_id", "posted_at", "entry_id");

-- The walls, as for every table of a shop.
GRANT SELECT, INSERT, UPDATE, DELETE ON "imports", "reconciliations", "saved_filters", "customer_names", "shop_figures" TO perennial_app;
GRANT SELECT, INSERT ON "team_log" TO perennial_app;
GRANT SELECT ON "tombstones", "erased_entries" TO perennial_app;
GRANT USAGE ON SEQUENCE "imports_import_id_seq", "reconciliations_run_id_seq", "team_log_log_id_seq", "saved_filters_filter_id_seq" TO perennial_app;

DO $$
DECLARE walled text;
BEGIN
  FOREACH walled IN ARRAY ARRAY['imports', 'reconciliations', 'team_log', 'saved_filters', 'customer_names', 'shop_figures',
    'tombstones', 'erased_entries'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
    EXECUTE format('CREATE POLICY one_shop ON %I USING (shop_id = current_shop()) WITH CHECK (shop_id = current_shop())', walled);
    EXECUTE format('ALTER TABLE %I ALTER COLUMN shop_id SET (n_distinct = 1)', walled);
  END LOOP;
END
$$;

-- The eraser: one use case forgets a customer or a shop. It may empty and write tombstones, and no more.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'perennial_eraser') THEN
    CREATE ROLE perennial_eraser NOLOGIN;
  END IF;
END
$$;
GRANT USAGE ON SCHEMA public TO perennial_eraser;
GRANT SELECT, DELETE ON "sessions", "inbox", "program_versions", "orders", "order_fetches", "members", "customer_merges",
  "actions", "entries", "seals", "catalog_items", "privacy_requests", "dirty_marks", "imports", "reconciliations", "team_log",
  "saved_filters", "customer_names", "shop_figures", "tombstones", "erased_entries" TO perennial_eraser;
GRANT SELECT ON "shops" TO perennial_eraser;
GRANT UPDATE ("domain", "state", "name", "scopes", "settings") ON "shops" TO perennial_eraser;
GRANT UPDATE ("body", "key_id", "state", "remark", "done_at") ON "inbox" TO perennial_eraser;
GRANT UPDATE ("customer_id", "facts", "rev") ON "orders" TO perennial_eraser;
GRANT UPDATE ("detail") ON "team_log" TO perennial_eraser;
GRANT UPDATE ("completed_at", "report", "remark", "customer_id", "order_ids") ON "privacy_requests" TO perennial_eraser;
GRANT INSERT ON "tombstones", "erased_entries", "order_fetches" TO perennial_eraser;

-- Which shops have an import to carry on with, and which wait for what the law asks for: ids alone.
CREATE FUNCTION shops_with_imports(shops_max integer) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.shop_id FROM shops s JOIN imports i USING (shop_id)
  WHERE s.state = 'installed' AND i.finished_at IS NULL AND i.state <> 'choosing' AND i.next_try_at <= clock_timestamp()
  LIMIT shops_max
$$;
CREATE FUNCTION shops_with_privacy_requests(shops_max integer) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.shop_id FROM shops s
  WHERE EXISTS (SELECT 1 FROM privacy_requests p WHERE p.shop_id = s.shop_id AND p.completed_at IS NULL)
  LIMIT shops_max
$$;
REVOKE ALL ON FUNCTION shops_with_imports(integer), shops_with_privacy_requests(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION shops_with_imports(integer), shops_with_privacy_requests(integer) TO perennial_app;
