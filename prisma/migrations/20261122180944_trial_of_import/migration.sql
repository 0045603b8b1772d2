-- A trial says which import's facts it was made of; what it finds is kept with it, not with the import.
ALTER TABLE "earn_trials" ADD COLUMN "import_id" BIGINT;
ALTER TABLE "imports" DROP COLUMN "dry_run";
