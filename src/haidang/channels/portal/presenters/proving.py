"""Verification of documents, my papers, and the diary of who read my data."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from haidang.blocks.agencies import public as agencies
from haidang.blocks.identity.public import Access
from haidang.blocks.messaging.public import SentNotice
from haidang.blocks.signing.public import ValidationReport
from haidang.blocks.vault.public import DocumentSummary
from haidang.channels.portal.presenters import wording
from haidang.channels.portal.presenters.pages import (
    DiaryPage,
    Paperwork,
    SignatureItem,
    SignInPage,
    VaultPage,
    VerifyPage,
)
from haidang.channels.portal.presenters.wording import said
from haidang.domain.cases.public import VerifiedResult
from haidang.engines.signatures import SignatureCheck
from haidang.kernel.errors import Problem
from haidang.ui.fields import Field
from haidang.ui.parts import Cell, Fault, Link, Row, Table

SAMPLE_PEOPLE = (("lan", "Nguyễn Thị Lan"), ("minh", "Trần Văn Minh"), ("binh", "Lê Văn Bình"))


def verify_page(
    code: str = "", *, result: VerifiedResult | None = None, missing: bool = False
) -> VerifyPage:
    """Return the page of verification by code: what was issued, never to whom."""
    outcome = "unknown" if missing else ""
    if result is None:
        return VerifyPage(code=code, outcome=outcome, field=_upload())
    rows = (
        Row(term=_("Document"), text=said(result.title)),
        Row(term=_("Document number"), text=result.number),
        Row(term=_("Issued by"), text=result.agency),
        Row(term=_("Issued"), text=wording.instant_words(result.issued_at)),
        Row(term=_("Fingerprint (SHA-256)"), text=result.sha256),
    )
    return _judged(code, result.report, rows=rows)


def verify_file_page(report: ValidationReport | None, *, faults: Iterable[Problem]) -> VerifyPage:
    """Return the page of verification by file."""
    told = tuple(Fault(text=one.text(wording.language()), href="#f-file") for one in faults)
    if report is None:
        return VerifyPage(code="", outcome="", field=_upload(), faults=told)
    return _judged("", report, rows=())


def vault_page(
    documents: Iterable[DocumentSummary], *, owners: tuple[Link, ...] = ()
) -> VaultPage:
    """Return the papers that a person, or an organization, keeps."""
    return VaultPage(papers=tuple(_paper(one) for one in documents), owners=owners)


def diary_page(
    *, accesses: Iterable[Access] | None, notices: Iterable[SentNotice] | None
) -> DiaryPage:
    """Return who read the person's data, or what was sent to the person."""
    own = reverse("portal:diary")
    shows_reads = accesses is not None
    return DiaryPage(
        tabs=(
            Link(text=_("Looks at my data"), href=own, current=shows_reads),
            Link(
                text=_("Messages sent to me"),
                href=f"{own}?{urlencode({'xem': 'tin-nhan'})}",
                current=not shows_reads,
            ),
        ),
        reads=_reads(list(accesses or ())),
        messages=_messages(list(notices or ())),
    )


def sign_in_page(providers: Mapping[str, str], *, after: str, sample: bool) -> SignInPage:
    """Return the ways to sign in; sample people only where all data are samples."""
    names = {"vneid": "VNeID"}
    query = urlencode({"next": after})
    links = tuple(
        Link(
            text=_("Sign in with %(name)s") % {"name": names.get(key, key)}, href=f"{href}?{query}"
        )
        for key, href in providers.items()
    )
    first = next(iter(providers.values()), "")
    people = SAMPLE_PEOPLE if sample and first else ()
    return SignInPage(
        providers=links,
        samples=tuple(
            Link(text=name, href=f"{first}?{urlencode({'next': after, 'login_hint': key})}")
            for key, name in people
        ),
    )


def _judged(code: str, report: ValidationReport, *, rows: tuple[Row, ...]) -> VerifyPage:
    return VerifyPage(
        code=code,
        outcome="genuine" if report.is_valid else "forged",
        rows=rows,
        signatures=tuple(_signature(one) for one in report.signatures),
        faults=tuple(Fault(text=one.text(wording.language())) for one in report.problems),
        field=_upload(),
    )


def _signature(one: SignatureCheck) -> SignatureItem:
    return SignatureItem(
        signer=one.who,
        role=", ".join(part for part in (one.role, one.organization) if part not in {"", one.who}),
        when=wording.instant_words(one.timestamped_at or one.signed_at),
        verdict=_("Valid") if one.valid else _("Not valid"),
        tone="good" if one.valid else "bad",
    )


def _upload() -> Field:
    return Field(
        name="file",
        label=_("PDF file"),
        kind="file",
        accept=".pdf,application/pdf",
        limit=_("PDF, at most 25 MB."),
    )


def _paper(one: DocumentSummary) -> Paperwork:
    title = one.title_en if wording.language() == "en" and one.title_en else one.title_vi
    parts = (one.number, wording.instant_words(one.issued_at), wording.size_words(one.file.size))
    revoked = _("No longer in force") if one.revoked_at else ""
    return Paperwork(
        name=title,
        note=" · ".join(part for part in (*parts, revoked) if part),
        href=reverse("portal:paper", args=[one.id]),
        verify_href=reverse("portal:verify_code", args=[one.verification_code]),
    )


def _reads(accesses: list[Access]) -> Table | None:
    if not accesses:
        return None
    return Table(
        caption=_("Who read my data"),
        hide_caption=True,
        columns=(_("When"), _("Who"), _("Why"), _("Concerning")),
        rows=tuple(
            tuple(Cell(text=text) for text in row)
            for row in dict.fromkeys(_read_words(one) for one in accesses)
        ),
    )


def _read_words(one: Access) -> tuple[str, ...]:
    """Return a look in words; pages that one look opened within a minute read the same."""
    who = ", ".join((one.actor_name, *_names(one.agencies)))
    return (wording.instant_words(one.at), who, one.purpose, one.subject)


def _names(codes: Iterable[str]) -> list[str]:
    """Return the agencies' names; a code that is no longer known is shown as it is."""
    return [agencies.find_agency_name(code) or code for code in codes]


def _messages(notices: list[SentNotice]) -> Table | None:
    if not notices:
        return None
    return Table(
        caption=_("Messages sent to me"),
        hide_caption=True,
        columns=(_("When"), _("Message"), _("Sent through"), _("Concerning")),
        rows=tuple(
            (
                Cell(text=wording.instant_words(one.sent_at or one.created_at)),
                Cell(text=f"{one.title}\n{one.body}"),
                Cell(text=str(wording.SENDERS.get(one.channel, one.channel))),
                Cell(text=one.subject),
            )
            for one in notices
        ),
    )
