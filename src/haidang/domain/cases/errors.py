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
