from collections.abc import Iterator

import pytest

from haidang.kernel import watch


class Notebook:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def begin(self, one: watch.step) -> None:
        self.lines.append(f"begin {one.name}")

    def end(self, one: watch.step, *, error: BaseException | None) -> None:
        self.lines.append(f"end {one.name} {one.error}".strip())


@pytest.fixture
def notebook() -> Iterator[Notebook]:
    somebody = Notebook()
    watch.add_watcher(somebody)
    yield somebody
    watch.remove_watcher(somebody)


def test_steps_are_told_from_the_outside_in_and_know_their_parent(notebook: Notebook) -> None:
    with watch.step("request", "portal:home") as outer, watch.step("action", "a.b") as inner:
        assert watch.current() is inner
        assert inner.parent is outer

    assert notebook.lines == ["begin portal:home", "begin a.b", "end a.b", "end portal:home"]
    assert watch.current() is None


def test_a_step_that_fails_is_told_with_its_kind_of_error(notebook: Notebook) -> None:
    with pytest.raises(LookupError), watch.step("job", "cases.run"):
        raise LookupError("a text that nobody needs")

    assert notebook.lines[-1] == "end cases.run LookupError"


def test_when_nobody_watches_no_step_is_remembered() -> None:
    with watch.step("request", "portal:home") as one:
        assert watch.current() is None

    assert one.seconds == 0.0


def test_what_is_noted_holds_until_the_enclosing_binding_ends() -> None:
    with watch.bind(request="1"):
        watch.note(case="H1")
        assert watch.bound() == {"request": "1", "case": "H1"}

    assert watch.bound() == {}


def test_outside_of_a_binding_nothing_is_noted_for_ever() -> None:
    watch.note(case="H1")

    assert watch.bound() == {}


def test_a_job_carries_the_trace_of_its_cause_and_nothing_without_one() -> None:
    nothing = watch.carry()
    with watch.bind(trace_id="a" * 32):
        carried = watch.carry()

    assert nothing == ""
    assert carried == f"00-{'a' * 32}-{watch.NO_SPAN}-01"
    assert watch.trace_of(carried) == "a" * 32
    assert watch.trace_of("nonsense") == ""
