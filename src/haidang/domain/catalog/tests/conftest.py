"""The content folder, published once per module."""

import functools
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings

from haidang.domain.catalog import public as catalog
from haidang.engines import packages
from haidang.kernel import clock
from haidang.kernel.actors import system

A_MONDAY = datetime(2026, 9, 14, 9, 0, tzinfo=clock.VIETNAM)


@functools.cache
def load_procedures(root: Path) -> tuple[packages.ProcedurePackage, ...]:
    loaded = (packages.load_procedure(folder) for folder in sorted(root.iterdir()))
    return tuple(one.package for one in loaded if one.package is not None)


@pytest.fixture(scope="session")
def procedures() -> tuple[packages.ProcedurePackage, ...]:
    root: Path = settings.HAIDANG_CONTENT_DIR
    return load_procedures(root / "procedures")


@pytest.fixture(scope="module")
def _content(
    shared_rows: None, procedures: tuple[packages.ProcedurePackage, ...]
) -> Iterator[None]:
    root: Path = settings.HAIDANG_CONTENT_DIR
    actor = system("tests")
    with clock.stopped_at(A_MONDAY):
        for folder in sorted((root / "cities").iterdir()):
            catalog.publish_city(folder.name, packages.read_files(folder), actor=actor)
        for package in procedures:
            catalog.publish_procedure(package, actor=actor)
    yield
    catalog.forget_cities()


@pytest.fixture
def content(_content: None, db: None) -> Iterator[None]:
    """Let a test work on published content; cities it changes are forgotten."""
    yield
    catalog.forget_cities()
