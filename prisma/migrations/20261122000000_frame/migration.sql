-- The frame: shops, inbox, facts, members, ledger, seals. Every key leads with shop_id.

-- CreateTable
CREATE TABLE "shops" (
    "shop_id" BIGSERIAL NOT NULL,
    "domain" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'not-installed',
    "name" TEXT,
    "currency" TEXT NOT NULL DEFAULT 'USD',
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "described" BOOLEAN NOT NULL DEFAULT false,
    "earn_from" TIMESTAMPTZ(3),
    "scopes" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "installed_at" TIMESTAMPTZ(3),
    "uninstalled_at" TIMESTAMPTZ(3),
    CONSTRAINT "shops_pkey" PRIMARY KEY ("shop_id"),
    CONSTRAINT "shops_state" CHECK (state IN ('not-installed', 'installed', 'uninstalled'))
);
CREATE UNIQUE INDEX "shops_domain_key" ON "shops"("domain");

-- CreateTable
CREATE TABLE "sessions" (
    "shop_id" BIGINT NOT NULL,
    "id" TEXT NOT NULL,
    "is_online" BOOLEAN NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "sealed" BYTEA NOT NULL,
    "key_id" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "sessions_pkey" PRIMARY KEY ("shop_id", "id"),
    CONSTRAINT "sessions_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "program_versions" (
    "shop_id" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "starts_at" TIMESTAMPTZ(3),
    "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "rules" JSONB NOT NULL,
    CONSTRAINT "program_versions_pkey" PRIMARY KEY ("shop_id", "version"),
    CONSTRAINT "program_versions_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("shop_id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "inbox" (
    "shop_id" BIGINT NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "state" SMALLINT NOT NULL DEFAULT 0,
    "lane" SMALLINT NOT NULL DEFAULT 0,
    "event_id" TEXT,
    "api_version" TEXT,
    "triggered_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "done_at" TIMESTAMPTZ(3),
    "size" INTEGER NOT NULL,
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "body" BYTEA,
    "remark" TEXT,
    CONSTRAINT "inbox_pkey" PRIMARY KEY ("shop_id", "webhook_id")
);
-- What is still to be worked on, in order of arrival; what was parked, for the admin.
CREATE INDEX "inbox_pending" ON "inbox" ("shop_id", "lane" DESC, "seq") WHERE state = 0;
CREATE INDEX "inbox_parked" ON "inbox" ("shop_id", "seq") WHERE state = 2;

-- CreateTable
CREATE TABLE "orders" (
    "shop_id" BIGINT NOT NULL,
    "order_id" BIGINT NOT NULL,
    "customer_id" BIGINT,
    "placed_at" TIMESTAMPTZ(3),
    "rev" INTEGER NOT NULL,
    "facts" JSONB NOT NULL,
    CONSTRAINT "orders_pkey" PRIMARY KEY ("shop_id", "order_id")
);
CREATE INDEX "orders_shop_id_customer_id_placed_at_idx" ON "orders"("shop_id", "customer_id", "placed_at");

-- CreateTable
CREATE TABLE "order_fetches" (
    "shop_id" BIGINT NOT NULL,
    "order_id" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "needs_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "remark" TEXT,
    CONSTRAINT "order_fetches_pkey" PRIMARY KEY ("shop_id", "order_id")
);
CREATE INDEX "order_fetches_shop_id_due_at_idx" ON "order_fetches"("shop_id", "due_at");

-- CreateTable
CREATE TABLE "members" (
    "shop_id" BIGINT NOT NULL,
    "member_id" BIGINT NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "rev" INTEGER NOT NULL,
    "balance" BIGINT NOT NULL,
    "held" BIGINT NOT NULL DEFAULT 0,
    "standing" JSONB NOT NULL,
    "checkpoint" JSONB NOT NULL,
    "settled_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    CONSTRAINT "members_pkey" PRIMARY KEY ("shop_id", "member_id")
);
CREATE UNIQUE INDEX "members_shop_id_customer_id_key" ON "members"("shop_id", "customer_id");
CREATE INDEX "members_due" ON "members" ("shop_id", "due_at") WHERE due_at IS NOT NULL;

-- CreateTable
CREATE TABLE "customer_merges" (
    "shop_id" BIGINT NOT NULL,
    "deleted_id" BIGINT NOT NULL,
    "kept_id" BIGINT NOT NULL,
    CONSTRAINT "customer_merges_pkey" PRIMARY KEY ("shop_id", "deleted_id", "kept_id")
);
CREATE INDEX "customer_merges_shop_id_kept_id_idx" ON "customer_merges"("shop_id", "kept_id");

-- CreateTable
CREATE TABLE "actions" (
    "shop_id" BIGINT NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "points" BIGINT NOT NULL,
    CONSTRAINT "actions_pkey" PRIMARY KEY ("shop_id", "customer_id", "key")
);

-- CreateTable
CREATE TABLE "entries" (
    "shop_id" BIGINT NOT NULL,
    "entry_id" BIGSERIAL NOT NULL,
    "member_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "points" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "posted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "arithmetic" JSONB NOT NULL,
    CONSTRAINT "entries_pkey" PRIMARY KEY ("shop_id", "entry_id"),
    CONSTRAINT "entries_shop_id_member_id_fkey" FOREIGN KEY ("shop_id", "member_id") REFERENCES "members"("shop_id", "member_id") ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE UNIQUE INDEX "entries_shop_id_member_id_cause_n_key" ON "entries"("shop_id", "member_id", "cause", "n");
CREATE INDEX "entries_posted" ON "entries" ("shop_id", "posted_at", "entry_id");
CREATE INDEX "entries_of_member" ON "entries" ("shop_id", "member_id", "entry_id" DESC);

-- CreateTable
CREATE TABLE "seals" (
    "shop_id" BIGINT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "entries" INTEGER NOT NULL,
    "points" BIGINT NOT NULL,
    "last_entry_id" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "seals_pkey" PRIMARY KEY ("shop_id", "hour")
);

-- CreateTable
CREATE TABLE "catalog_items" (
    "shop_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "item_id" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted" BOOLEAN NOT NULL DEFAULT false,
    "facts" JSONB NOT NULL,
    CONSTRAINT "catalog_items_pkey" PRIMARY KEY ("shop_id", "kind", "item_id")
);

-- CreateTable
CREATE TABLE "privacy_requests" (
    "shop_id" BIGINT NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "customer_id" BIGINT,
    "order_ids" BIGINT[],
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3),
    CONSTRAINT "privacy_requests_pkey" PRIMARY KEY ("shop_id", "webhook_id")
);
