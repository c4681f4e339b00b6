"""From what a browser sent to answers; nothing is judged here, and nothing is lost."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from haidang.channels.portal.presenters.fields import evidence_key, field_name
from haidang.domain.cases import public as cases
from haidang.engines.forms import JSON, FieldType, ShownField, ShownPage
from haidang.kernel.actors import Actor
from haidang.kernel.errors import InvalidInput, Problem

_MOST_BYTES = 25 * 1024 * 1024
_UNASKED = frozenset({FieldType.EVIDENCE, FieldType.NOTE, FieldType.CALCULATED})


def read_answers(post: QueryDict, page: ShownPage) -> dict[str, JSON]:
    """Return the answers of one page; an emptied answer is None, which removes it."""
    return {
        shown.field.key: _read(post, shown)
        for shown in page.fields
        if shown.field.type not in _UNASKED and not shown.field.read_only
    }


def change_entries(
    post: QueryDict, page: ShownPage, answers: Mapping[str, JSON]
) -> dict[str, JSON]:
    """Add an empty entry to a group or take one away, as the pressed button says."""
    changed = dict(answers)
    for shown in page.fields:
        key = shown.field.key
        entries = changed.get(key)
        rows = list(entries) if isinstance(entries, list) else []
        if post.get("_add_entry") == key:
            changed[key] = [*rows, {}]
        name, _, place = post.get("_remove_entry", "").partition(":")
        if name == key and place.isdigit():
            changed[key] = [row for number, row in enumerate(rows) if number != int(place)]
    return changed


def attach_files(
    case_id: UUID,
    *,
    page_fields: Iterable[ShownField],
    files: "MultiValueDict[str, UploadedFile[bytes]]",
    actor: Actor,
) -> list[Problem]:
    """Take in the files of a page; return what is wrong with those that were refused."""
    problems: list[Problem] = []
    for shown in page_fields:
        for upload in files.getlist(field_name(shown.path)):
            problems += _attach(case_id, shown=shown, upload=upload, actor=actor)
    return problems


def remove_file(case_id: UUID, *, post: QueryDict, actor: Actor) -> None:
    """Take away the file whose button was pressed, if one was."""
    file_id = post.get("_remove", "").rpartition(":")[2]
    if file_id:
        cases.remove_evidence(case_id, evidence_id=UUID(file_id), actor=actor)


def _attach(
    case_id: UUID, *, shown: ShownField, upload: "UploadedFile[bytes]", actor: Actor
) -> list[Problem]:
    try:
        cases.attach_evidence(
            case_id,
            key=evidence_key(shown),
            name=upload.name or "file",
            content=upload.read(),
            actor=actor,
        )
    except InvalidInput as refused:
        return [
            Problem(code=one.code, path=shown.path, message=one.message, hint=one.hint)
            for one in refused.problems
        ]
    return []


def _read(post: QueryDict, shown: ShownField) -> JSON:
    name = field_name(shown.path)
    match shown.field.type:
        case FieldType.GROUP:
            return [_read_row(post, row) for row in shown.rows]
        case FieldType.ADDRESS:
            return _read_address(post, name)
        case FieldType.DATE | FieldType.PARTIAL_DATE:
            return _read_date(post, name, partial=shown.field.type is FieldType.PARTIAL_DATE)
        case FieldType.CHOICES:
            chosen: list[JSON] = [*post.getlist(name)]
            return chosen or None
        case FieldType.BOOLEAN | FieldType.DECLARATION:
            return {"true": True, "false": False}.get(post.get(name, ""))
        case _:
            return post.get(name, "").strip() or None


def _read_row(post: QueryDict, row: Iterable[ShownField]) -> dict[str, JSON]:
    read = {inner.field.key: _read(post, inner) for inner in row}
    return {key: value for key, value in read.items() if value is not None}


def _read_address(post: QueryDict, name: str) -> JSON:
    parts = {
        part: post.get(f"{name}.{part}", "").strip() for part in ("ward", "country", "detail")
    }
    given: dict[str, JSON] = {part: text for part, text in parts.items() if text}
    province = post.get(f"{name}.province", "").strip()
    if given.get("country") not in (None, "VN"):
        return given
    return {**given, "province": province} if given and province else given or None


def _read_date(post: QueryDict, name: str, *, partial: bool) -> JSON:
    day, month, year = (
        post.get(f"{name}.{part}", "").strip() for part in ("day", "month", "year")
    )
    if not (day or month or year):
        return None
    if partial and not day:
        return f"{month}/{year}" if month else year
    return f"{day}/{month}/{year}"


def look_up_case(number: str) -> cases.Progress | None:
    """Return the public progress of a case number that somebody typed, if there is one."""
    if not number:
        return None
    try:
        return cases.track(number)
    except cases.CaseUnknown:
        return None


def look_up_result(code: str) -> cases.VerifiedResult | None:
    """Return the result with a verification code that somebody typed, if there is one."""
    if not code:
        return None
    try:
        return cases.verify_result("".join(sign for sign in code.upper() if sign.isalnum()))
    except cases.CaseUnknown:
        return None


def read_pdf(files: "MultiValueDict[str, UploadedFile[bytes]]") -> tuple[bytes, list[Problem]]:
    """Return the PDF that was sent for verification, or why it cannot be looked at."""
    upload = files.get("file")
    if upload is None:
        return b"", [_problem("Hãy chọn một tệp PDF.", "Choose a PDF file.")]
    content = upload.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        return b"", [_problem("Tệp lớn hơn 25 MB.", "The file is larger than 25 MB.")]
    if not content.startswith(b"%PDF-"):
        return b"", [_problem("Tệp này không phải là PDF.", "This file is not a PDF.")]
    return content, []


def _problem(vietnamese: str, english: str) -> Problem:
    message = {"vi": vietnamese, "en": english}
    return Problem(code="portal.file", path="/file", message=message)
