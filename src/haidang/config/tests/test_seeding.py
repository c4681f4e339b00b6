from pathlib import Path

import pytest
from django.apps import apps
from pytest_django import Settings

from haidang.config.seeding import ContentFaulty, seed
from haidang.domain.catalog import public as catalog

pytestmark = pytest.mark.django_db

GROWING = {"audit_auditentry", "outbox_outboxevent"}
"""Records of acts: an act that is repeated is recorded again, though it changes nothing."""


def count_rows() -> dict[str, int]:
    models = apps.get_models()
    tables = {model._meta.db_table: model for model in models if model._meta.managed}
    return {
        table: model._default_manager.count()
        for table, model in sorted(tables.items())
        if table not in GROWING
    }


def test_seeding_twice_is_seeding_once() -> None:
    catalog.forget_cities()
    first = list(seed(sample=True))
    counted = count_rows()

    second = list(seed(sample=True))

    assert second == first
    assert count_rows() == counted
    assert sum("revision 1" in line for line in first) >= 8
    assert counted["identity_person"] == 3
    catalog.forget_cities()


def test_faulty_content_is_not_published(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "procedures" / "9.999999"
    folder.mkdir(parents=True)
    (folder / "manifest.yaml").write_text("code: [", encoding="utf-8")
    settings.HAIDANG_CONTENT_DIR = tmp_path

    with pytest.raises(ContentFaulty, match=r"9\.999999"):
        list(seed(sample=False))
    assert catalog.list_procedures() == []


def test_an_empty_folder_is_no_fault(settings: Settings, tmp_path: Path) -> None:
    settings.HAIDANG_CONTENT_DIR = tmp_path

    assert list(seed(sample=False)) == []
