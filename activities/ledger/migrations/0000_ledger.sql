CREATE TABLE "bad_address" (
	"address" text PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "calendar_year" (
	"year" integer PRIMARY KEY NOT NULL,
	"notice" text NOT NULL,
	"off" text[] NOT NULL,
	"work" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chain_head" (
	"id" integer PRIMARY KEY NOT NULL,
	"entries" bigint NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "event" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"prev" text NOT NULL,
	"hash" text NOT NULL,
	"body" text NOT NULL,
	"kind" text GENERATED ALWAYS AS ((body::jsonb ->> 'kind')) STORED NOT NULL,
	"subject" text GENERATED ALWAYS AS ((body::jsonb ->> 'subject')) STORED NOT NULL,
	"at" bigint GENERATED ALWAYS AS (((body::jsonb ->> 'at')::bigint)) STORED NOT NULL,
	CONSTRAINT "event_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "formal" (
	"id" text PRIMARY KEY NOT NULL,
	"office" text NOT NULL,
	"unit" text NOT NULL,
	"tasks" text[] NOT NULL,
	"copies" text[] NOT NULL,
	"day" text NOT NULL,
	"status" text NOT NULL,
	"year" integer,
	"serial" integer,
	"number" text,
	"decided_by" text,
	"decided_at" bigint,
	"reason" text,
	CONSTRAINT "formal_office_year_serial_unique" UNIQUE("office","year","serial")
);
--> statement-breakpoint
CREATE TABLE "formal_serial" (
	"office" text NOT NULL,
	"year" integer NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "formal_serial_office_year_pk" PRIMARY KEY("office","year")
);
--> statement-breakpoint
CREATE TABLE "letter" (
	"key" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"office" text NOT NULL,
	"unit" text NOT NULL,
	"day" text NOT NULL,
	"planned_at" bigint NOT NULL,
	"draft" jsonb NOT NULL,
	"status" text NOT NULL,
	"recipient" text,
	"subject" text,
	"text" text,
	"html" text,
	"ics" text,
	"template_version" text,
	"message_id" text,
	"tries" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"claimed_at" bigint,
	"sent_at" bigint,
	"response" text,
	"perhaps_twice" boolean DEFAULT false NOT NULL,
	"refused" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "letter_task" (
	"letter_key" text NOT NULL,
	"task" text NOT NULL,
	CONSTRAINT "letter_task_task_letter_key_pk" PRIMARY KEY("task","letter_key")
);
--> statement-breakpoint
CREATE TABLE "plan" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"year" integer NOT NULL,
	"status" text NOT NULL,
	"plan" jsonb NOT NULL,
	"ladder" jsonb,
	"imported_at" bigint NOT NULL,
	"launched_at" bigint,
	"launched_by" text,
	"closed_at" bigint
);
--> statement-breakpoint
CREATE TABLE "task" (
	"id" text PRIMARY KEY NOT NULL,
	"plan" text NOT NULL,
	"year" integer NOT NULL,
	"number" integer NOT NULL,
	"stage" text NOT NULL,
	"overdue" boolean NOT NULL,
	"due" text NOT NULL,
	"units" text[] NOT NULL,
	"seq" integer NOT NULL,
	"state" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "unit" (
	"id" text PRIMARY KEY NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"aliases" text[] NOT NULL,
	"former_names" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"contacts" jsonb NOT NULL,
	"stand_ins" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "unit_group" (
	"word" text PRIMARY KEY NOT NULL,
	"position" integer NOT NULL,
	"aliases" text[] NOT NULL,
	"members" text[] NOT NULL
);
--> statement-breakpoint
CREATE INDEX "event_subject_seq_index" ON "event" USING btree ("subject","seq");--> statement-breakpoint
CREATE INDEX "event_kind_seq_index" ON "event" USING btree ("kind","seq");--> statement-breakpoint
CREATE INDEX "formal_status_index" ON "formal" USING btree ("status");--> statement-breakpoint
CREATE INDEX "letter_unit_planned_at_index" ON "letter" USING btree ("unit","planned_at");--> statement-breakpoint
CREATE INDEX "letter_planned_at_index" ON "letter" USING btree ("planned_at");--> statement-breakpoint
CREATE INDEX "letter_task_letter_key_index" ON "letter_task" USING btree ("letter_key");--> statement-breakpoint
CREATE INDEX "task_plan_year_number_index" ON "task" USING btree ("plan","year","number");--> statement-breakpoint
CREATE INDEX "task_units_index" ON "task" USING gin ("units");