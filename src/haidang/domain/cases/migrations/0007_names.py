from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

ROWS = """
CREATE FUNCTION cases_name_rows(folded text) RETURNS TABLE (words text, is_whole boolean)
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    parts text[] := (regexp_split_to_array(btrim(folded), '\\s+'))[1:12];
    n int := cardinality(parts);
    j int;
BEGIN
    IF folded IS NULL OR btrim(folded) = '' THEN RETURN; END IF;
    IF n = 1 THEN words := parts[1]; is_whole := true; RETURN NEXT; RETURN; END IF;
    FOR step IN 1..least(greatest(n / 2, 1), 2) LOOP
        FOR i IN 1..n LOOP
            EXIT WHEN step > 1 AND step * 2 = n AND i > step;
            j := (i + step - 1) % n + 1;
            words := concat_ws(' ', parts[i], parts[j], nullif(array_to_string(ARRAY(
                SELECT parts[k] FROM generate_series(1, n) AS k WHERE k NOT IN (i, j)
            ), ' '), ''));
            is_whole := i = 1 AND step = 1;
            RETURN NEXT;
        END LOOP;
    END LOOP;
END $$;

CREATE FUNCTION cases_keep_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM cases_casename n USING cases_name_rows(OLD.folded_name) r
        WHERE n.agency IN (OLD.receiving_agency, OLD.competent_agency)
          AND n.words = r.words COLLATE "C" AND n.case_id = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO cases_casename (agency, words, case_id, is_whole)
        SELECT a.agency, r.words, NEW.id, r.is_whole
        FROM (SELECT NEW.receiving_agency AS agency UNION SELECT NEW.competent_agency) a
        CROSS JOIN cases_name_rows(NEW.folded_name) r
        ORDER BY a.agency, r.is_whole DESC
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER cases_case_names_begin AFTER INSERT ON cases_case FOR EACH ROW
    WHEN (NEW.number IS NOT NULL) EXECUTE FUNCTION cases_keep_names();
CREATE TRIGGER cases_case_names_change AFTER UPDATE ON cases_case FOR EACH ROW
    WHEN (NEW.number IS NOT NULL AND (
        OLD.number IS NULL
        OR OLD.receiving_agency <> NEW.receiving_agency
        OR OLD.competent_agency <> NEW.competent_agency
        OR OLD.folded_name <> NEW.folded_name
    )) EXECUTE FUNCTION cases_keep_names();
CREATE TRIGGER cases_case_names_end AFTER DELETE ON cases_case FOR EACH ROW
    WHEN (OLD.number IS NOT NULL) EXECUTE FUNCTION cases_keep_names();
"""
UNDO = """
DROP TRIGGER cases_case_names_end ON cases_case;
DROP TRIGGER cases_case_names_change ON cases_case;
DROP TRIGGER cases_case_names_begin ON cases_case;
DROP FUNCTION cases_keep_names();
DROP FUNCTION cases_name_rows(text);
"""
KNOWN = "CREATE STATISTICS cases_case_open (mcv) ON status, finished_at FROM cases_case"
"""Lets the planner know that nearly all unfinished cases have few statuses."""
BATCH = 20_000
FILL = """
WITH part AS (
    SELECT id, number, receiving_agency, competent_agency, folded_name FROM cases_case
    WHERE id > %s ORDER BY id LIMIT %s
), kept AS (
    INSERT INTO cases_casename (agency, words, case_id, is_whole)
    SELECT a.agency, r.words, part.id, r.is_whole FROM part
    CROSS JOIN LATERAL (SELECT part.receiving_agency AS agency UNION SELECT part.competent_agency) a
    CROSS JOIN LATERAL cases_name_rows(part.folded_name) r
    WHERE part.number IS NOT NULL
    ORDER BY a.agency, r.is_whole DESC
    ON CONFLICT DO NOTHING
)
SELECT max(id::text)::uuid FROM part
"""


def fill(_apps, schema_editor):
    """Bring in the cases that were there before, some thousands in a transaction."""
    last = "00000000-0000-0000-0000-000000000000"
    with schema_editor.connection.cursor() as cursor:
        while last is not None:
            cursor.execute(FILL, [last, BATCH])
            (last,) = cursor.fetchone()


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("cases", "0006_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseName",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "agency",
                        "words",
                        "case_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("agency", models.CharField(max_length=40)),
                ("words", models.CharField(db_collation="C", max_length=400)),
                ("case_id", models.UUIDField()),
                ("is_whole", models.BooleanField()),
            ],
            options={
                "verbose_name": "name of a case",
            },
        ),
        # Not with its table, for then Django would make it at the very end and hold the table
        # that the triggers write to: two seconds with 100,000 cases.
        AddIndexConcurrently(
            model_name="casename",
            index=models.Index(
                condition=models.Q(("is_whole", True)),
                fields=["agency", "-case_id"],
                include=("words",),
                name="cases_casename_newest",
            ),
        ),
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False), ("finished_at", None)),
                fields=["competent_agency", "due_at", "id"],
                name="cases_case_decided_due",
            ),
        ),
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False), ("finished_at", None)),
                fields=["receiving_agency", "due_at", "id"],
                name="cases_case_received_due",
            ),
        ),
        migrations.RunSQL(KNOWN, "DROP STATISTICS cases_case_open"),
        migrations.RunSQL(ROWS, UNDO),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
