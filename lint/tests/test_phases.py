"""What the code of the last release uses goes in two phases."""

from collections.abc import Sequence
from datetime import date
from types import MappingProxyType

import pytest
from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    RemoveIndexConcurrently,
)
from django.db import models
from django.db.migrations import Migration
from django.db.migrations import operations as ops
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState
from django.db.models.functions import Upper

from lint.migrations import our_folders
from lint.phases import Release, Shipped, check_phases, judge, read_releases

BY_NAME = models.Index(fields=["name"], name="case_by_name")
BY_WORDS = models.Index(fields=["name", "note"], name="case_by_words")
FILLED = models.CheckConstraint(condition=~models.Q(name=""), name="case_named")
CASE = ModelState(
    "cases",
    "Case",
    [
        ("id", models.UUIDField(primary_key=True)),
        ("name", models.CharField(max_length=40)),
        ("note", models.CharField(max_length=40, null=True)),
    ],
    {"indexes": [BY_NAME]},
)
SPRING = Release(name="spring", on=date(2027, 3, 1), heads=MappingProxyType({"cases": "0001"}))


def shipped() -> Shipped:
    state = ProjectState()
    state.add_model(CASE.clone())
    return Shipped(state=state, releases=[SPRING])


def migration(*operations: Operation, name: str = "0002", **words: object) -> Migration:
    written = type("Migration", (Migration,), {"operations": list(operations), **words})
    found = written(name, "cases")
    assert isinstance(found, Migration)
    return found


def codes(one: Migration, *, among: Sequence[Migration] = ()) -> list[str]:
    return [code for code, _message in judge(one, shipped(), among=[one, *among])]


class TestWhatBreaksTheCodeOfTheLastRelease:
    @pytest.mark.parametrize(
        "operation",
        [
            ops.RemoveField("case", "name"),
            ops.DeleteModel("case"),
            ops.RenameField("case", "name", "called"),
            ops.RenameModel("Case", "Matter"),
            ops.AlterModelTable("case", "matters"),
            ops.AlterField("case", "name", models.IntegerField()),
            ops.AlterField("case", "name", models.CharField(max_length=20)),
            ops.AlterField("case", "note", models.CharField(max_length=40)),
            ops.AddField("case", "more", models.IntegerField(default=0)),
            ops.RunSQL("ALTER TABLE cases_case DROP COLUMN name"),
            ops.RunSQL(["ALTER TABLE cases_case ALTER COLUMN note SET NOT NULL"]),
            ops.SeparateDatabaseAndState(database_operations=[ops.RemoveField("case", "name")]),
        ],
        ids=lambda operation: operation.describe(),
    )
    def test_is_refused(self, operation: Operation) -> None:
        assert codes(migration(operation)) == ["L043"]

    @pytest.mark.parametrize(
        "operation",
        [
            ops.AddField("case", "more", models.IntegerField(null=True)),
            ops.AddField("case", "more", models.IntegerField(db_default=0)),
            ops.AlterField("case", "name", models.CharField(max_length=80)),
            ops.AlterField("case", "name", models.CharField(max_length=40, null=True)),
            ops.RemoveField("case", "came_with_this_release"),
            ops.CreateModel("Other", [("id", models.UUIDField(primary_key=True))]),
            ops.SeparateDatabaseAndState(state_operations=[ops.RemoveField("case", "name")]),
            ops.RunSQL("ALTER TABLE cases_case ADD COLUMN more int"),
        ],
        ids=lambda operation: operation.describe(),
    )
    def test_what_it_does_not_notice_passes(self, operation: Operation) -> None:
        assert codes(migration(operation)) == []


class TestAnIndexThatGoes:
    gone = RemoveIndexConcurrently("case", "case_by_name")
    new = migration(AddIndexConcurrently("case", BY_WORDS), name="0002_new", atomic=False)

    def test_names_the_release_that_does_without_it(self) -> None:
        silent = migration(self.gone, atomic=False)
        early = migration(self.gone, atomic=False, after_release="summer")
        right = migration(self.gone, atomic=False, after_release="spring")

        assert codes(silent) == codes(early) == ["L043"]
        assert codes(right) == []

    def test_does_not_go_in_the_release_of_its_replacement(self) -> None:
        post = migration(self.gone, atomic=False, after_release="spring", name="0003_post")
        lying = migration(
            self.gone, atomic=False, after_release="spring", replaced_by="cases.0002_new"
        )
        other = migration(
            self.gone, atomic=False, after_release="spring", replaced_by="cases.0001_initial"
        )

        assert codes(post, among=[self.new]) == codes(lying, among=[self.new]) == ["L043"]
        assert codes(other, among=[self.new]) == []


class TestWhatHoldsATableInUse:
    @pytest.mark.parametrize(
        "operations",
        [
            [ops.AddIndex("case", BY_WORDS)],
            [ops.AddConstraint("case", FILLED)],
            [ops.RunSQL("CREATE INDEX slow ON cases_case (name)")],
            [ops.AddField("case", "more", models.IntegerField(null=True, db_index=True))],
            [ops.AddField("case", "more", models.IntegerField(null=True, unique=True))],
            [ops.AddField("case", "more", models.GeneratedField(
                expression=Upper("name"), output_field=models.TextField(), db_persist=True))],
            [ops.AddField("case", "more", models.IntegerField(null=True)),
             ops.RunSQL("UPDATE cases_case SET more = 1")],
        ],
        ids=lambda operations: operations[-1].describe(),
    )  # fmt: skip
    def test_is_refused(self, operations: list[Operation]) -> None:
        assert codes(migration(*operations)) == ["L044"]

    @pytest.mark.parametrize(
        "one",
        [
            migration(AddIndexConcurrently("case", BY_WORDS), atomic=False),
            migration(AddConstraintNotValid("case", FILLED)),
            migration(ops.AddIndex("case_of_this_release", BY_WORDS)),
            migration(ops.RunSQL("UPDATE cases_case SET note = name"), atomic=False),
        ],
    )
    def test_what_holds_nothing_passes(self, one: Migration) -> None:
        assert codes(one) == []


def test_what_is_no_transaction_must_be_able_to_begin_again() -> None:
    other = ops.CreateModel("Other", [("id", models.UUIDField(primary_key=True))])

    assert codes(migration(other, atomic=False)) == ["L045"]


class TestOurOwnHistory:
    def test_keeps_the_rules_since_the_last_release(self) -> None:
        graph = MigrationLoader(None).graph

        assert list(check_phases(graph, read_releases(), folders=our_folders())) == []

    def test_would_not_have_kept_them_before_which_is_why_the_baseline_says_so(self) -> None:
        graph = MigrationLoader(None).graph
        (baseline,) = read_releases()[:1]
        heads = {**baseline.heads, "cases": "0006_lists", "worklist": "0002_saved_filters"}
        earlier = Release(name="earlier", on=baseline.on, heads=heads)

        found = list(check_phases(graph, [earlier], folders=our_folders()))

        assert {(one.path.rsplit("/", 1)[-1], one.code) for one in found} == {
            ("0007_names.py", "L045"),
            ("0008_post_names.py", "L043"),
            ("0003_covering_lists.py", "L043"),
        }

    def test_a_release_that_names_no_migration_is_found(self) -> None:
        graph = MigrationLoader(None).graph
        wrong = Release(name="wrong", on=date(2027, 1, 1), heads={"cases": "0099_never"})

        assert [one.code for one in check_phases(graph, [wrong], folders=our_folders())] == [
            "L046"
        ]
