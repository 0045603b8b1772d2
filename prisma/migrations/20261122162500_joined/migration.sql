-- A standing says whether the member ever joined by themselves: whoever was enrolled by an order may
-- still claim the joining points. Who lives on after a merge is settled anew: others' joins are theirs.
UPDATE "members" m SET standing = m.standing || jsonb_build_object('joined', EXISTS (
  SELECT FROM "actions" a WHERE a.shop_id = m.shop_id AND a.customer_id = m.customer_id AND a.kind = 'join'));
UPDATE "members" m SET due_at = to_timestamp(0), rev = m.rev + 1
  WHERE EXISTS (SELECT FROM "customer_merges" c WHERE c.shop_id = m.shop_id AND m.customer_id IN (c.kept_id, c.deleted_id));

-- And it is shown.
UPDATE "dirty_marks" SET rev = rev + 1, lane = CASE WHEN marked_at IS NULL THEN 1 ELSE lane END,
  marked_at = coalesce(marked_at, clock_timestamp()) WHERE kind = 'member';
