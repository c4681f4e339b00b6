"""The package that a case runs under: its procedure's, or its part of a form for several."""

from functools import lru_cache
from typing import Final
from uuid import UUID

from haidang.domain.cases.models import Case
from haidang.domain.catalog import public as catalog
from haidang.engines.packages import ProcedurePackage, part_package

_KEPT: Final = 128
LONGER: Final = "longer"
"""In the facts of a part under ``part``: whether the longer of its two limits holds."""


def package_of(case: Case) -> ProcedurePackage:
    """Return the package of the case's revision, as its part runs it if it is one."""
    if not case.part_key:
        return catalog.get_revision(case.revision_id).package
    own = case.facts.get("part")
    longer = isinstance(own, dict) and bool(own.get(LONGER))
    return _of_part(case.revision_id, case.part_key, longer=longer)


@lru_cache(maxsize=_KEPT)
def _of_part(revision_id: UUID, key: str, *, longer: bool) -> ProcedurePackage:
    package = catalog.get_revision(revision_id).package
    return part_package(package, key, longer=longer)
