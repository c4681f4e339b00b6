"""Each rule of the tree, by what it passes and what it refuses."""

import pytest

from lint import rules
from lint.findings import Finding


def codes(found: object) -> list[str]:
    return [item.code for item in found if isinstance(item, Finding)]  # type: ignore[attr-defined]


def test_a_file_of_400_lines_passes() -> None:
    files = {"src/haidang/kernel/clock.py": "x = 1\n" * 400}

    assert codes(rules.check_length(files)) == []


def test_a_file_of_401_lines_is_refused() -> None:
    files = {"src/haidang/kernel/clock.py": "x = 1\n" * 401}

    assert codes(rules.check_length(files)) == ["L001"]


def test_a_long_migration_passes() -> None:
    files = {"src/haidang/blocks/audit/migrations/0001_initial.py": "x = 1\n" * 900}

    assert codes(rules.check_length(files)) == []


@pytest.mark.parametrize("name", sorted(rules.HOMELESS))
def test_a_module_named_after_nothing_is_refused(name: str) -> None:
    files = {f"src/haidang/engines/{name}.py": "", f"twins/{name}/app.py": ""}

    assert codes(rules.check_names(files)) == ["L002", "L002"]


def test_a_page_or_folder_of_data_may_have_any_name() -> None:
    files = {"docs/core.md": "", "src/haidang/engines/forms/sharing.py": ""}

    assert codes(rules.check_names(files)) == []


def test_python_below_content_is_refused() -> None:
    files = {"content/procedures/1.001193/check.py": "", "content/lists/papers.yaml": ""}

    assert codes(rules.check_content_is_data(files)) == ["L003"]


def test_a_view_that_touches_objects_is_refused() -> None:
    source = "from haidang.domain.cases.models import Case\nrows = Case.objects.all()\n"

    found = list(rules.check_views({"src/haidang/channels/portal/views.py": source}))

    assert [(item.code, item.line) for item in found] == [("L004", 2)]


def test_a_channel_reads_its_own_table_outside_its_views() -> None:
    source = "from haidang.channels.rest.models import Answer\nrows = Answer.objects.all()\n"
    files = {
        "src/haidang/channels/rest/idempotency.py": source,
        "src/haidang/channels/rest/views.py": source,
    }

    found = list(rules.check_views(files))

    assert [item.path for item in found] == ["src/haidang/channels/rest/views.py"]


def test_a_module_of_the_domain_may_use_objects() -> None:
    source = "rows = Case.objects.all()\n"

    assert codes(rules.check_views({"src/haidang/domain/cases/queries.py": source})) == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://index.example/simple",
        '"resolved": "https://registry.example/htmx.org"',
        "httpx @ https://files.example/httpx-0.28.1-py3-none-any.whl",
        "data = '/home/somebody/data'",
        "see /secret/checkout/src",
        "index at packages.example",
    ],
)
def test_a_line_that_ties_the_tree_to_a_machine_is_refused(line: str) -> None:
    private = ["/secret/checkout", "packages.example"]

    found = rules.check_places({"lock/dev.txt": line}, private=private)

    assert codes(found) == ["L005"]


def test_an_address_that_only_looks_like_a_folder_passes() -> None:
    files = {"docs/a.md": "https://site.example/home/ and /ho-so/ and x/secret/checkout"}

    assert codes(rules.check_places(files, private=["/secret/checkout"])) == []


def test_a_to_do_needs_a_link() -> None:
    bare = {"src/haidang/a.py": "# TODO write it\n"}
    linked = {"src/haidang/a.py": "# TODO https://issues.example/12 write it\n"}

    assert codes(rules.check_to_dos(bare)) == ["L006"]
    assert codes(rules.check_to_dos(linked)) == []


def test_this_machine_has_private_words() -> None:
    assert list(rules.private_words())
