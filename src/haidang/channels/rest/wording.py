"""What people read when something is wrong, by the stable code of the error."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haidang.kernel.errors import HaidangError

TITLES: Final[Mapping[int, Promise]] = {
    400: _("The request cannot be understood."),
    401: _("Please sign in."),
    403: _("You may not do this."),
    404: _("There is nothing here that you may see."),
    405: _("This address does not know that method."),
    409: _("The present state does not permit this."),
    413: _("The request is too large."),
    415: _("This media type is not read here."),
    422: _("Some of the data is wrong."),
    429: _("Too many requests; please wait a moment."),
    500: _("Something broke on our side."),
    503: _("This cannot be served at this moment; please try again later."),
}

DETAILS: Final[Mapping[str, Promise]] = {
    "cases.unknown": _("There is no such case, or it is not yours to see."),
    "cases.not_yours": _("You may not do this to this case."),
    "cases.illegal_status": _("The case's present status does not permit this step."),
    "cases.answers_refused": _("The form or its evidence has faults; all of them are listed."),
    "cases.supplement_already_requested": _(
        "A supplement may be requested once only, with everything that is missing."
    ),
    "cases.reason_missing": _("The act needs its reason."),
    "cases.fee_unpaid": _("The fee of this case has not been paid yet."),
    "cases.rating_impossible": _("A rating has from one to five stars."),
    "cases.service_not_asked": _("This procedure's form takes no data from such a service."),
    "cases.data_not_found": _("The register gave nothing that can be used here."),
    "cases.already_rated": _("This case was already rated."),
    "catalog.procedure_unknown": _("There is no such procedure here."),
    "catalog.not_offered": _("This city does not offer the procedure at this time."),
    "worklist.task_unknown": _("There is no such task, or it is not yours to see."),
    "worklist.not_your_task": _("You do not hold the post that this task is for."),
    "worklist.task_taken": _("Another officer has taken this task."),
    "worklist.task_closed": _("This task was already done."),
    "worklist.action_unknown": _("This task does not offer that action."),
    "identity.sign_in_refused": _("The name, the password or the code is wrong."),
    "identity.sign_in_paused": _("After too many failures, sign-in rests for a while."),
    "identity.second_factor_missing": _("An officer needs a second factor."),
    "identity.provider_unknown": _("There is no such sign-in provider."),
    "payment.notice_forged": _("The notice does not carry the bank's signature."),
    "vault.document_unknown": _("There is no such document, or it may not be known of."),
    "rest.scope_missing": _("The token does not carry the scope that this needs."),
    "rest.key_reused": _("The same idempotency key was used for another request."),
    "rest.token_missing": _("Send a valid bearer token in the Authorization header."),
    "rest.unknown_address": _("There is no such address; see /api/docs."),
    "haidang.database_away": _(
        "The database is not reached for a moment. Say the same again after Retry-After, under "
        "the same Idempotency-Key: it is done once only."
    ),
    "haidang.invalid_input": _("The data has faults; all of them are listed."),
}


def title_of(status: int) -> str:
    """Return the short, general sentence of a status, in the language of the request."""
    return str(TITLES.get(status) or TITLES[400])


def detail_of(error: HaidangError, *, status: int) -> str:
    """Return what is wrong in particular, in the language of the request."""
    return detail_of_code(error.code, status=status)


def detail_of_code(code: str, *, status: int) -> str:
    """Return the sentence of a code, else the general one of the status."""
    return str(DETAILS.get(code) or title_of(status))
