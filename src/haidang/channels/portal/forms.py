"""From what a browser sent to answers; nothing is judged here, and nothing is lost."""

from collections.abc import Iterable
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from haidang.domain.cases import public as cases
from haidang.kernel.actors import Actor
from haidang.kernel.errors import InvalidInput, Problem
from haidang.ui.questions import Question, evidence_key, field_name

_MOST_BYTES = 25 * 1024 * 1024


def attach_files(
    case_id: UUID,
    *,
    page_fields: Iterable[Question],
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
    case_id: UUID, *, shown: Question, upload: "UploadedFile[bytes]", actor: Actor
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


def attach(
    case_id: UUID, *, key: str, upload: "UploadedFile[bytes]", actor: Actor
) -> list[Problem]:
    """Take in one file as evidence; return why it was refused."""
    try:
        cases.attach_evidence(
            case_id, key=key, name=upload.name or "file", content=upload.read(), actor=actor
        )
    except InvalidInput as refused:
        return list(refused.problems)
    return []


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
