"""The front-door contract, on a small package made for the test."""

import sys
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

from lint.public_surface import PublicSurface


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Path]:
    sys.path.insert(0, str(tmp_path))
    yield tmp_path
    sys.path.remove(str(tmp_path))


def make(root: Path, name: str, **sources: str) -> None:
    """Write modules; two underscores in a key stand for a dot."""
    for key, source in sources.items():
        path = root / name / f"{key.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    for folder in {path.parent for path in (root / name).rglob("*.py")} | {root / name}:
        for place in (folder, *folder.parents):
            if place == root:
                break
            (place / "__init__.py").touch()


def check(name: str) -> list[tuple[str, str, int]]:
    contract = PublicSurface(
        name="Front door",
        session_options={"root_packages": [name]},
        contract_options={"layers": [f"{name}.blocks"], "doors": ["public", "testing"]},
    )
    outcome = contract.check(grimp.build_graph(name, cache_dir=None), verbose=False)
    trespasses: list[tuple[str, str, int]] = outcome.metadata["trespasses"]
    assert outcome.kept is not bool(trespasses)
    return trespasses


def test_entering_by_the_front_door_is_kept(house: Path) -> None:
    make(
        house,
        "kept_house",
        blocks__audit__actions="",
        blocks__audit__public="from kept_house.blocks.audit import actions",
        blocks__payments__actions="from kept_house.blocks.audit import public",
    )

    assert check("kept_house") == []


def test_reaching_into_a_module_is_broken_with_its_line(house: Path) -> None:
    make(
        house,
        "broken_house",
        blocks__audit__actions="",
        blocks__payments__actions="\nfrom broken_house.blocks.audit import actions",
    )

    assert check("broken_house") == [
        ("broken_house.blocks.payments.actions", "broken_house.blocks.audit.actions", 2)
    ]
