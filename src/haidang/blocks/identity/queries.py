"""Read persons, mandates and accesses; find out who acts."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Final, Literal
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth.views import redirect_to_login
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from haidang.blocks.agencies import public as agencies
from haidang.blocks.identity import policies
from haidang.blocks.identity.errors import (
    AccountUnknown,
    OrganizationUnknown,
    PersonUnknown,
)
from haidang.blocks.identity.models import (
    AccessLog,
    AccessToken,
    Account,
    MachineClient,
    Organization,
    Person,
    Representation,
    digest_of_token,
)
from haidang.blocks.identity.types import (
    Access,
    AccountId,
    OldAccess,
    OrganizationId,
    OrganizationSummary,
    PersonId,
    PersonSummary,
    RepresentationId,
    RepresentationSummary,
)
from haidang.blocks.statements import public as statements
from haidang.kernel import watch
from haidang.kernel.actors import ANONYMOUS, Actor, ActorKind
from haidang.kernel.clock import now
from haidang.kernel.errors import NotAllowed
from haidang.kernel.personal_id import Sex

_ACTOR_ON_REQUEST: Final = "_haidang_actor"
_ALL_SCOPES: Final = "all"

SecondFactor = Literal["passed", "to_pass", "to_set_up"]
View = Callable[..., HttpResponse]

_PERSON: Final = statements.Prepared(
    lambda person_id: Person.objects.select_related("account").filter(pk=person_id), UUID
)


def get_person(person_id: UUID, *, actor: Actor, purpose: str, subject: str = "") -> PersonSummary:
    """Return a person; a read by somebody else is written down for the person to see."""
    policies.check_can_read_person(person_id, actor)
    person = _PERSON.first(person_id)
    if person is None:
        raise PersonUnknown
    log_access(person_id, actor=actor, purpose=purpose, subject=subject)
    return _person(person)


def find_person_by_personal_id(
    personal_id: str, *, actor: Actor, purpose: str, subject: str = ""
) -> PersonSummary | None:
    """Return the person with a personal id, if known and the actor may know."""
    person = Person.objects.select_related("account").with_personal_id(personal_id).first()
    if person is None or not policies.can_read_person(person.pk, actor):
        return None
    log_access(person.pk, actor=actor, purpose=purpose, subject=subject)
    return _person(person)


def get_organization(organization_id: UUID) -> OrganizationSummary:
    """Return an organization; raises OrganizationUnknown."""
    known = Organization.objects.select_related("representative")
    organization = known.filter(pk=organization_id).first()
    if organization is None:
        raise OrganizationUnknown
    return _organization(organization)


def find_organization_by_tax_code(tax_code: str) -> OrganizationSummary | None:
    """Return the organization with a tax code, if it is known."""
    known = Organization.objects.select_related("representative")
    organization = known.filter(pk__in=Organization.objects.with_tax_code(tax_code)).first()
    return None if organization is None else _organization(organization)


def list_organizations(actor: Actor) -> list[OrganizationSummary]:
    """Return the organizations that the person may act for, by office or mandate, by name."""
    rows = Organization.objects.select_related("representative")
    found = rows.filter(pk__in=actor.on_behalf_of).order_by("folded", "id")
    return [_organization(row) for row in found]


def list_accesses(person_id: UUID, *, actor: Actor, limit: int = 100) -> list[Access]:
    """Return who read a person's data, the latest first (NĐ 320/2026/NĐ-CP)."""
    policies.check_can_list_accesses(person_id, actor)
    rows = AccessLog.objects.filter(person_id=person_id).order_by("-at", "-id")[:limit]
    return [
        Access(
            at=row.at,
            actor_kind=row.actor_kind,
            actor_name=row.actor_name,
            agencies=tuple(row.agencies),
            purpose=row.purpose,
            subject=row.subject,
        )
        for row in rows
    ]


def list_old_accesses(
    *, before: datetime, after: UUID | None = None, limit: int = 500
) -> list[OldAccess]:
    """Return notes of reads before an instant, by id, those after one of them."""
    rows = AccessLog.objects.filter(at__lt=before).order_by("pk")
    rows = rows if after is None else rows.filter(pk__gt=after)
    return [
        OldAccess(id=row.pk, person_id=row.person_id, subject=row.subject)
        for row in rows.only("pk", "person_id", "subject")[:limit]
    ]


