"""What can be wrong with agencies."""

from haidang.kernel.errors import Conflict, HaidangError, NotFound


class AgenciesError(HaidangError):
    """The agencies do not permit this."""

    code = "agencies.error"


class AgencyUnknown(AgenciesError, NotFound):
    """There is no such agency at that time."""

    code = "agencies.agency_unknown"


class UnitUnknown(AgenciesError, NotFound):
    """There is no such administrative unit at that time."""

    code = "agencies.unit_unknown"


class OfficerUnknown(AgenciesError, NotFound):
    """There is no such officer."""

    code = "agencies.officer_unknown"


class CityUnknown(AgenciesError, NotFound):
    """There is no such city."""

    code = "agencies.city_unknown"


class PostNotHeld(AgenciesError, Conflict):
    """An officer can delegate only a post that the officer holds."""

    code = "agencies.post_not_held"


class AlreadyAssigned(AgenciesError, Conflict):
    """The officer holds this post already."""

    code = "agencies.already_assigned"


class DelegationUnknown(AgenciesError, NotFound):
    """There is no such delegation."""

    code = "agencies.delegation_unknown"


class DelegationWrong(AgenciesError, Conflict):
    """A delegation goes to another officer, for a period that is not over, on a named paper."""

    code = "agencies.delegation_wrong"
