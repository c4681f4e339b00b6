"""Whose site it is: the city's words for header and footer, from its package."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import yaml
from django.db import DatabaseError

from haidang.config.env import Environment
from haidang.ui.parts import Brand


class CityBrands(Mapping[str, Brand]):
    """The brand by language, with the words that the city's newest revision says.

    Before the city is published, and while no database is at hand, its package's words hold.
    """

    def __init__(self, city: str, packaged: Mapping[str, Brand]) -> None:
        self._city = city
        self.packaged = packaged

    def __getitem__(self, language: str) -> Brand:
        """Return the brand in a language, as published at most seconds ago."""
        return _with_words(self.packaged[language], language, city=self._city)

    def __iter__(self) -> Iterator[str]:
        """Return the languages."""
        return iter(self.packaged)

    def __len__(self) -> int:
        """Return how many languages there are."""
        return len(self.packaged)


def _with_words(brand: Brand, language: str, *, city: str) -> Brand:
    from haidang.domain.catalog import public as catalog  # noqa: PLC0415 - Django is set up only now

    try:
        words = catalog.city_words(city)
    except (catalog.CityNotPublished, DatabaseError, RuntimeError):
        # A page of an error, or before the first seeding, is drawn without the database.
        return brand
    return replace(
        brand,
        name=words.platform.get(language) or brand.name,
        short=words.short or brand.short,
        motto=words.motto.get(language) or brand.motto,
        hotline=words.hotline,
        email=words.email,
    )


def read_brands(env: Environment) -> CityBrands | dict[str, Brand]:
    """Return the brand of the installation's city by language."""
    path = env.content_dir / "cities" / env.city / "manifest.yaml"
    if not path.exists():
        return {}
    manifest = yaml.safe_load(path.read_text(encoding="utf-8"))
    brand, contact = manifest["brand"], manifest.get("contact") or {}
    packaged = {
        language: Brand(
            name=brand["platform"][language],
            short=brand["short"],
            owner=manifest["name"][language],
            motto=brand["motto"][language],
            hotline=contact.get("hotline") or "",
            email=contact.get("email") or "",
        )
        for language in ("vi", "en")
    }
    return CityBrands(env.city, packaged)
