CREATE TABLE "close_out" (
	"period" text PRIMARY KEY NOT NULL,
	"published_at" bigint NOT NULL,
	"published_by" text NOT NULL,
	"body" text NOT NULL,
	"sha256" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "comment" (
	"period" text NOT NULL,
	"no" integer NOT NULL,
	"receipt" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"channel" text NOT NULL,
	"arrived_at" bigint NOT NULL,
	"item" integer,
	"text" text NOT NULL,
	"name" text,
	"contact" text,
	"files" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"postmark" text,
	"late" boolean NOT NULL,
	"question" text,
	"after_close" boolean DEFAULT false NOT NULL,
	"suspect" boolean DEFAULT false NOT NULL,
	"merged_into" integer,
	"set_aside" jsonb,
	"disposition" jsonb,
	"errand" text,
	"opinion" jsonb,
	"entered_by" text,
	"redacted_at" bigint,
	"receipt_status" text DEFAULT 'none' NOT NULL,
	"receipt_at" bigint,
	"receipt_error" text,
	CONSTRAINT "comment_period_no_pk" PRIMARY KEY("period","no"),
	CONSTRAINT "comment_receipt_unique" UNIQUE("receipt"),
	CONSTRAINT "comment_period_idempotencyKey_unique" UNIQUE("period","idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "comment_errand" (
	"id" text PRIMARY KEY NOT NULL,
	"period" text NOT NULL,
	"unit" text NOT NULL,
	"day" text NOT NULL,
	"due" text NOT NULL,
	"assigned_at" bigint NOT NULL,
	"open" boolean NOT NULL,
	"closed_at" bigint,
	"seq" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "comment_file" (
	"period" text NOT NULL,
	"sha256" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "comment_file_period_sha256_pk" PRIMARY KEY("period","sha256")
);
--> statement-breakpoint
CREATE TABLE "comment_period" (
	"id" text PRIMARY KEY NOT NULL,
	"plan" text NOT NULL,
	"round" integer NOT NULL,
	"stage" text NOT NULL,
	"ends_at" bigint NOT NULL,
	"seq" integer NOT NULL,
	"state" jsonb NOT NULL,
	"terms" jsonb NOT NULL,
	"items" jsonb NOT NULL,
	"paragraphs" jsonb NOT NULL,
	"rules" jsonb NOT NULL,
	"opened_by" text NOT NULL,
	"announced_at" bigint NOT NULL,
	"last_no" integer DEFAULT 0 NOT NULL,
	"told_at" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "comment_period_plan_round_unique" UNIQUE("plan","round")
);
--> statement-breakpoint
CREATE TABLE "mailbox" (
	"shown" text PRIMARY KEY NOT NULL,
	"since" bigint NOT NULL,
	"read_at" bigint,
	"failed_at" bigint,
	"failure" text
);
--> statement-breakpoint
CREATE TABLE "mail_in" (
	"id" text PRIMARY KEY NOT NULL,
	"class" text NOT NULL,
	"period" text,
	"no" integer,
	"from" text,
	"subject" text NOT NULL,
	"arrived_at" bigint NOT NULL,
	"raw" "bytea",
	"detail" text,
	"dismissed" jsonb
);
--> statement-breakpoint
CREATE INDEX "comment_errand_index" ON "comment" USING btree ("errand");--> statement-breakpoint
CREATE INDEX "comment_period_index" ON "comment" USING btree ("period") WHERE receipt_status in ('due', 'sending');--> statement-breakpoint
CREATE INDEX "comment_errand_period_open_index" ON "comment_errand" USING btree ("period","open");--> statement-breakpoint
CREATE INDEX "comment_period_stage_index" ON "comment_period" USING btree ("stage");--> statement-breakpoint
CREATE INDEX "mail_in_class_arrived_at_index" ON "mail_in" USING btree ("class","arrived_at");--> statement-breakpoint
-- Comments and published close-outs stay: what is removed on request is emptied, never deleted.
CREATE TRIGGER comment_kept BEFORE DELETE ON "comment" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER comment_no_truncate BEFORE TRUNCATE ON "comment" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER comment_period_kept BEFORE DELETE ON "comment_period" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER close_out_append_only BEFORE UPDATE OR DELETE ON "close_out" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER close_out_no_truncate BEFORE TRUNCATE ON "close_out" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- What stands in the chain for a comment's words; the receipt number keeps short words from being guessed.
CREATE FUNCTION comment_digest(receipt text, body text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(concat_ws(E'\x1f', receipt, body), 'UTF8')), 'hex')
$$;
