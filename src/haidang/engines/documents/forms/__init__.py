"""The papers that the platform itself makes: TT 03/2025/TT-VPCP and the e-receipt."""

from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, get_args

from haidang.engines.documents.model import Template

FormName = Literal[
    "mau_01",
    "mau_02",
    "mau_03",
    "mau_04",
    "mau_05",
    "phieu_kiem_soat",
    "so_theo_doi",
    "bien_lai",
]
FORM_NAMES: Final[tuple[FormName, ...]] = get_args(FormName)

_FOLDER: Final = Path(__file__).parent


@lru_cache
def form_template(name: FormName) -> Template:
    """Return the template of a form; ``contract.py`` says which data it reads."""
    return Template(source=(_FOLDER / f"{name}.typ").read_bytes(), name=f"{name}.typ")
