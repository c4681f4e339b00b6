"""Packages as JSON, for a catalog that stores revisions and never changes them."""

import base64
import json

from haidang.engines.packages.model import ProcedurePackage
from haidang.engines.packages.procedures import hash_files, read_procedure
from haidang.kernel.errors import HaidangError

FORMAT = 1


class RevisionNotReadable(HaidangError):
    """The stored revision is damaged or was made by a newer version."""

    code = "packages.revision_not_readable"


def to_json(package: ProcedurePackage) -> dict[str, object]:
    """Return the package as JSON: its files as they are, and what a list needs to show."""
    files: dict[str, object] = {}
    for name, raw in sorted(package.files.items()):
        try:
            files[name] = {"text": raw.decode("utf-8")}
        except UnicodeDecodeError:
            files[name] = {"base64": base64.b64encode(raw).decode("ascii")}
    return {
        "format": FORMAT,
        "code": package.code,
        "content_hash": package.content_hash,
        "name": dict(package.name),
        "quality": package.quality,
        "files": files,
    }


def from_json(stored: object) -> ProcedurePackage:
    """Read a stored revision back; raises RevisionNotReadable when it isn't whole."""
    data = json.loads(stored) if isinstance(stored, str | bytes) else stored
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise RevisionNotReadable
    files = {str(name): _bytes(entry) for name, entry in dict(data.get("files", {})).items()}
    if hash_files(files) != data.get("content_hash"):
        raise RevisionNotReadable("The files do not have the hash that was published.")
    loaded = read_procedure(files, name=str(data.get("code")))
    if loaded.package is None:
        codes = ", ".join(sorted({problem.code for problem in loaded.problems}))
        raise RevisionNotReadable(f"The stored files have faults: {codes}.")
    return loaded.package


def _bytes(entry: object) -> bytes:
    if isinstance(entry, dict) and isinstance(entry.get("text"), str):
        return str(entry["text"]).encode("utf-8")
    if isinstance(entry, dict) and isinstance(entry.get("base64"), str):
        return base64.b64decode(str(entry["base64"]))
    raise RevisionNotReadable
