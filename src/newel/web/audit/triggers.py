"""The database's own refusal to change or delete an event, in the words of each database."""

_WHY = "an audit event is never changed or deleted"

CREATE: dict[str, tuple[str, ...]] = {
    "sqlite": (
        f"CREATE TRIGGER audit_event_unchanged BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, '{_WHY}'); END",
        f"CREATE TRIGGER audit_event_kept BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, '{_WHY}'); END",
    ),
    "postgresql": (
        f"""CREATE FUNCTION audit_event_kept() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_WHY}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        """CREATE TRIGGER audit_event_kept BEFORE UPDATE OR DELETE ON audit_event
        FOR EACH ROW EXECUTE FUNCTION audit_event_kept()""",
        """CREATE TRIGGER audit_event_not_emptied BEFORE TRUNCATE ON audit_event
        FOR EACH STATEMENT EXECUTE FUNCTION audit_event_kept()""",
    ),
}
DROP: dict[str, tuple[str, ...]] = {
    "sqlite": ("DROP TRIGGER audit_event_unchanged", "DROP TRIGGER audit_event_kept"),
    "postgresql": (
        "DROP TRIGGER audit_event_not_emptied ON audit_event",
        "DROP TRIGGER audit_event_kept ON audit_event",
        "DROP FUNCTION audit_event_kept()",
    ),
}