def list_representations(
    person_id: UUID, *, actor: Actor, at: datetime | None = None
) -> list[RepresentationSummary]:
    """Return the mandates that a person gave or holds, in force at an instant."""
    policies.check_can_read_person(person_id, actor)
    rows = Representation.objects.in_force(at or now()).filter(
        Q(principal=person_id)
        | Q(organization__representative=person_id)
        | Q(representative=person_id)
    )
    joined = rows.select_related("representative", "principal", "organization")
    return [_representation(row) for row in joined.order_by("from_at", "id")]


def may_represent(
    representative_id: UUID, principal_id: UUID, *, scope: str, at: datetime | None = None
) -> bool:
    """Tell whether a mandate (or the office of legal representative) covers a matter."""
    by_office = Organization.objects.filter(pk=principal_id, representative=representative_id)
    if by_office.exists():
        return True
    rows = Representation.objects.in_force(at or now()).of_principals([principal_id])
    wanted = Q(scopes__contains=[scope]) | Q(scopes__contains=[_ALL_SCOPES])
    return rows.filter(wanted, representative=representative_id).exists()


def find_account_by_username(username: str) -> AccountId | None:
    """Return the id of the account with a username, if there is one."""
    account = Account.objects.filter(username=username).only("pk").first()
    return None if account is None else AccountId(account.pk)


def find_account_of_person(person_id: UUID) -> AccountId | None:
    """Return the id of a person's account, if the person has one."""
    account = Account.objects.filter(person=person_id).only("pk").first()
    return None if account is None else AccountId(account.pk)


def actor_for_account(account_id: UUID, *, assurance: int | None = None) -> Actor:
    """Return the actor that an account stands for now; raises AccountUnknown."""
    account = Account.objects.select_related("person").filter(pk=account_id).first()
    if account is None or not account.is_active:
        raise AccountUnknown
    return _actor(account, assurance=assurance)


def actor_for_token(token: str) -> Actor | None:
    """Return who holds a bearer token; None when it is unknown, expired or revoked."""
    tokens = AccessToken.objects.select_related("account__person", "client")
    row = tokens.filter(
        digest=digest_of_token(token), revoked_at=None, expires_at__gt=now()
    ).first()
    if row is None:
        return None
    watch.note(actor_kind="machine" if row.account is None else row.account.kind)
    if row.client is not None:
        return _machine_actor(row.client, scopes=frozenset(row.scopes))
    if row.account is None or not row.account.is_active:
        return None
    return _actor(row.account, assurance=row.assurance, scopes=frozenset(row.scopes))


def actor_for_request(request: HttpRequest) -> Actor:
    """Return who acts in a browser's request; read once a request."""
    known = getattr(request, _ACTOR_ON_REQUEST, None)
    if isinstance(known, Actor):
        return known
    user = request.user
    actor = _actor(user) if isinstance(user, Account) and user.is_active else ANONYMOUS
    setattr(request, _ACTOR_ON_REQUEST, actor)
    watch.note(actor_kind=actor.kind)
    return actor


def second_factor_of(request: HttpRequest) -> SecondFactor:
    """Tell how far the signed-in account is with its second factor in this session."""
    factors = Authenticator.objects.filter(user=request.user).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    if not factors.exists():
        return "to_set_up"
    records = get_authentication_records(request, request.user)
    # A factor that was just set up is asked for once more: another session of the same
    # account, opened by the password alone, must not profit from it.
    is_passed = any(record.get("method") == "mfa" for record in records)
    return "passed" if is_passed else "to_pass"


