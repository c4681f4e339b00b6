"""Foreign keys obey the layers as imports do, and never delete across a module."""

import pytest
from django.apps import apps
from django.db import models

LAYERS = ("kernel", "engines", "blocks", "domain", "channels", "config")
MODULES = (
    "blocks.audit", "blocks.outbox", "blocks.agencies", "blocks.identity", "blocks.vault",
    "blocks.signing", "blocks.messaging", "blocks.payments", "blocks.delivery", "blocks.exchange",
    "blocks.scanning", "blocks.waiting",
    "domain.catalog", "domain.registries", "domain.indicators", "domain.worklist", "domain.cases",
    "domain.succession", "domain.queue",
)  # fmt: skip


def module_of(model: type[models.Model]) -> str:
    """Return such as ``blocks.identity``; a model of a library has no module."""
    parts = model.__module__.split(".")
    return ".".join(parts[1:3]) if parts[0] == "haidang" else ""


def crossing_keys() -> list[models.ForeignKey]:  # type: ignore[type-arg]  # of any model
    return [
        field
        for model in apps.get_models()
        if module_of(model)
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and module_of(field.related_model)
        and module_of(field.related_model) != module_of(model)
    ]


def may_point(source: str, target: str) -> bool:
    """Tell whether a table of one module may hold a key of another's."""
    layers = [LAYERS.index(name.partition(".")[0]) for name in (source, target)]
    if layers[0] != layers[1]:
        return layers[1] < layers[0]
    return (
        source in MODULES and target in MODULES and MODULES.index(target) < MODULES.index(source)
    )


def test_no_key_crosses_a_module_against_the_layers() -> None:
    wrong = [
        str(field)
        for field in crossing_keys()
        if not may_point(module_of(field.model), module_of(field.related_model))
    ]

    assert wrong == []


def test_no_key_deletes_across_a_module() -> None:
    wrong = [
        str(field)
        for field in crossing_keys()
        if field.remote_field.on_delete in {models.CASCADE, models.SET_NULL, models.SET_DEFAULT}
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("source", "target", "allowed"),
    [
        ("domain.cases", "blocks.identity", True),
        ("blocks.identity", "domain.cases", False),
        ("blocks.payments", "blocks.audit", True),
        ("blocks.audit", "blocks.payments", False),
        ("domain.worklist", "domain.cases", False),
    ],
)
def test_the_rule_itself_points_down(source: str, target: str, *, allowed: bool) -> None:
    assert may_point(source, target) is allowed


def test_every_module_with_tables_stands_in_the_order() -> None:
    found = {module_of(model) for model in apps.get_models()} - {""}

    assert {name for name in found if name.startswith(("blocks.", "domain."))} <= set(MODULES)
