from django.contrib.postgres.indexes import BrinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations

REFUSE = """
CREATE OR REPLACE FUNCTION identity_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at < now() - interval '1 year' AND OLD.at < nullif(
        current_setting('haidang.forget_accesses_before', true), ''
    )::timestamptz THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'The log of accesses is append-only.' USING ERRCODE = 'restrict_violation';
END $$;
"""
REFUSE_ALL = """
CREATE OR REPLACE FUNCTION identity_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The log of accesses is append-only.' USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    """Let the sweep, and nobody else, forget old accesses; find them by their age."""

    atomic = False

    dependencies = [("identity", "0002_organization_contact")]

    operations = [
        migrations.RunSQL(REFUSE, REFUSE_ALL),
        AddIndexConcurrently(
            model_name="accesslog", index=BrinIndex(fields=["at"], name="identity_access_age")
        ),
    ]
