-- How intake is doing must be known in a moment, however many deliveries a shop has had: the newest
-- settled one is noted with the batch that settled it, instead of being looked for in all of them.
ALTER TABLE "shops" ADD COLUMN "last_delivery_at" TIMESTAMPTZ(3);
GRANT UPDATE ("last_delivery_at") ON "shops" TO perennial_app;
UPDATE "shops" s SET "last_delivery_at" = (SELECT max(i.received_at) FROM "inbox" i WHERE i.shop_id = s.shop_id AND i.state <> 0);

-- Of one shop it follows the indexes of what waits and what is parked; of all (null) it sums up.
-- `oldest` of one shop is the first in order of arrival.
CREATE OR REPLACE FUNCTION intake_health(the_shop bigint)
  RETURNS TABLE (waiting bigint, oldest timestamptz, parked bigint, newest timestamptz)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF the_shop IS NULL THEN
    RETURN QUERY SELECT
      (SELECT count(*) FROM inbox i WHERE i.state = 0),
      (SELECT min(i.received_at) FROM inbox i WHERE i.state = 0),
      (SELECT count(*) FROM inbox i WHERE i.state = 2),
      greatest((SELECT max(s.last_delivery_at) FROM shops s), (SELECT max(i.received_at) FROM inbox i WHERE i.state = 0));
  ELSE
    RETURN QUERY SELECT
      (SELECT count(*) FROM inbox i WHERE i.shop_id = the_shop AND i.state = 0),
      least(
        (SELECT i.received_at FROM inbox i WHERE i.shop_id = the_shop AND i.state = 0 AND i.lane = 0 ORDER BY i.seq LIMIT 1),
        (SELECT i.received_at FROM inbox i WHERE i.shop_id = the_shop AND i.state = 0 AND i.lane = 1 ORDER BY i.seq LIMIT 1)),
      (SELECT count(*) FROM inbox i WHERE i.shop_id = the_shop AND i.state = 2),
      greatest(
        (SELECT s.last_delivery_at FROM shops s WHERE s.shop_id = the_shop),
        (SELECT i.received_at FROM inbox i WHERE i.shop_id = the_shop AND i.state = 0 AND i.lane = 0 ORDER BY i.seq DESC LIMIT 1),
        (SELECT i.received_at FROM inbox i WHERE i.shop_id = the_shop AND i.state = 0 AND i.lane = 1 ORDER BY i.seq DESC LIMIT 1));
  END IF;
END
$$;
