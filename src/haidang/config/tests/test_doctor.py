"""The doctor says how things stand, what it means, and what to do."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from django.db import connection

from haidang.blocks.signing import public as signing
from haidang.config.doctor import database, machine, outside, work
from haidang.config.doctor.findings import Check, Finding, State, exit_status, fail, ok, run, warn
from haidang.config.env import Environment
from haidang.config.settings_test import DATABASES
from haidang.kernel import clock
from haidang.kernel.actors import system

HOLDER: Final = signing.Holder(kind="agency", code="H24.182")


@pytest.fixture
def env(tmp_path: Path) -> Environment:
    name = connection.settings_dict["NAME"]
    host = DATABASES["default"]["HOST"]
    return Environment(
        database_url=f"postgresql://postgres@/{name}?host={host}",
        data_dir=tmp_path / "data",
        backup_dir=tmp_path / "backup",
        sample=True,
    )


def look(check: Check, env: Environment) -> dict[str, State]:
    return {finding.check: finding.state for finding in run([check], env)}


class TestTheMachine:
    def test_what_is_good_for_samples_fails_with_real_data(self, env: Environment) -> None:
        real = replace(env, sample=False, debug=True)

        found = list(run([machine.check_settings], real))

        assert {finding.state for finding in found} == {State.FAIL}
        assert any("VIETQR_SECRET" in finding.told for finding in found)
        assert all(finding.cure for finding in found)
        assert look(machine.check_settings, env) == {"settings": State.OK}

    def test_secrets_that_others_can_read_fail(self, env: Environment) -> None:
        (env.data_dir / "secrets").mkdir(parents=True)
        (env.data_dir / "secrets").chmod(0o755)

        found = [finding.state for finding in run([machine.check_secrets], env)]

        assert State.FAIL in found

    def test_missing_fonts_fail_and_missing_browser_parts_warn(self, env: Environment) -> None:
        bare = replace(env, assets_dir=env.data_dir)

        assert look(machine.check_fonts, bare) == {"fonts": State.FAIL}
        assert look(machine.check_browser_parts, bare) == {"browser_parts": State.WARN}
        assert look(machine.check_fonts, env) == {"fonts": State.OK}


@pytest.mark.django_db(transaction=True)
class TestTheDatabase:
    @pytest.mark.running_clock
    def test_a_database_in_order_is_told_so(self, env: Environment) -> None:
        found = look(database.check_database, env) | look(database.check_migrations, env)

        assert found == {
            "database": State.OK,
            "database.connections": State.OK,
            "clock": State.OK,
            "migrations": State.OK,
        }

    def test_a_clock_that_differs_fails(self, env: Environment) -> None:
        assert look(database.check_database, env)["clock"] is State.FAIL

    def test_a_migration_that_was_not_run_fails(self, env: Environment) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM django_migrations WHERE app = 'scanning' RETURNING name, applied"
            )
            (name, applied) = cursor.fetchone() or ("", None)

        found = look(database.check_migrations, env)

        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('scanning', %s, %s)",
                [name, applied],
            )
        assert found == {"migrations": State.FAIL}

    def test_an_index_that_is_half_made_is_found(self, env: Environment) -> None:
        mark = "UPDATE pg_index SET indisvalid = %s WHERE indexrelid = 'queue_of_doctor'::regclass"
        before = look(database.check_indexes, env)
        with connection.cursor() as cursor:
            cursor.execute("CREATE INDEX queue_of_doctor ON django_migrations (applied)")
            cursor.execute(mark, [False])
            found = look(database.check_indexes, env)
            cursor.execute("DROP INDEX queue_of_doctor")

        assert before == {"database.indexes": State.OK}
        assert found == {"database.indexes": State.WARN}

    def test_without_workers_nothing_is_done(self, env: Environment) -> None:
        before = look(work.check_workers, env)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")

        after = look(work.check_workers, env)

        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_workers")
        assert (before, after) == ({"workers": State.FAIL}, {"workers": State.OK})

    def test_old_stalled_and_given_up_jobs_are_told(self, env: Environment) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, status, scheduled_at) "
                "VALUES ('default', 'a', 'todo', now() - interval '1 hour'), "
                "('default', 'b', 'doing', NULL), ('default', 'c', 'failed', NULL)"
            )

        found = look(work.check_queue, env)

        assert found == {
            "queue": State.FAIL,
            "queue.stalled": State.FAIL,
            "queue.failed": State.WARN,
        }

    def test_a_key_that_ends_is_told_before_and_after(self, env: Environment) -> None:
        signing.create_sample_authority(actor=system("tests"))
        signing.enrol_sample_holder(HOLDER, name="Ward", actor=system("tests"))
        with connection.cursor() as cursor:
            cursor.execute("SELECT max(valid_until) FROM signing_signingkey")
            (ends_at,) = cursor.fetchone() or (clock.now(),)

        assert look(work.check_keys, env) == {"keys": State.OK}
        with clock.stopped_at(ends_at - timedelta(days=7)):
            assert look(work.check_keys, env) == {"keys": State.WARN}
        with clock.stopped_at(ends_at + timedelta(seconds=1)):
            assert look(work.check_keys, env) == {"keys": State.FAIL}

    def test_an_unreachable_database_is_a_finding_not_an_end(self, env: Environment) -> None:
        away = replace(env, database_url="postgresql://postgres@/none?host=/nowhere")

        assert look(work.check_seals, away) == {"seals": State.FAIL}


class TestTheOutside:
    def test_a_system_that_is_silent_is_told(self, env: Environment) -> None:
        nobody = replace(
            env, vneid_url="http://127.0.0.1:9", vietqr_url="http://127.0.0.1:9",
            messages_url="http://127.0.0.1:9", registers_url="http://127.0.0.1:9",
            post_url="http://127.0.0.1:9", smtp_url="smtp://127.0.0.1:9",
        )  # fmt: skip

        found = look(outside.check_systems, nobody) | look(outside.check_mail, nobody)

        assert set(found.values()) == {State.WARN}
        assert len(found) == 6

    def test_the_sandbox_is_no_outside_system_for_real_data(self, env: Environment) -> None:
        found = look(outside.check_systems, replace(env, sample=False))

        assert set(found.values()) == {State.FAIL}

    def test_without_a_backup_real_data_are_in_danger(self, env: Environment) -> None:
        assert look(outside.check_backups, env) == {"backups": State.WARN}
        assert look(outside.check_backups, replace(env, sample=False)) == {"backups": State.FAIL}


def test_the_exit_status_is_that_of_the_worst() -> None:
    well, so_so, bad = ok("a", ""), warn("b", "", "do"), fail("c", "", "do")

    def statuses(*found: Finding) -> int:
        return exit_status(found)

    assert (statuses(well), statuses(well, so_so), statuses(well, so_so, bad)) == (0, 1, 2)
