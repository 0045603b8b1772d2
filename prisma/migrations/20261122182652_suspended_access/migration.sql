-- A shop whose token lies here but isn't renewed is tried once a day, when its subscriptions are looked at.
CREATE OR REPLACE FUNCTION shops_with_unchecked_subscriptions(checked_before timestamptz, shops_max integer) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.shop_id FROM shops s
  WHERE s.state = 'installed'
    AND (s.access_lost_at IS NULL OR EXISTS (SELECT 1 FROM sessions x WHERE x.shop_id = s.shop_id AND NOT x.is_online))
    AND (s.subscriptions_checked_at IS NULL OR s.subscriptions_checked_at < checked_before)
  LIMIT shops_max
$$;
