"""What can be wrong with an act on a case."""

from haidang.kernel.errors import (
    Conflict,
    HaidangError,
    IllegalTransition,
    InvalidInput,
    NotAllowed,
    NotFound,
)


class CaseError(HaidangError):
    """The case cannot be handled this way."""

    code = "cases.error"


class CaseUnknown(CaseError, NotFound):
    """There is no such case, or it is not yours to see."""

    code = "cases.unknown"


class NotYourCase(CaseError, NotAllowed):
    """You may not do this to this case."""

    code = "cases.not_yours"


class IllegalStatus(CaseError, IllegalTransition):
    """The case's present status does not permit this step."""

    code = "cases.illegal_status"


class AnswersRefused(CaseError, InvalidInput):
    """The form or its evidence has faults; all of them are listed."""

    code = "cases.answers_refused"


class ServiceNotAsked(CaseError, NotFound):
    """This procedure's form takes no data from such a service."""

    code = "cases.service_not_asked"


class DataNotFound(CaseError, InvalidInput):
    """The register gave nothing that can be used here; the problem says what to do instead."""

    code = "cases.data_not_found"


class SupplementAlreadyRequested(CaseError, IllegalTransition):
    """A supplement may be requested once only, complete (NĐ 309/2026/NĐ-CP, Article 17)."""

    code = "cases.supplement_already_requested"


class VisibleTheFirstTime(CaseError, InvalidInput):
    """What was visible at the first request cannot be asked for again (309/2026/NĐ-CP, 17)."""

    code = "cases.visible_the_first_time"


class ExtensionRefused(CaseError, InvalidInput):
    """The due date cannot be put off like this (118/2025/NĐ-CP)."""

    code = "cases.extension_refused"


class AppointmentUnknown(CaseError, NotFound):
    """The case has no such appointment to be met now."""

    code = "cases.appointment_unknown"


class FindingUnknown(CaseError, NotFound):
    """There is no such open finding."""

    code = "cases.finding_unknown"


class ReasonMissing(CaseError, InvalidInput):
    """The act needs its reason."""

    code = "cases.reason_missing"


class FeeUnpaid(CaseError, IllegalTransition):
    """The fee of this case has not been paid yet."""

    code = "cases.fee_unpaid"


class RatingImpossible(CaseError, InvalidInput):
    """A rating has from one to five stars."""

    code = "cases.rating_impossible"


class AlreadyRated(CaseError, Conflict):
    """This case was already rated."""

    code = "cases.already_rated"


class SameAgency(CaseError, Conflict):
    """The case is with this agency already."""

    code = "cases.same_agency"


class TransferTooLate(CaseError, IllegalTransition):
    """The result is signed or numbered already; the case cannot go to another agency."""

    code = "cases.transfer_too_late"


class DelegationForbidden(CaseError, NotAllowed):
    """This procedure is done in person; the law does not allow a representative."""

    code = "cases.delegation_forbidden"


class PrincipalUnclear(CaseError, InvalidInput):
    """What was typed of the person represented does not fit."""

    code = "cases.principal_unclear"


class ConsultationUnknown(CaseError, NotFound):
    """There is no such consultation, or it is not your agency's."""

    code = "cases.consultation_unknown"


class ConsultationClosed(CaseError, Conflict):
    """This consultation was answered already, or its time is over."""

    code = "cases.consultation_closed"


class NotReceivedHere(CaseError, NotAllowed):
    """This counter may not take in this procedure, or not for that ward."""

    code = "cases.not_received_here"
