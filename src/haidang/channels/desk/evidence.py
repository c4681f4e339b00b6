"""Present what proves the case: uploaded files, and records from registers as facts."""

from collections.abc import Iterator, Mapping
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from haidang.channels.desk.material import Material
from haidang.channels.desk.pages import Proof
from haidang.channels.desk.words import exact, say
from haidang.domain.cases import public as cases
from haidang.kernel.events import JSON
from haidang.ui.parts import Row

_HIDDEN: Final = frozenset({"found", "signature", "signed", "purpose"})
_TERMS: Final[Mapping[str, str | Promise]] = {
    "number": pgettext_lazy("register", "Number"),
    "issued_on": lazy("Issued on"),
    "facility_code": lazy("Facility code"),
    "facility_name": lazy("Facility"),
    "child_name": lazy("Child's name"),
    "child_sex": lazy("Child's sex"),
    "born_on": lazy("Born on"),
    "born_at": lazy("Time of birth"),
    "weight_grams": lazy("Weight in grams"),
    "birth_place": lazy("Place of birth"),
    "mother_name": lazy("Mother's name"),
    "mother_personal_id": lazy("Mother's personal id"),
    "mother_born_on": lazy("Mother born on"),
    "father_name": lazy("Father's name"),
    "father_personal_id": lazy("Father's personal id"),
    "father_born_on": lazy("Father born on"),
    "full_name": lazy("Full name"),
    "personal_id": lazy("Personal id"),
    "died_on": lazy("Died on"),
    "died_at": lazy("Time of death"),
    "death_place": lazy("Place of death"),
    "cause": lazy("Cause"),
    "valid_until": lazy("Valid until"),
    "conclusion": lazy("Conclusion"),
    "sex": lazy("Sex"),
    "nationality": lazy("Nationality"),
    "ethnicity": lazy("Ethnicity"),
    "residence": lazy("Residence"),
}
_VALUES: Final[Mapping[str, str | Promise]] = {
    "male": pgettext_lazy("sex", "Male"),
    "female": pgettext_lazy("sex", "Female"),
    "True": pgettext_lazy("answer", "Yes"),
    "False": pgettext_lazy("answer", "No"),
}

_KINDS: Final = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}


def proofs(material: Material) -> tuple[Proof, ...]:
    """Return each file with a link to look at it, each record with its facts."""
    return tuple(_proof(material, each) for each in material.case.evidence)


def _proof(material: Material, evidence: cases.EvidenceView) -> Proof:
    rules = {rule.key: rule for rule in material.evidence_rules}
    rule = rules.get(evidence.key)
    labels = dict(material.questions)
    title = say(rule.name) if rule is not None else labels.get(evidence.key, evidence.key)
    if evidence.source == "upload":
        size = max(evidence.size // 1024, 1)
        kind = _KINDS.get(evidence.media_type, evidence.media_type)
        return Proof(
            name=evidence.name,
            title=title,
            note=f"{kind} · {size} KB · SHA-256 {evidence.sha256[:12]}…",
            href=reverse("desk:evidence", args=[material.case.number, evidence.id]),
            facts=(),
            added=exact(evidence.added_at),
        )
    replaced = rule.replaced_by if rule is not None else None
    source = say(replaced.source) if replaced is not None else evidence.source
    return Proof(
        name=evidence.name,
        title=title,
        note=_("Taken from a register: %(source)s") % {"source": source},
        href="",
        facts=tuple(_rows(evidence.content, labels=labels)),
        added=exact(evidence.added_at),
    )


def _rows(content: Mapping[str, JSON], *, labels: Mapping[str, str]) -> Iterator[Row]:
    order = {key: place for place, key in enumerate(_TERMS)}
    for key, value in sorted(content.items(), key=lambda one: order.get(one[0], len(order))):
        if key in _HIDDEN or value is None or isinstance(value, list):
            continue
        if isinstance(value, dict):
            yield from _rows(value, labels=labels)
        else:
            term = _TERMS.get(key) or labels.get(key) or key.replace("_", " ")
            yield Row(term=str(term), text=_shown(value))


def _shown(value: JSON) -> str:
    text = str(value)
    if text in _VALUES:
        return str(_VALUES[text])
    year, dash, rest = text.partition("-")
    is_date = dash and len(text) == 10 and year.isdigit() and rest.replace("-", "").isdigit()
    return "/".join(reversed(text.split("-"))) if is_date else text
