"""How agencies find cases by the names of applicants."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Lead(models.Func):
    """The first two words of a row."""

    template = (
        "(split_part(%(expressions)s, ' ', 1) || ' ' || split_part(%(expressions)s, ' ', 2))"
    )
    output_field = models.CharField()


class CaseName(models.Model):
    """A row of the index of names of one agency; the newest case has the highest id.

    The database keeps these rows itself, by triggers of the cases: each two words of a folded
    name lead one row, followed by the name's other words, so that any two words, and any one,
    are one range of an index, the newest first.
    """

    pk = models.CompositePrimaryKey("agency", "words", "case_id")
    agency = models.CharField(max_length=40)
    words = models.CharField(max_length=400, db_collation="C")
    case_id = models.UUIDField()
    is_whole = models.BooleanField()

    class Meta:
        verbose_name = _("name of a case")
        indexes: ClassVar = [
            models.Index(
                fields=["agency", "-case_id"],
                include=["words"],
                name="cases_casename_newest",
                condition=models.Q(is_whole=True),
            ),
            models.Index(
                models.F("agency"),
                Lead("words"),
                models.F("case_id").desc(),
                include=["words"],
                name="cases_casename_lead",
            ),
        ]

    def __str__(self) -> str:
        return self.words
