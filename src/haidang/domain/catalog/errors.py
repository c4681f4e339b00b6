"""What can be wrong with the catalogue."""

from haidang.kernel.errors import Conflict, HaidangError, InvalidInput, NotAllowed, NotFound


class CatalogError(HaidangError):
    """The catalogue cannot do this."""

    code = "catalog.error"


class ProcedureUnknown(CatalogError, NotFound):
    """There is no such procedure here."""

    code = "catalog.procedure_unknown"


class GuideUnknown(CatalogError, NotFound):
    """There is no such questionnaire here."""

    code = "catalog.guide_unknown"


class RevisionUnknown(CatalogError, NotFound):
    """There is no such revision of the procedure."""

    code = "catalog.revision_unknown"


class CityNotPublished(CatalogError, NotFound):
    """The city's package was not published; run `haidang content publish`."""

    code = "catalog.city_not_published"


class NotOffered(CatalogError, NotFound):
    """This city does not offer the procedure at this time."""

    code = "catalog.not_offered"


class CityChangeFaulty(CatalogError, InvalidInput):
    """The change would leave the city's package with faults; all of them are listed."""

    code = "catalog.city_change_faulty"


class CityChangedMeanwhile(CatalogError, Conflict):
    """Somebody else published this city in the meantime; look at the preview again."""

    code = "catalog.city_changed_meanwhile"


class NotSteward(CatalogError, NotAllowed):
    """Only stewards of the catalogue may do this."""

    code = "catalog.not_steward"


class RecordUnknown(CatalogError, NotFound):
    """There is no such record in staging."""

    code = "catalog.record_unknown"


class RecordHasOwnPackage(CatalogError, Conflict):
    """The procedure has its own package; the generic one does not replace it."""

    code = "catalog.record_has_own_package"


class RecordChangedMeanwhile(CatalogError, Conflict):
    """The record was imported anew while it was read; look at it again."""

    code = "catalog.record_changed_meanwhile"


class ReadingFaulty(CatalogError, InvalidInput):
    """The reading cannot be confirmed; everything that is wrong is listed."""

    code = "catalog.reading_faulty"
