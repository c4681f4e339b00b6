"""For everybody: tracking by number, verification of results."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest
from ninja import File, Router
from ninja.files import UploadedFile

from haidang.channels.rest.limits import CallsAMinute, CaseKey
from haidang.channels.rest.problems import fault_of
from haidang.channels.rest.schemas.public import (
    ProgressOut,
    ReportOut,
    SignatureOut,
    StepOut,
    VerifiedOut,
)
from haidang.channels.rest.schemas.values import Fault
from haidang.domain.cases import public as cases
from haidang.engines.signatures import ValidationReport
from haidang.kernel.errors import InvalidInput, Problem

router = Router()
_MEGABYTE: Final = 1024 * 1024


@router.get("/track/{number}", response=ProgressOut, throttle=CallsAMinute("track", most=120))
def track(request: HttpRequest, number: CaseKey) -> ProgressOut:
    """Tell code and progress of a case, nothing personal (03/2025/TT-VPCP)."""
    progress = cases.track(number)
    return ProgressOut(
        number=progress.number,
        status=progress.status,
        status_name=dict(progress.status_name),
        submitted_on=progress.submitted_on,
        due_on=progress.due_on,
        steps=[StepOut(key=key, done=done) for key, done in progress.steps],
    )


@router.get("/verify/{code}", response=VerifiedOut, throttle=CallsAMinute("verify", most=120))
def verify_code(request: HttpRequest, code: CaseKey) -> VerifiedOut:
    """Verify the result with a code: that it is genuine, who issued and signed it."""
    found = cases.verify_result(code)
    return VerifiedOut(
        title=dict(found.title),
        number=found.number,
        agency=found.agency,
        issued_at=found.issued_at,
        sha256=found.sha256,
        report=_report(found.report),
    )


@router.post("/verify", response=ReportOut, throttle=CallsAMinute("verify-file", most=60))
def verify_file(request: HttpRequest, file: File[UploadedFile]) -> ReportOut:
    """Verify every signature of a PDF; nothing is kept."""
    if (file.size or 0) > settings.HAIDANG_MAX_FILE_MB * _MEGABYTE:
        raise InvalidInput([_too_large()])
    return _report(cases.verify_file(file.read()))


def _report(report: ValidationReport) -> ReportOut:
    return ReportOut(
        valid=report.is_valid,
        signatures=[SignatureOut.from_orm(one) for one in report.signatures],
        problems=[Fault.model_validate(fault_of(problem)) for problem in report.problems],
    )


def _too_large() -> Problem:
    return Problem(
        code="rest.file_too_large",
        path="/file",
        message={
            "vi": f"Tệp lớn hơn {settings.HAIDANG_MAX_FILE_MB} MB.",
            "en": f"The file is larger than {settings.HAIDANG_MAX_FILE_MB} MB.",
        },
    )
