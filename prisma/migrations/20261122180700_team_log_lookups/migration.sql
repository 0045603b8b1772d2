-- The team log is looked through by deed, by person and by what was done to; how many points one
-- person adjusted today is asked before every adjustment.

-- CreateIndex
CREATE INDEX "team_log_shop_id_what_log_id_idx" ON "team_log"("shop_id", "what", "log_id");

-- CreateIndex
CREATE INDEX "team_log_shop_id_staff_id_log_id_idx" ON "team_log"("shop_id", "staff_id", "log_id");

-- CreateIndex
CREATE INDEX "team_log_shop_id_subject_log_id_idx" ON "team_log"("shop_id", "subject", "log_id");

-- CreateIndex
CREATE INDEX "team_log_shop_id_staff_id_at_idx" ON "team_log"("shop_id", "staff_id", "at");
