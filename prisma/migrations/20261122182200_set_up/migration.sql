-- What the set-up on Home knows of itself: whether a storefront has ever asked for points, whether the
-- merchant says that the blocks are placed, and whether they have put the list away.
ALTER TABLE "shops"
  ADD COLUMN "storefront_seen_at" TIMESTAMPTZ(3),
  ADD COLUMN "blocks_placed_at" TIMESTAMPTZ(3),
  ADD COLUMN "set_up_closed_at" TIMESTAMPTZ(3);
GRANT UPDATE ("storefront_seen_at", "blocks_placed_at", "set_up_closed_at") ON "shops" TO perennial_app;
