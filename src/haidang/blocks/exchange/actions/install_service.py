"""Put a service into the catalogue."""

import hashlib
import json
from collections.abc import Iterator, Mapping

import jsonschema_rs
from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.exchange import queries
from haidang.blocks.exchange.errors import ServiceFaulty
from haidang.blocks.exchange.models import ExchangeService
from haidang.blocks.exchange.types import ServiceDescription, ServiceInstalled
from haidang.kernel.actors import Actor, system
from haidang.kernel.clock import now
from haidang.kernel.errors import Problem
from haidang.kernel.events import JSON


def install_service(
    manifest: Mapping[str, JSON], *, actor: Actor | None = None
) -> ServiceDescription:
    """Put a service into the catalogue as its manifest describes it; the same again is nothing.

    Raises ServiceFaulty with every fault at once.
    """
    problems = list(_faults(manifest))
    if problems:
        raise ServiceFaulty(problems)
    content = json.dumps(manifest, sort_keys=True, ensure_ascii=False, default=str)
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    code = str(manifest["code"])
    with transaction.atomic():
        known = ExchangeService.objects.select_for_update(of=("self",)).filter(pk=code).first()
        if known is None or known.sha256 != sha256:
            ExchangeService.objects.update_or_create(
                code=code,
                defaults={
                    "manifest": json.loads(content),
                    "sha256": sha256,
                    "installed_at": now(),
                },
            )
            event = ServiceInstalled(service=code, sha256=sha256)
            audit.announce(event, actor=actor or system("exchange"))
    return queries.describe(manifest)


def _faults(manifest: Mapping[str, JSON]) -> Iterator[Problem]:
    for key in ("code", "path"):
        if not isinstance(manifest.get(key), str) or not manifest.get(key):
            yield _fault(
                "exchange.text_missing", f"/{key}", "Thiếu nội dung này.", "This is missing."
            )
    for key in ("request", "response"):
        schema = manifest.get(key)
        if not isinstance(schema, dict) or not _is_schema(schema):
            yield _fault(
                "exchange.schema_faulty",
                f"/{key}",
                "Lược đồ JSON không hợp lệ.",
                "The JSON Schema is not valid.",
            )


def _is_schema(schema: dict[str, JSON]) -> bool:
    try:
        jsonschema_rs.Draft202012Validator(json.dumps(schema))
    except (ValueError, jsonschema_rs.ReferencingError):
        return False
    return True


def _fault(code: str, path: str, vi: str, en: str) -> Problem:
    return Problem(code=code, path=path, message={"vi": vi, "en": en})
