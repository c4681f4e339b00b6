"""Publish procedures and cities."""

from collections.abc import Mapping

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.domain.catalog.actions.index import found_by, index_procedures
from haidang.domain.catalog.models import (
    CityRevision,
    Procedure,
    ProcedureRevision,
    StagedRecord,
)
from haidang.domain.catalog.queries import forget_cities
from haidang.domain.catalog.types import CityPublished, ProcedurePublished, StagedState
from haidang.engines.packages import ProcedurePackage, hash_files, to_json
from haidang.kernel.actors import Actor
from haidang.kernel.text import fold


def publish_procedure(package: ProcedurePackage, *, actor: Actor) -> int:
    """Publish a checked package; return the revision's number. The same content: no change.

    From now on it wins over the generic package of the national catalogue.
    """
    with transaction.atomic():
        row = _procedure(package)
        index_procedures([row.code])
        last = row.revisions.order_by("-number").first()
        if last is not None and last.content_hash == package.content_hash:
            return last.number
        revision = ProcedureRevision.objects.create(
            procedure=row,
            number=last.number + 1 if last else 1,
            content=to_json(package),
            content_hash=package.content_hash,
            published_by=actor.id,
        )
        row.current = revision
        row.save()
        StagedRecord.objects.filter(pk=row.code).update(state=StagedState.OWN)
        event = ProcedurePublished(
            procedure=row.code, revision_id=revision.id,
            number=revision.number, content_hash=revision.content_hash,
        )  # fmt: skip
        audit.announce(event, actor=actor)
    return revision.number


def publish_city(
    city: str, files: Mapping[str, bytes], *, actor: Actor, only_new: bool = False
) -> int:
    """Publish the files of a checked city package; return the revision's number.

    With ``only_new``, files that were published before stay where they are: what the city's
    administrator changed since then must not be undone by seeding again.
    """
    content_hash = hash_files(files)
    with transaction.atomic():
        last = CityRevision.objects.filter(city=city).order_by("-number").first()
        if last is not None and (
            last.content_hash == content_hash
            or (
                only_new
                and CityRevision.objects.filter(city=city, content_hash=content_hash).exists()
            )
        ):
            return last.number
        revision = CityRevision.objects.create(
            city=city,
            number=last.number + 1 if last else 1,
            content={name: raw.decode() for name, raw in files.items()},
            content_hash=content_hash,
            published_by=actor.id,
        )
        event = CityPublished(
            city=city, number=revision.number, content_hash=revision.content_hash
        )
        audit.announce(event, actor=actor)
    forget_cities()
    return revision.number


def columns_of(package: ProcedurePackage) -> dict[str, object]:
    """Return what a procedure's row says of its newest package: names, lists, search."""
    spoken = [*package.keywords.get("vi", ()), *package.keywords.get("en", ())]
    text = " ".join([*package.name.values(), *spoken, *package.summary.values()])
    return {
        "name_vi": package.name["vi"],
        "name_en": package.name.get("en", ""),
        "summary": {
            "name": dict(package.name),
            "field": _field_name(package),
            "summary": dict(package.summary),
            "level": list(package.level),
            "audiences": list(package.audiences),
            "found_by": found_by(package),
        },
        "folded_name": fold(" ".join([package.name["vi"], *spoken])),
        "folded_text": fold(text),
    }


def _procedure(package: ProcedurePackage) -> Procedure:
    row, _made = Procedure.objects.select_for_update().update_or_create(
        code=package.code, defaults=columns_of(package)
    )
    return row


def _field_name(package: ProcedurePackage) -> dict[str, str]:
    return {key: value for key, value in package.field.items() if key != "code"}
