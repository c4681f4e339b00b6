"""Read an exchange service: what it takes and gives, by which law, and who may call it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import jsonschema_rs

from haidang.engines.packages.model import ServicePackage
from haidang.engines.packages.procedures import hash_files
from haidang.engines.packages.report import PackageProblem, in_order, make
from haidang.engines.packages.schemas import SERVICE
from haidang.engines.packages.shapes import (
    check_dates,
    check_shape,
    legal_basis,
    mapping,
    rows,
    text,
    texts,
    whole,
    words,
)
from haidang.engines.packages.source import Source, read_yaml
from haidang.kernel.errors import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedService:
    """A service, unless an error stands in its way, and everything found wrong."""

    service: ServicePackage | None
    problems: tuple[PackageProblem, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)


def read_service(files: Mapping[str, bytes], *, name: str) -> LoadedService:
    """Read a service from its files; ``name`` is its folder."""
    if "manifest.yaml" not in files:
        missing = make("HD101", file="manifest.yaml", name="manifest.yaml")
        return LoadedService(service=None, problems=(missing,))
    source, problems = read_yaml("manifest.yaml", files["manifest.yaml"])
    problems += [*check_shape(source, SERVICE), *_check_schemas(source)]
    code = text(source.mapping().get("code"))
    if code != name:
        problems.append(source.fault("HD207", "/code", code=code, folder=name))
    for index, row in enumerate(rows(source.mapping().get("legal_basis"))):
        problems += check_dates(source, f"/legal_basis/{index}", row)
    found = in_order(problems)
    broken = any(each.severity is Severity.ERROR for each in found)
    return LoadedService(
        service=None if broken else _assemble(source, files),
        problems=found,
        sources={"manifest.yaml": source},
    )


def _check_schemas(source: Source) -> Iterator[PackageProblem]:
    data = source.mapping()
    example = mapping(data.get("example"))
    for name in ("request", "response"):
        schema = data.get(name)
        if not isinstance(schema, dict):
            continue
        try:
            validator = jsonschema_rs.Draft202012Validator(json.dumps(schema))
        except (ValueError, jsonschema_rs.ReferencingError) as fault:
            reason = str(fault).splitlines()[0][:160].rstrip(".")
            yield source.fault("HD951", f"/{name}", name=name, reason=reason)
            continue
        for wrong in validator.iter_errors(example.get(name)) if name in example else ():
            reason = wrong.message[:160].rstrip(".")
            yield source.fault("HD203", f"/example/{name}", reason=reason)


def _assemble(source: Source, files: Mapping[str, bytes]) -> ServicePackage:
    data = source.mapping()
    return ServicePackage(
        code=text(data.get("code")),
        name=texts(data.get("name")),
        provider=mapping(data.get("provider")),
        path=text(data.get("path")),
        method=text(data.get("method")) or "POST",
        request=mapping(data.get("request")),
        response=mapping(data.get("response")),
        legal_basis=legal_basis(data.get("legal_basis")),
        callers=words(data.get("callers")),
        rate=mapping(data.get("rate")),
        timeout_seconds=whole(data.get("timeout_seconds"), 10),
        personal_data=data.get("personal_data") is not False,
        manifest=data,
        content_hash=hash_files(files),
    )
