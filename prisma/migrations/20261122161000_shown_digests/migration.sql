-- What Shopify calls the state that it holds, so that it refuses an older one that arrives late; and
-- which version of the program everyone was marked for, whatever clocks do and whenever it was sent.

-- AlterTable
ALTER TABLE "dirty_marks" DROP COLUMN "as_of",
ADD COLUMN     "digest" TEXT,
ADD COLUMN     "version" INTEGER;

-- Which shops have another version of the program in force than everyone was marked for.
CREATE OR REPLACE FUNCTION shops_with_started_programs(at timestamptz, shops_max integer) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.shop_id FROM shops s JOIN dirty_marks d ON d.shop_id = s.shop_id AND d.kind = 'program'
  WHERE s.state = 'installed'
    AND d.version IS DISTINCT FROM (SELECT max(v.version) FROM program_versions v
                                    WHERE v.shop_id = s.shop_id AND (v.starts_at IS NULL OR v.starts_at <= at))
  LIMIT shops_max
$$;
