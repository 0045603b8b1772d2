-- What of an import's file was read and isn't an order yet: children need not follow their parents, so
-- an order is whole when the file is. UNLOGGED: written once and read once, it needs no journal. After
-- a crash of the server it is empty, its mark (order 0) is gone with it, and the file is read anew.
CREATE UNLOGGED TABLE "import_parts" (
    "shop_id" BIGINT NOT NULL,
    "import_id" BIGINT NOT NULL,
    "order_id" BIGINT NOT NULL,
    "at_byte" BIGINT NOT NULL,
    "customer_id" BIGINT,
    "placed_at" TIMESTAMPTZ(3),
    "facts" JSONB,
    "loose" JSONB,
    CONSTRAINT "import_parts_pkey" PRIMARY KEY ("shop_id","import_id","order_id","at_byte")
);
GRANT SELECT, INSERT, UPDATE, DELETE ON "import_parts" TO perennial_app;
GRANT SELECT, DELETE ON "import_parts" TO perennial_eraser;
GRANT UPDATE ("customer_id", "facts") ON "import_parts" TO perennial_eraser;
ALTER TABLE "import_parts" ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON "import_parts" USING (shop_id = current_shop()) WITH CHECK (shop_id = current_shop());
ALTER TABLE "import_parts" ALTER COLUMN shop_id SET (n_distinct = 1);

-- Which file it is, whatever its name; where it stood when it failed or was stopped; which lines were no use.
ALTER TABLE "imports" ADD COLUMN "file_mark" TEXT,
ADD COLUMN     "problems" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "stood_at" TEXT;

-- Orders whose snapshot lists a refund of which nothing else is known: it is asked for.
CREATE INDEX "orders_lacking_refunds" ON "orders" ("shop_id", "order_id")
  WHERE facts #> '{snapshot,listedRefundIds}' <> '[]'
    AND NOT jsonb_path_query_array(facts, '$.refunds[*].id') @> (facts #> '{snapshot,listedRefundIds}');
