"""The portal's words for codes, instants and amounts."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from haidang.engines.deadlines import TimeLimit, Unit
from haidang.kernel.clock import local
from haidang.ui.parts import Tone
from haidang.ui.questions import language, said, size_words

__all__ = [
    "AGENCY_KINDS",
    "AUDIENCES",
    "CHANNELS",
    "DOCUMENTS",
    "LEVELS",
    "POSTS",
    "SENDERS",
    "STATUS_TONES",
    "copies_words",
    "day_words",
    "hours_words",
    "instant_words",
    "language",
    "limit_words",
    "listed",
    "said",
    "size_words",
]

STATUS_TONES: Final[Mapping[str, Tone]] = {
    "draft": "idle",
    "0": "info",
    "1": "info",
    "2": "info",
    "3": "bad",
    "4": "info",
    "5": "warn",
    "6": "warn",
    "7": "idle",
    "8": "bad",
    "9": "good",
    "10": "good",
}
CHANNELS: Final = {
    "online": gettext_lazy("Online"),
    "counter": gettext_lazy("At the counter"),
    "post": gettext_lazy("By public post"),
}
LEVELS: Final = {
    "central": gettext_lazy("Central level"),
    "province": gettext_lazy("Province level"),
    "commune": gettext_lazy("Commune level"),
}
AUDIENCES: Final = {
    "citizen": gettext_lazy("Vietnamese citizens"),
    "overseas_vietnamese": gettext_lazy("Vietnamese living abroad"),
    "foreigner": gettext_lazy("Foreigners"),
    "enterprise": gettext_lazy("Enterprises"),
    "foreign_enterprise": gettext_lazy("Foreign-invested enterprises"),
    "foreign_organization": gettext_lazy("Foreign organizations"),
    "organization": gettext_lazy("Organizations"),
    "cooperative": gettext_lazy("Cooperatives"),
    "household_business": gettext_lazy("Household businesses"),
    "official": gettext_lazy("Officials and civil servants"),
}
AGENCY_KINDS: Final = {
    "commune_people_committee": gettext_lazy("The commune's People's Committee"),
    "commune_service_centre": gettext_lazy("The commune's public administration service centre"),
    "province_service_centre": gettext_lazy("The provincial public administration service centre"),
    "department": gettext_lazy("The department of the province"),
    "traffic_police": gettext_lazy("The traffic police of the province"),
    "commune_police": gettext_lazy("The commune's police"),
    "province_police": gettext_lazy("The police of the province"),
    "land_registration_office": gettext_lazy("The land registration office"),
    "home_affairs_department": gettext_lazy("The department of home affairs"),
    "central_agency": gettext_lazy("A central agency, to which the file is forwarded"),
}
POSTS: Final = {
    "reception": gettext_lazy("Reception officer"),
    "processing": gettext_lazy("Officer in charge"),
    "head": gettext_lazy("Head of division"),
    "leader": gettext_lazy("Leader who signs"),
    "clerk": gettext_lazy("Clerk"),
    "return": gettext_lazy("Return officer"),
    "cashier": gettext_lazy("Cashier"),
}
DOCUMENTS: Final = {
    "mau_01": pgettext_lazy("document", "Form 01"),
    "mau_02": pgettext_lazy("document", "Form 02"),
    "mau_03": pgettext_lazy("document", "Form 03"),
    "mau_04": pgettext_lazy("document", "Form 04"),
    "mau_05": pgettext_lazy("document", "Form 05"),
    "result": pgettext_lazy("document", "Signed result"),
    "bien_lai": pgettext_lazy("document", "Electronic receipt"),
}

SENDERS: Final = {
    "zalo": "Zalo",
    "sms": gettext_lazy("Text message"),
    "email": gettext_lazy("E-mail"),
}


def listed(codes: tuple[str, ...], names: Mapping[str, object]) -> str:
    """Return the words of some codes, with commas; an unknown code stands for itself."""
    return ", ".join(str(names.get(code, code)) for code in codes)


def instant_words(at: datetime | None) -> str:
    """Return hour and day in Vietnam's time, as receipts must give them."""
    if at is None:
        return ""
    shown = local(at)
    return _("%(hour)s on %(day)s") % {"hour": f"{shown:%H:%M}", "day": f"{shown:%d/%m/%Y}"}


def local_day(at: datetime) -> date:
    """Return the day of an instant in Vietnam."""
    return local(at).date()


def day_words(day: date | None) -> str:
    """Return a day, day first."""
    return f"{day:%d/%m/%Y}" if day else ""


def limit_words(limit: TimeLimit) -> str:
    """Return a legal time limit in words."""
    if limit.instant:
        return _("At once, when the register answers")
    if limit.is_same_day:
        return _("Within the same working day")
    patterns = {
        Unit.WORKING_DAY: _("%(count)s working days"),
        Unit.CALENDAR_DAY: _("%(count)s days, days off included"),
        Unit.HOUR: _("%(count)s working hours"),
        Unit.NONE: _("No time limit in law"),
    }
    return patterns[limit.unit] % {"count": limit.value}


def hours_words(hours: float | None) -> str:
    """Return the hours that the internal procedure gives a step."""
    if not hours:
        return ""
    return _("%(count)s working hours") % {"count": f"{hours:g}".replace(".", ",")}


def copies_words(*, original: int, copies: int) -> str:
    """Return how many originals and copies of a paper are wanted."""
    parts = []
    if original:
        parts.append(_("originals: %(count)s") % {"count": original})
    if copies:
        parts.append(_("copies: %(count)s") % {"count": copies})
    words = ", ".join(parts) or pgettext("paper", "to be shown only")
    return words[:1].upper() + words[1:]