def require_officer_second_factor(view: View) -> View:
    """Let only officers with both factors into a view; send the others where they must go."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: object, **named: object) -> HttpResponse:
        refusal = officer_detour(request)
        return view(request, *arguments, **named) if refusal is None else refusal

    return guarded


def officer_detour(request: HttpRequest) -> HttpResponse | None:
    """Return where somebody must go before a desk page; None when the way is free."""
    user = request.user
    if not isinstance(user, Account):
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    if user.kind != Account.Kind.OFFICER:
        raise NotAllowed
    match second_factor_of(request):
        case "passed":
            return None
        case "to_set_up":
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        case "to_pass":
            return redirect_to_login(request.get_full_path(), reverse("mfa_reauthenticate"))


def log_access(person_id: UUID, *, actor: Actor, purpose: str, subject: str) -> None:
    """Write down a read of a person's data by somebody else."""
    if actor.person_id == person_id or actor.kind == "system":
        return
    AccessLog.objects.create(
        person_id=person_id,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name[:200],
        agencies=sorted(actor.agencies),
        purpose=purpose[:200],
        subject=subject[:80],
    )


def _actor(
    account: Account, *, assurance: int | None = None, scopes: frozenset[str] = frozenset()
) -> Actor:
    level = account.assurance if assurance is None else assurance
    if account.kind == Account.Kind.OFFICER:
        return _officer_actor(account, level, scopes)
    kind: ActorKind = "person" if account.kind == Account.Kind.PERSON else "machine"
    person = account.person
    return Actor(
        kind=kind,
        id=str(account.pk if person is None else person.pk),
        name=account.username if person is None else person.full_name,
        person_id=None if person is None else person.pk,
        account_id=account.pk,
        scopes=scopes,
        assurance=level,
        on_behalf_of=frozenset() if person is None else _principals_of(person),
    )


def _officer_actor(account: Account, assurance: int, scopes: frozenset[str]) -> Actor:
    officer = agencies.find_officer_of_account(account.pk)
    return Actor(
        kind="officer",
        id=str(account.pk if officer is None else officer.id),
        name=account.username if officer is None else officer.name,
        account_id=account.pk,
        duties=frozenset() if officer is None else agencies.duties_of(officer.id),
        scopes=scopes,
        assurance=assurance,
    )


def _machine_actor(client: MachineClient, *, scopes: frozenset[str]) -> Actor | None:
    if client.disabled_at is not None:
        return None
    granted = scopes & frozenset(client.scopes)
    return Actor(kind="machine", id=client.code, name=client.name, scopes=granted)


def _principals_of(person: Person) -> frozenset[UUID]:
    mandates = Representation.objects.in_force(now()).filter(representative=person)
    pairs = mandates.values_list("principal", "organization")
    offices = Organization.objects.filter(representative=person).values_list("pk", flat=True)
    given = {principal or organization for principal, organization in pairs}
    return frozenset({*offices, *(one for one in given if one is not None)})


def _person(person: Person) -> PersonSummary:
    account = getattr(person, "account", None)
    return PersonSummary(
        id=PersonId(person.pk),
        personal_id=str(person.personal_id),
        full_name=person.full_name,
        born_on=person.born_on,
        sex=_sex(person.sex),
        phone=person.phone,
        email=person.email,
        address=person.address,
        city=person.city,
        is_sample=person.is_sample,
        assurance=account.assurance if isinstance(account, Account) else 0,
    )


def _sex(text: str) -> Sex | None:
    match text:
        case "male" | "female":
            return text
        case _:
            return None


def _organization(organization: Organization) -> OrganizationSummary:
    representative = organization.representative_id
    return OrganizationSummary(
        id=OrganizationId(organization.pk),
        tax_code=str(organization.tax_code),
        name=organization.name,
        representative_id=None if representative is None else PersonId(representative),
        representative_name=(
            organization.representative.full_name if organization.representative else ""
        ),
        address=organization.address,
        phone=organization.phone,
        email=organization.email,
        is_sample=organization.is_sample,
    )


def _representation(row: Representation) -> RepresentationSummary:
    principal = row.principal or row.organization
    assert principal is not None  # noqa: S101 - the table's constraint says so; mypy cannot know
    name = principal.full_name if isinstance(principal, Person) else principal.name
    return RepresentationSummary(
        id=RepresentationId(row.pk),
        representative_id=PersonId(row.representative_id),
        representative_name=row.representative.full_name,
        principal_id=principal.pk,
        principal_name=name,
        scopes=frozenset(row.scopes),
        from_at=row.from_at,
        until_at=row.until_at,
        evidence=row.evidence,
        revoked_at=row.revoked_at,
    )
