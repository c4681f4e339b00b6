"""What can be wrong with the catalogue."""

from haidang.kernel.errors import HaidangError, NotFound


class CatalogError(HaidangError):
    """The catalogue cannot do this."""

    code = "catalog.error"


class ProcedureUnknown(CatalogError, NotFound):
    """There is no such procedure here."""

    code = "catalog.procedure_unknown"


class RevisionUnknown(CatalogError, NotFound):
    """There is no such revision of the procedure."""

    code = "catalog.revision_unknown"


class CityNotPublished(CatalogError, NotFound):
    """The city's package was not published; run `haidang content publish`."""

    code = "catalog.city_not_published"


class NotOffered(CatalogError, NotFound):
    """This city does not offer the procedure at this time."""

    code = "catalog.not_offered"
