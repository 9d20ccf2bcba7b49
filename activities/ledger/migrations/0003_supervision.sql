CREATE TABLE "cycle_bulletin" (
	"cycle" text NOT NULL,
	"no" integer NOT NULL,
	"office" text NOT NULL,
	"number" text NOT NULL,
	"author" text NOT NULL,
	"approved_by" text NOT NULL,
	"at" bigint NOT NULL,
	"body" text NOT NULL,
	"sha256" text NOT NULL,
	CONSTRAINT "cycle_bulletin_cycle_no_pk" PRIMARY KEY("cycle","no"),
	CONSTRAINT "cycle_bulletin_office_number_unique" UNIQUE("office","number")
);
--> statement-breakpoint
CREATE TABLE "cycle_evidence" (
	"cycle" text NOT NULL,
	"sha256" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "cycle_evidence_cycle_sha256_pk" PRIMARY KEY("cycle","sha256")
);
--> statement-breakpoint
CREATE TABLE "cycle_problem" (
	"id" text PRIMARY KEY NOT NULL,
	"task" text NOT NULL,
	"no" integer NOT NULL,
	"plan" text NOT NULL,
	"text" text NOT NULL,
	"by" text NOT NULL,
	"unit" text,
	"at" bigint NOT NULL,
	"letter" text NOT NULL,
	CONSTRAINT "cycle_problem_task_no_unique" UNIQUE("task","no")
);
--> statement-breakpoint
CREATE TABLE "cycle_put_off" (
	"plan" text NOT NULL,
	"key" text NOT NULL,
	"until" text,
	"reason" text NOT NULL,
	"by" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "cycle_put_off_plan_key_pk" PRIMARY KEY("plan","key")
);
--> statement-breakpoint
CREATE TABLE "cycle_return" (
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"cycle" text NOT NULL,
	"unit" text NOT NULL,
	"content" jsonb NOT NULL,
	"files" jsonb NOT NULL,
	"via" text NOT NULL,
	"at" bigint NOT NULL,
	"by" text NOT NULL,
	"on_behalf" jsonb,
	"sent_back" jsonb,
	CONSTRAINT "cycle_return_id_version_pk" PRIMARY KEY("id","version"),
	CONSTRAINT "cycle_return_cycle_unit_version_unique" UNIQUE("cycle","unit","version")
);
--> statement-breakpoint
CREATE TABLE "paper_serial" (
	"office" text NOT NULL,
	"year" integer NOT NULL,
	"kind" text NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "paper_serial_office_year_kind_pk" PRIMARY KEY("office","year","kind")
);
--> statement-breakpoint
CREATE TABLE "supervision_cycle" (
	"id" text PRIMARY KEY NOT NULL,
	"plan" text NOT NULL,
	"key" text NOT NULL,
	"stage" text NOT NULL,
	"due_at" bigint NOT NULL,
	"requested_at" bigint NOT NULL,
	"requested_by" text NOT NULL,
	"seq" integer NOT NULL,
	"state" jsonb NOT NULL,
	"rules" jsonb NOT NULL,
	CONSTRAINT "supervision_cycle_plan_key_unique" UNIQUE("plan","key")
);
--> statement-breakpoint
ALTER TABLE "plan" ADD COLUMN "supervision" jsonb;--> statement-breakpoint
CREATE INDEX "cycle_problem_plan_at_index" ON "cycle_problem" USING btree ("plan","at");--> statement-breakpoint
CREATE INDEX "supervision_cycle_stage_index" ON "supervision_cycle" USING btree ("stage");--> statement-breakpoint
CREATE INDEX "supervision_cycle_requested_at_index" ON "supervision_cycle" USING btree ("requested_at");--> statement-breakpoint
-- Returns, bulletins and problems stay as they came in; of a return only that it was sent back is noted later, once.
CREATE FUNCTION return_sent_back_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.sent_back IS NOT NULL OR NEW.sent_back IS NULL
    OR to_jsonb(NEW) - 'sent_back' IS DISTINCT FROM to_jsonb(OLD) - 'sent_back' THEN
    RAISE EXCEPTION 'table % is append-only: % refused, but for sending back once', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER cycle_return_sent_back_once BEFORE UPDATE ON "cycle_return" FOR EACH ROW EXECUTE FUNCTION return_sent_back_once();
--> statement-breakpoint
CREATE TRIGGER cycle_return_kept BEFORE DELETE ON "cycle_return" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER cycle_return_no_truncate BEFORE TRUNCATE ON "cycle_return" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER cycle_evidence_append_only BEFORE UPDATE OR DELETE ON "cycle_evidence" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER cycle_evidence_no_truncate BEFORE TRUNCATE ON "cycle_evidence" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER cycle_bulletin_append_only BEFORE UPDATE OR DELETE ON "cycle_bulletin" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER cycle_bulletin_no_truncate BEFORE TRUNCATE ON "cycle_bulletin" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER cycle_problem_append_only BEFORE UPDATE OR DELETE ON "cycle_problem" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER cycle_problem_no_truncate BEFORE TRUNCATE ON "cycle_problem" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER supervision_cycle_kept BEFORE DELETE ON "supervision_cycle" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER supervision_cycle_no_truncate BEFORE TRUNCATE ON "supervision_cycle" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- What stands in the chain for a version of a return: everything that was given, and by whom.
CREATE FUNCTION return_digest(r cycle_return) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(jsonb_build_object('id', r.id, 'version', r.version, 'cycle', r.cycle, 'unit', r.unit,
    'content', r.content, 'files', r.files, 'via', r.via, 'at', r.at, 'by', r.by, 'onBehalf', r.on_behalf)::text, 'UTF8')), 'hex')
$$;
