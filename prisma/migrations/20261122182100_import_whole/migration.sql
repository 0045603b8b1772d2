-- When an import's file had been read to its end; from then on its orders are joined with what is known.
ALTER TABLE "imports" ADD COLUMN "whole_at" TIMESTAMPTZ(3);
