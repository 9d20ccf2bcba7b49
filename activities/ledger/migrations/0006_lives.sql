ALTER TABLE "plan" ADD COLUMN "life" jsonb;--> statement-breakpoint
ALTER TABLE "unit" ADD COLUMN "ended" jsonb;