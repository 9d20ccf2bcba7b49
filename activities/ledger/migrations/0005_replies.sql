CREATE TABLE "letter_token" (
	"token" text PRIMARY KEY NOT NULL,
	"letter" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reply" (
	"no" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "reply_no_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"mail" text NOT NULL,
	"letter" text,
	"unit" text,
	"from" text,
	"sender" jsonb,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"files" text[] NOT NULL,
	"arrived_at" bigint NOT NULL,
	"status" text NOT NULL,
	"acts" jsonb NOT NULL,
	"why" text,
	"settled" jsonb,
	"answer" text NOT NULL,
	"answer_at" bigint,
	"answer_error" text,
	CONSTRAINT "reply_mail_unique" UNIQUE("mail")
);
--> statement-breakpoint
CREATE INDEX "reply_status_arrived_at_index" ON "reply" USING btree ("status","arrived_at");--> statement-breakpoint
CREATE INDEX "reply_answer_index" ON "reply" USING btree ("answer") WHERE answer in ('due', 'sending');

--> statement-breakpoint
-- What was asked by mail, and what became of it, stays on record.
CREATE TRIGGER reply_kept BEFORE DELETE ON "reply" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER reply_no_truncate BEFORE TRUNCATE ON "reply" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
