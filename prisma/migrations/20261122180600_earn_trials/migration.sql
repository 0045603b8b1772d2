-- What each choice for past orders would come to, worked out page by page and never posted.

-- The first installation, by the domain's clock: past orders are those before it, whatever reinstallations
-- follow. How far back Shopify let the app read: everything, the last sixty days, or what a file held.
ALTER TABLE "shops" ADD COLUMN "first_installed_at" TIMESTAMPTZ(3), ADD COLUMN "known_reach" TEXT;
UPDATE "shops" SET "first_installed_at" = coalesce("earn_from", "installed_at");
ALTER TABLE "shops" ADD CONSTRAINT "shops_known_reach" CHECK (known_reach IN ('everything', 'sixty-days', 'file'));
GRANT UPDATE ("first_installed_at", "known_reach") ON "shops" TO perennial_app;

-- CreateTable
CREATE TABLE "earn_trials" (
    "shop_id" BIGINT NOT NULL,
    "asked" JSONB NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "after_customer" BIGINT NOT NULL DEFAULT 0,
    "tried" INTEGER NOT NULL DEFAULT 0,
    "customers" INTEGER NOT NULL DEFAULT 0,
    "sums" JSONB,
    "open" BOOLEAN NOT NULL DEFAULT true,
    "found" JSONB,
    CONSTRAINT "earn_trials_pkey" PRIMARY KEY ("shop_id")
);

-- The walls, as for every table of a shop.
GRANT SELECT, INSERT, UPDATE, DELETE ON "earn_trials" TO perennial_app;
GRANT SELECT, DELETE ON "earn_trials" TO perennial_eraser;
ALTER TABLE "earn_trials" ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON "earn_trials" USING (shop_id = current_shop()) WITH CHECK (shop_id = current_shop());
ALTER TABLE "earn_trials" ALTER COLUMN shop_id SET (n_distinct = 1);

-- Which shops have a trial to carry on with: ids alone.
CREATE FUNCTION shops_with_trials(shops_max integer) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.shop_id FROM shops s
  WHERE s.state = 'installed' AND EXISTS (SELECT 1 FROM earn_trials t WHERE t.shop_id = s.shop_id AND t.open)
  LIMIT shops_max
$$;
REVOKE ALL ON FUNCTION shops_with_trials(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION shops_with_trials(integer) TO perennial_app;
