CREATE TABLE "indicator_duty" (
	"plan" text NOT NULL,
	"no" integer NOT NULL,
	"unit" text NOT NULL,
	"by" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "indicator_duty_plan_no_pk" PRIMARY KEY("plan","no")
);
--> statement-breakpoint
CREATE TABLE "indicator_evaluation" (
	"plan" text NOT NULL,
	"kind" text NOT NULL,
	"body" text NOT NULL,
	"sha256" text NOT NULL,
	"author" text NOT NULL,
	"approved_by" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "indicator_evaluation_plan_kind_pk" PRIMARY KEY("plan","kind")
);
--> statement-breakpoint
CREATE TABLE "indicator_value" (
	"plan" text NOT NULL,
	"no" integer NOT NULL,
	"year" integer NOT NULL,
	"version" integer NOT NULL,
	"value" double precision NOT NULL,
	"source" text NOT NULL,
	"as_of" text NOT NULL,
	"note" text NOT NULL,
	"unit" text NOT NULL,
	"via" text NOT NULL,
	"at" bigint NOT NULL,
	"by" text NOT NULL,
	"on_behalf" text,
	CONSTRAINT "indicator_value_plan_no_year_version_pk" PRIMARY KEY("plan","no","year","version")
);
--> statement-breakpoint
CREATE TABLE "indicator_watch" (
	"plan" text PRIMARY KEY NOT NULL,
	"started_at" bigint NOT NULL,
	"started_by" text NOT NULL,
	"seq" integer NOT NULL,
	"state" jsonb NOT NULL,
	"rules" jsonb NOT NULL
);

--> statement-breakpoint
-- Values and approved evaluations stay as they came in; a revision is a further row.
CREATE TRIGGER indicator_value_append_only BEFORE UPDATE OR DELETE ON "indicator_value" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER indicator_value_no_truncate BEFORE TRUNCATE ON "indicator_value" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER indicator_evaluation_append_only BEFORE UPDATE OR DELETE ON "indicator_evaluation" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER indicator_evaluation_no_truncate BEFORE TRUNCATE ON "indicator_evaluation" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER indicator_watch_kept BEFORE DELETE ON "indicator_watch" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER indicator_watch_no_truncate BEFORE TRUNCATE ON "indicator_watch" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- What stands in the chain for a version of a value: everything that was given, and by whom.
CREATE FUNCTION value_digest(v indicator_value) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(jsonb_build_object('plan', v.plan, 'no', v.no, 'year', v.year, 'version', v.version,
    'value', v.value, 'source', v.source, 'asOf', v.as_of, 'note', v.note, 'unit', v.unit, 'via', v.via, 'at', v.at,
    'by', v.by, 'onBehalf', v.on_behalf)::text, 'UTF8')), 'hex')
$$;
