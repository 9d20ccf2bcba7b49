-- The event table takes entries and nothing else: an UPDATE, DELETE or TRUNCATE is refused by the database itself.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'table % is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON "event" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON "event" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER chain_head_kept BEFORE DELETE ON "chain_head" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER chain_head_no_truncate BEFORE TRUNCATE ON "chain_head" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
INSERT INTO "chain_head" ("id", "entries", "hash") VALUES (1, 0, repeat('0', 64));
--> statement-breakpoint
-- Appends a JSON array of entries in its order; an entry whose id is there already is left out. The advisory lock is
-- held from here to the end of the transaction, so callers do this last. hash = sha256(previous hash, LF, body) in hex.
CREATE FUNCTION append_events(entries jsonb) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  entry jsonb;
  total bigint;
  last text;
  next text;
  added integer := 0;
BEGIN
  IF jsonb_array_length(entries) = 0 THEN
    RETURN 0;
  END IF;
  PERFORM pg_advisory_xact_lock(1685414499);
  SELECT h.entries, h.hash INTO total, last FROM chain_head h WHERE h.id = 1;
  FOR entry IN SELECT e FROM jsonb_array_elements(append_events.entries) e LOOP
    next := encode(sha256(convert_to(last || E'\n' || entry::text, 'UTF8')), 'hex');
    INSERT INTO event (seq, id, prev, hash, body) VALUES (total + 1, entry ->> 'id', last, next, entry::text)
      ON CONFLICT (id) DO NOTHING;
    IF FOUND THEN
      total := total + 1;
      last := next;
      added := added + 1;
    END IF;
  END LOOP;
  IF added > 0 THEN
    UPDATE chain_head h SET entries = total, hash = last WHERE h.id = 1;
  END IF;
  RETURN added;
END $$;
--> statement-breakpoint
-- What stands in the delivery entry for the words of a letter: sha256 over subject, text, HTML and calendar entry.
CREATE FUNCTION letter_digest(subject text, body text, html text, ics text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(concat_ws(E'\x1f', coalesce(subject, ''), coalesce(body, ''), coalesce(html, ''), coalesce(ics, '')), 'UTF8')), 'hex')
$$;
--> statement-breakpoint
-- Room for the three changes of status of a letter on its own page.
ALTER TABLE "letter" SET (fillfactor = 50);
