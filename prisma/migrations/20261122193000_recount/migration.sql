-- A rule that changed for everybody (past orders, the time zone): members are made due in batches, since
-- one statement over a million of them would hold every settlement of the shop up. The last member made
-- due; null: there is nobody left to be.
ALTER TABLE "shops" ADD COLUMN "due_after" BIGINT;
GRANT UPDATE ("due_after") ON "shops" TO perennial_app;

CREATE OR REPLACE FUNCTION shops_with_due_members(due timestamptz, shops_max integer) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.shop_id FROM shops s
  WHERE s.state = 'installed'
    AND (s.due_after IS NOT NULL OR EXISTS (SELECT 1 FROM members m WHERE m.shop_id = s.shop_id AND m.due_at <= due))
  LIMIT shops_max
$$;

-- Where whoever runs the app had said that all orders earn, the choice was made at the installation: an
-- import has nobody to wait for.
UPDATE "shops" SET "earn_chosen_at" = "first_installed_at"
  WHERE "earn_from" IS NULL AND "first_installed_at" IS NOT NULL AND "earn_chosen_at" IS NULL;

-- How far an import or a trial has come is told by a customer's number: that of somebody who is
-- forgotten is moved on from.
GRANT UPDATE ("cursor_id") ON "imports" TO perennial_eraser;
GRANT UPDATE ("after_customer") ON "earn_trials" TO perennial_eraser;
