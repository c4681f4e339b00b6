"""Whose site it is: the city's words for header and footer, from its package."""

import yaml

from haidang.config.env import Environment
from haidang.ui.parts import Brand


def read_brands(env: Environment) -> dict[str, Brand]:
    """Return the brand of the installation's city by language."""
    path = env.content_dir / "cities" / env.city / "manifest.yaml"
    if not path.exists():
        return {}
    manifest = yaml.safe_load(path.read_text(encoding="utf-8"))
    brand, contact = manifest["brand"], manifest.get("contact") or {}
    return {
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
