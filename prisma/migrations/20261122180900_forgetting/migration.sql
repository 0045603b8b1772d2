-- Forgetting: a shop that was emptied, requests that are tried again, seals that outlive their entries.

ALTER TABLE "shops" DROP CONSTRAINT "shops_state";
ALTER TABLE "shops" ADD CONSTRAINT "shops_state" CHECK (state IN ('not-installed', 'installed', 'uninstalled', 'redacted'));

-- 1: the hour's hash goes over its entries' lines; 2: over the hash of each line, so that the hash of
-- an erased entry can stand in for it.
ALTER TABLE "seals" ADD COLUMN "form" SMALLINT NOT NULL DEFAULT 1;

-- Encrypted bodies don't compress: the server needn't try.
ALTER TABLE "inbox" ALTER COLUMN "body" SET STORAGE EXTERNAL;

ALTER TABLE "privacy_requests"
  ADD COLUMN "attempts" SMALLINT NOT NULL DEFAULT 0,
  ADD COLUMN "next_try_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp();

-- What the eraser empties besides: who an entry of the team log was about, what a comparison found.
GRANT UPDATE ("subject") ON "team_log" TO perennial_eraser;
GRANT UPDATE ("findings", "detail") ON "reconciliations" TO perennial_eraser;
GRANT UPDATE ("query") ON "saved_filters" TO perennial_eraser;
GRANT UPDATE ("attempts", "next_try_at") ON "privacy_requests" TO perennial_eraser;
GRANT UPDATE ("remark") ON "order_fetches" TO perennial_eraser;

-- A file that the merchant is still to take waits for the merchant, not for a job.
CREATE OR REPLACE FUNCTION shops_with_privacy_requests(shops_max integer) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.shop_id FROM shops s
  WHERE EXISTS (SELECT 1 FROM privacy_requests p WHERE p.shop_id = s.shop_id AND p.completed_at IS NULL
                  AND p.topic <> 'customers/data_request' AND p.next_try_at <= clock_timestamp())
  LIMIT shops_max
$$;

-- Requests that wait, and since when the oldest of them does: for the merchant's file, for the eraser.
CREATE FUNCTION privacy_health() RETURNS TABLE (files bigint, oldest_file timestamptz, erasures bigint, oldest_erasure timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*) FILTER (WHERE topic = 'customers/data_request'), min(requested_at) FILTER (WHERE topic = 'customers/data_request'),
    count(*) FILTER (WHERE topic <> 'customers/data_request'), min(requested_at) FILTER (WHERE topic <> 'customers/data_request')
  FROM privacy_requests WHERE completed_at IS NULL
$$;
REVOKE ALL ON FUNCTION privacy_health() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION privacy_health() TO perennial_app;
