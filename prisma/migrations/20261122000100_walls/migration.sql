-- The walls: what the app's role may do, and the rows it may see. The app is neither owner nor
-- superuser: it can add entries and seals but never change or remove them.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'perennial_app') THEN
    CREATE ROLE perennial_app NOLOGIN;
  END IF;
END
$$;

GRANT USAGE ON SCHEMA public TO perennial_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON
  "sessions", "inbox", "orders", "order_fetches", "members", "customer_merges", "catalog_items", "privacy_requests"
  TO perennial_app;
GRANT SELECT, INSERT ON "shops", "program_versions" TO perennial_app;
-- Never its id or domain; a version of the program never at all.
GRANT UPDATE ("state", "name", "currency", "time_zone", "described", "earn_from", "scopes", "installed_at", "uninstalled_at")
  ON "shops" TO perennial_app;
GRANT SELECT, INSERT ON "actions", "entries", "seals" TO perennial_app;
GRANT USAGE ON SEQUENCE "shops_shop_id_seq", "inbox_seq_seq", "entries_entry_id_seq" TO perennial_app;

-- Row-level security is the second wall behind `WHERE shop_id = …`: without the setting, no rows.
CREATE FUNCTION current_shop() RETURNS bigint LANGUAGE sql STABLE
  AS $$ SELECT nullif(current_setting('app.shop', true), '')::bigint $$;

DO $$
DECLARE walled text;
BEGIN
  FOREACH walled IN ARRAY ARRAY['inbox', 'program_versions', 'orders', 'order_fetches', 'members', 'customer_merges',
    'actions', 'entries', 'seals', 'catalog_items', 'privacy_requests'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
    EXECUTE format('CREATE POLICY one_shop ON %I USING (shop_id = current_shop()) WITH CHECK (shop_id = current_shop())', walled);
  END LOOP;
END
$$;

-- Plans are made for the largest shop, not for the average one: told that a shop is one of thousands,
-- the planner reads all of its rows to find a few of them, which a large shop would pay for.
DO $$
DECLARE walled text;
BEGIN
  FOREACH walled IN ARRAY ARRAY['inbox', 'program_versions', 'orders', 'order_fetches', 'members', 'customer_merges',
    'actions', 'entries', 'seals', 'catalog_items', 'privacy_requests'] LOOP
    EXECUTE format('ALTER TABLE %I ALTER COLUMN shop_id SET (n_distinct = 1)', walled);
  END LOOP;
END
$$;

-- Which shops have work: the only questions that cross shops. They answer with shop ids alone.
CREATE FUNCTION shops_with_deliveries(shops_max integer) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.shop_id FROM shops s
  WHERE EXISTS (SELECT 1 FROM inbox i WHERE i.shop_id = s.shop_id AND i.state = 0 AND i.lane = 1)
     OR (s.state = 'installed' AND EXISTS (SELECT 1 FROM inbox i WHERE i.shop_id = s.shop_id AND i.state = 0 AND i.lane = 0))
  LIMIT shops_max
$$;
CREATE FUNCTION shops_with_due_members(due timestamptz, shops_max integer) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.shop_id FROM shops s
  WHERE EXISTS (SELECT 1 FROM members m WHERE m.shop_id = s.shop_id AND m.due_at <= due)
  LIMIT shops_max
$$;
CREATE FUNCTION shops_with_due_fetches(due timestamptz, shops_max integer) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.shop_id FROM shops s
  WHERE s.state = 'installed'
    AND EXISTS (SELECT 1 FROM order_fetches f WHERE f.shop_id = s.shop_id AND f.due_at <= due)
  LIMIT shops_max
$$;

-- The shopper's state in one trip: sets the shop for this statement's transaction, then reads.
CREATE FUNCTION read_member(the_shop bigint, the_customer bigint)
  RETURNS TABLE (member_id bigint, customer_id bigint, balance bigint, held bigint, standing jsonb, due_at timestamptz, versions jsonb)
  LANGUAGE plpgsql AS $$
DECLARE
  kept bigint := the_customer;
  following bigint;
BEGIN
  PERFORM set_config('app.shop', the_shop::text, true);
  FOR hop IN 1..16 LOOP
    SELECT min(c.kept_id) INTO following FROM customer_merges c WHERE c.shop_id = the_shop AND c.deleted_id = kept;
    EXIT WHEN following IS NULL OR following = the_customer;
    kept := following;
  END LOOP;
  RETURN QUERY
    SELECT m.member_id, kept, m.balance, m.held, m.standing, m.due_at,
      (SELECT jsonb_agg(jsonb_build_object('version', v.version, 'startsAt', v.starts_at, 'rules', v.rules) ORDER BY v.version)
       FROM program_versions v WHERE v.shop_id = the_shop)
    FROM (SELECT 1) AS one LEFT JOIN members m ON m.shop_id = the_shop AND m.customer_id = kept;
END
$$;

-- How intake is doing, of one shop or (null) of all: figures alone.
CREATE FUNCTION intake_health(the_shop bigint)
  RETURNS TABLE (waiting bigint, oldest timestamptz, parked bigint, newest timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT
    (SELECT count(*) FROM inbox i WHERE i.state = 0 AND (the_shop IS NULL OR i.shop_id = the_shop)),
    (SELECT min(i.received_at) FROM inbox i WHERE i.state = 0 AND (the_shop IS NULL OR i.shop_id = the_shop)),
    (SELECT count(*) FROM inbox i WHERE i.state = 2 AND (the_shop IS NULL OR i.shop_id = the_shop)),
    (SELECT max(i.received_at) FROM inbox i WHERE the_shop IS NULL OR i.shop_id = the_shop)
$$;
CREATE FUNCTION platform_counts() RETURNS TABLE (shops bigint, members bigint, orders bigint, entries bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (SELECT count(*) FROM shops), (SELECT count(*) FROM members), (SELECT count(*) FROM orders), (SELECT count(*) FROM entries)
$$;

REVOKE ALL ON FUNCTION shops_with_deliveries(integer), shops_with_due_members(timestamptz, integer),
  shops_with_due_fetches(timestamptz, integer), read_member(bigint, bigint), intake_health(bigint), platform_counts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION shops_with_deliveries(integer), shops_with_due_members(timestamptz, integer),
  shops_with_due_fetches(timestamptz, integer), read_member(bigint, bigint), intake_health(bigint), platform_counts() TO perennial_app;

-- The queue of timed jobs keeps tables of its own, apart from the app's.
CREATE SCHEMA IF NOT EXISTS pgboss;
GRANT USAGE, CREATE ON SCHEMA pgboss TO perennial_app;
