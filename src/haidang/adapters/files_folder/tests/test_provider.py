"""The folder is what every store must be."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from haidang.adapters.files_folder import Provider
from haidang.blocks.vault.testing import FileStoreConformance
from haidang.kernel.errors import ProviderRefused


class TestFolder(FileStoreConformance):
    @pytest.fixture(autouse=True)
    def folder(self, settings: Settings, tmp_path: Path) -> Path:
        settings.HAIDANG_FILES_DIR = tmp_path / "files"
        return tmp_path / "files"

    def store(self) -> Provider:
        return Provider()

    def damage(self, path: str) -> None:
        (self.where / path).unlink()

    @pytest.fixture(autouse=True)
    def _where(self, folder: Path) -> None:
        self.where = folder

    def test_nobody_else_reads_a_file(self, folder: Path) -> None:
        Provider().write("2026/09/15/a", b"sealed")

        modes = {path.stat().st_mode & 0o077 for path in folder.rglob("*")}

        assert modes == {0}

    def test_nothing_half_written_stays(self, folder: Path) -> None:
        Provider().write("2026/09/15/a", b"sealed")

        with pytest.raises(ProviderRefused):
            Provider().write("2026/09/15/a", b"other")

        assert [path.name for path in folder.rglob("*") if path.is_file()] == ["a"]

    def test_no_path_leads_out_of_the_folder(self) -> None:
        with pytest.raises(ProviderRefused):
            Provider().read("../secrets/field_key")
