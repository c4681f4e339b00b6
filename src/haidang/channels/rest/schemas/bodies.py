"""What callers send."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, JsonValue, StringConstraints

from haidang.channels.rest.schemas.values import Body

Short = Annotated[str, StringConstraints(max_length=200)]
Long = Annotated[str, StringConstraints(max_length=5_000)]
Answers = dict[Annotated[str, StringConstraints(max_length=80)], JsonValue]


class PrincipalIn(Body):
    """For whom a representative applies by a written mandate, as the paper says."""

    personal_id: Annotated[str, StringConstraints(max_length=20)]
    full_name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    relation: Short = ""
    born_on: date | None = None


class DraftIn(Body):
    """Begin a case: under which procedure, at which ward, for whom."""

    procedure: Annotated[str, StringConstraints(max_length=30)]
    unit: Annotated[str, StringConstraints(max_length=20)] = Field(
        description="Code of the ward, commune or special zone whose agency decides."
    )
    channel: Literal["online"] = "online"
    applicant_id: UUID | None = Field(
        default=None, description="The person represented; left out: oneself."
    )
    organization_id: UUID | None = Field(
        default=None, description="The organization that applies, by office or mandate."
    )
    principal: PrincipalIn | None = Field(
        default=None, description="Somebody represented by a written mandate of this case."
    )
    receiving: Annotated[str, StringConstraints(max_length=40)] = Field(
        default="", description="The place that receives, where any place does."
    )
    return_agency: Annotated[str, StringConstraints(max_length=40)] = Field(
        default="", description="The place where the result is fetched on paper."
    )


class AnswersIn(Body):
    """Answers by key; a null removes one. ``page`` limits the check to one page."""

    answers: Answers
    page: Short | None = None


class FetchIn(Body):
    """Which register to ask: a service that the form's own questions name."""

    service: Annotated[str, StringConstraints(min_length=1, max_length=80)]


class ItemIn(Body):
    """One thing that is missing or wrong, and the clause that asks for it."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
    field: Short = ""
    clause: Short = ""


class ReasonIn(Body):
    """Why."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=5_000)]


class SupplementIn(Body):
    """Everything that is missing; it can be asked for once."""

    items: Annotated[list[ItemIn], Field(min_length=1, max_length=50)]
    reason: Long = ""


class AnswerIn(Body):
    """Complete the case: changed answers, if any; files were uploaded before."""

    answers: Answers = {}


class RatingIn(Body):
    """How it went, from 1 to 5."""

    stars: Annotated[int, Field(ge=1, le=5)]
    comment: Annotated[str, StringConstraints(max_length=2_000)] = ""


class CompletionIn(Body):
    """Do a task by one of its actions."""

    action: Short
    note: Long = ""
    items: Annotated[list[ItemIn], Field(max_length=50)] = []
    values: Answers = {}


class AssignmentIn(Body):
    """Give a task to an officer who holds its post."""

    officer_id: UUID


class OfficerSignInIn(Body):
    """An officer's name, password and one-time code."""

    username: Annotated[str, StringConstraints(max_length=150)]
    password: Annotated[str, StringConstraints(max_length=500)]
    otp: Annotated[str, StringConstraints(max_length=20)]


class PersonSignInIn(Body):
    """The code that the provider sent back, and what was kept meanwhile."""

    provider: Short = "vneid"
    code: Annotated[str, StringConstraints(max_length=2_000)]
    code_verifier: Short
    nonce: Short
    redirect_uri: Annotated[str, StringConstraints(max_length=500)]
