"""What the compiler says, as problems that an author of templates can mend."""

import re
from pathlib import PurePath
from typing import Final

import typst

from haidang.kernel.errors import Problem, Severity

_POSITION: Final = re.compile(r"┌─ (?P<file>[^\n]+?):(?P<line>\d+):(?P<column>\d+)")
_OWN_NAME: Final = "__typst_py_bytes__.typ"
_KINDS: Final = (
    ("dictionary does not contain key", "documents.missing_data"),
    ("could not be displayed", "documents.missing_glyph"),
    ("unknown variable", "documents.unknown_name"),
    ("unknown font family", "documents.unknown_font"),
    ("outside of project root", "documents.outside"),
    ("would escape", "documents.outside"),
    ("file not found", "documents.file_not_found"),
    ("failed to load file", "documents.file_not_found"),
    ("expected", "documents.syntax"),
    ("unclosed", "documents.syntax"),
)
_HINTS: Final = {
    "documents.missing_data": {
        "vi": "Dùng at(…, default: …) hoặc answer(…) cho dữ liệu có thể vắng mặt.",
        "en": "Use at(…, default: …) or answer(…) for data that may be absent.",
    },
    "documents.missing_glyph": {
        "vi": "Phông chữ không có ký tự này; hãy kiểm tra dữ liệu hoặc bộ phông chữ.",
        "en": "No font has this character; check the data or the set of fonts.",
    },
    "documents.file_not_found": {
        "vi": "Mẫu chỉ được nhập thư viện chung, thí dụ /haidang/nd30.typ.",
        "en": "A template imports only the shared library, for example /haidang/nd30.typ.",
    },
}


def explain_fault(fault: "typst.TypstError | typst.TypstWarning", *, name: str) -> Problem:
    """Return a compiler's error or warning with its file, line, column and hint."""
    found = _POSITION.search(fault.diagnostic)
    code = _code_of(fault.message)
    file = name if not found or found["file"].endswith(_OWN_NAME) else _shared(found["file"])
    hints = " ".join(fault.hints)
    return Problem(
        code=code,
        severity=Severity.WARNING if isinstance(fault, Warning) else Severity.ERROR,
        message={
            "vi": f"Mẫu văn bản không dựng được: {fault.message}.",
            "en": f"The template does not compile: {fault.message}.",
        },
        hint={"vi": hints, "en": hints} if hints else _HINTS.get(code, {}),
        params={
            "file": file,
            "line": int(found["line"]) if found else 0,
            "column": int(found["column"]) if found else 0,
        },
    )


def _shared(file: str) -> str:
    """Return a file of the shared library as templates name it."""
    return "/haidang/" + PurePath(file).name


def _code_of(message: str) -> str:
    return next((code for words, code in _KINDS if words in message), "documents.template_fault")
