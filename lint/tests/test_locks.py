"""Lock files against the requirements."""

from lint.locks import check_lock

GOOD = "# a comment\nhttpx==0.28.1 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n"


def codes(text: str, *requirements: str) -> list[str]:
    return [item.code for item in check_lock("lock/dev.txt", text, requirements)]


def test_a_pinned_hashed_requirement_passes() -> None:
    assert codes(GOOD, "httpx~=0.28") == []


def test_a_requirement_that_is_not_locked_is_found() -> None:
    assert codes(GOOD, "Django~=5.2") == ["L022"]


def test_a_lock_that_fell_behind_is_found() -> None:
    assert codes(GOOD, "httpx>=1") == ["L023"]


def test_a_pin_without_a_hash_is_found() -> None:
    assert codes("httpx==0.28.1\n", "httpx") == ["L021"]


def test_a_line_that_pins_nothing_is_found() -> None:
    assert codes("httpx>=0.28\n") == ["L020"]


def test_names_are_compared_as_the_index_does() -> None:
    assert codes(GOOD.replace("httpx", "types-PyYAML"), "types_pyyaml") == []
