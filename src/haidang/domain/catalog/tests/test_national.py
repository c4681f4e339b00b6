"""The national catalogue: staged, published with safe readings, confirmed, imported again."""

import json
from datetime import date

import pytest

from haidang.blocks.agencies.testing import make_officer
from haidang.blocks.audit import public as audit
from haidang.domain.catalog import public as catalog
from haidang.domain.catalog.models import ProcedureRevision
from haidang.engines.national import reading_of
from haidang.engines.national.tests.samples import JSON, data, paper, row
from haidang.engines.packages import ProcedurePackage
from haidang.kernel.actors import Actor, Duty, system

SYSTEM = system("tests")
OPEN = [row(value=1, unit="other", text="1"), row(channel="counter")]


@pytest.fixture
def steward(content: None) -> Actor:
    return Actor(
        kind="officer",
        id=str(make_officer("hoa").id),
        name="Đặng Đình Thức",
        duties=frozenset({Duty(agency="H24.01", post="steward")}),
    )


def lines(*records: dict[str, JSON]) -> list[bytes]:
    """Return the lines of a file."""
    return [json.dumps(record, ensure_ascii=False).encode() for record in records]


def import_lines(raw: list[bytes], *, publish: bool = True) -> catalog.ImportOutcome:
    """Import lines as a file of the national catalogue."""
    file = catalog.ImportFile(
        name="mau.jsonl", sha256="0" * 64, lines=raw, snapshot_on=date(2026, 7, 20)
    )
    return catalog.import_records(file, publish=publish, actor=SYSTEM)


def sample(code: str = "1.999999", **changes: JSON) -> dict[str, JSON]:
    """Return a record that leaves its time limit open."""
    named: dict[str, JSON] = {"code": code, "channels": [*OPEN]}
    return data(**{**named, **changes})


@pytest.mark.django_db
def test_an_import_stages_and_publishes_safe_readings_with_open_points(content: None) -> None:
    outcome = import_lines(lines(sample(), data(code="1.999998")))
    assert (outcome.records, outcome.new, outcome.published, outcome.clean) == (2, 2, 2, 1)
    assert outcome.traps["time_placeholder"] == 1
    package = catalog.current_revision("1.999999").package
    assert package.channels[0].time_limit.unit == "none"
    assert package.open_points[0].code == "time_placeholder"
    assert not package.is_confirmed
    assert package.snapshot_on == date(2026, 7, 20)


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing_and_says_so(content: None) -> None:
    raw = lines(sample(), data(code="1.999998"))
    import_lines(raw)
    before = list(ProcedureRevision.objects.order_by("id").values_list("id", flat=True))
    again = import_lines(raw)
    assert again.changed_nothing
    assert again.unchanged == 2
    assert list(ProcedureRevision.objects.order_by("id").values_list("id", flat=True)) == before


@pytest.mark.django_db
def test_a_changed_record_is_told_field_by_field_and_published_anew(content: None) -> None:
    import_lines(lines(sample()))
    outcome = import_lines(lines(sample(conditions="Đủ 18 tuổi")))
    (difference,) = outcome.differences
    assert [(one.path, one.old, one.new) for one in difference.changes] == [
        ("/conditions", "", "Đủ 18 tuổi")
    ]
    assert not difference.waits
    assert outcome.published == 1
    assert catalog.current_revision("1.999999").number == 2


@pytest.mark.django_db
def test_a_confirmed_record_is_never_replaced_by_a_later_file(steward: Actor) -> None:
    import_lines(lines(sample()))
    number = catalog.confirm_record("1.999999", actor=steward)
    confirmed = catalog.current_revision("1.999999")
    assert (confirmed.number, number) == (2, 2)
    assert confirmed.package.is_confirmed
    assert confirmed.package.open_points == ()
    outcome = import_lines(lines(sample(conditions="Đủ 18 tuổi")))
    assert outcome.published == 0
    assert outcome.differences[0].waits
    assert catalog.current_revision("1.999999").id == confirmed.id
    view = catalog.get_staged("1.999999", actor=steward)
    assert view.summary.state == "changed"
    assert [change.path for change in view.changes] == ["/conditions"]
    assert catalog.confirm_record("1.999999", actor=steward) == 3
    assert catalog.current_revision("1.999999").package.conditions["vi"] == "Đủ 18 tuổi"


@pytest.mark.django_db
def test_staging_alone_publishes_nothing_until_a_steward_confirms(steward: Actor) -> None:
    outcome = import_lines(lines(sample()), publish=False)
    assert outcome.published == 0
    with pytest.raises(catalog.ProcedureUnknown):
        catalog.current_revision("1.999999")
    catalog.confirm_record("1.999999", actor=steward)
    assert catalog.current_revision("1.999999").number == 1


@pytest.mark.django_db
def test_what_was_only_staged_is_published_by_the_next_whole_import(content: None) -> None:
    raw = lines(sample())
    import_lines(raw, publish=False)
    assert import_lines(raw).published == 1


@pytest.mark.django_db
def test_wrong_lines_are_all_told_with_their_numbers_and_stop_nothing(content: None) -> None:
    raw = [b"{", *lines(sample(), data(name="", field=""), sample()), b"", b"[]"]
    outcome = import_lines(raw)
    assert [(fault.line, len(fault.problems)) for fault in outcome.faults] == [
        (1, 1), (3, 2), (4, 1), (6, 1),
    ]  # fmt: skip
    assert outcome.published == 1
    assert outcome.gone == ()


@pytest.mark.django_db
def test_a_record_gone_from_the_file_stays_published(content: None) -> None:
    import_lines(lines(sample(), data(code="1.999998")))
    outcome = import_lines(lines(sample()))
    assert outcome.gone == ("1.999998",)
    assert catalog.current_revision("1.999998").number == 1
    back = import_lines(lines(sample(), data(code="1.999998")))
    assert back.gone == ()


@pytest.mark.django_db
def test_a_procedure_with_its_own_package_keeps_it(content: None, steward: Actor) -> None:
    own = catalog.current_revision("1.001193")
    outcome = import_lines(lines(sample("1.001193")))
    assert outcome.own == ("1.001193",)
    assert catalog.current_revision("1.001193").id == own.id
    with pytest.raises(catalog.RecordHasOwnPackage):
        catalog.confirm_record("1.001193", actor=steward)


@pytest.mark.django_db
def test_an_own_package_written_later_wins(
    content: None, steward: Actor, procedures: tuple[ProcedurePackage, ...]
) -> None:
    raw = lines(sample("1.001194"))
    import_lines(raw)
    state = catalog.get_staged("1.001194", actor=steward).summary.state
    assert state == "published"
    later = next(one for one in procedures if one.code == "1.001193")
    catalog.publish_procedure(later, actor=SYSTEM)
    assert import_lines(lines(sample("1.001193"))).published == 0
    assert catalog.current_revision("1.001193").package.snapshot_on is None


@pytest.mark.django_db
def test_a_stewards_own_reading_takes_effect(steward: Actor) -> None:
    import_lines(lines(sample(documents=[paper("Đơn đề nghị"), paper("Bản vẽ")])))
    view = catalog.get_staged("1.999999", actor=steward)
    entered = view.reading.to_json()
    channels, papers = entered["channels"], entered["papers"]
    assert isinstance(channels, list)
    assert isinstance(papers, list)
    assert isinstance(channels[0], dict)
    assert isinstance(papers[1], dict)
    channels[0] |= {
        "value": 3, "unit": "working_day", "fee": "amount", "amount": 8000,
        "basis": "281/2016/TT-BTC",
    }  # fmt: skip
    papers[1] |= {"kind": "remark", "required": False}
    catalog.confirm_record("1.999999", reading=reading_of(entered), actor=steward)
    package = catalog.current_revision("1.999999").package
    assert (package.channels[0].time_limit.value, package.channels[0].channel) == (3, "online")
    assert package.fees.fees[0].legal_basis.number == "281/2016/TT-BTC"
    assert [rule.key for rule in package.evidence] == ["paper_1", "other"]
    assert catalog.get_staged("1.999999", actor=steward).confirmed_name == "Đặng Đình Thức"


@pytest.mark.django_db
def test_a_faulty_reading_is_refused_with_everything_that_is_wrong(steward: Actor) -> None:
    import_lines(lines(sample()))
    view = catalog.get_staged("1.999999", actor=steward)
    entered = view.reading.to_json()
    channels = entered["channels"]
    assert isinstance(channels, list)
    assert isinstance(channels[0], dict)
    channels[0] |= {"unit": "", "fee": "amount", "amount": 7}
    with pytest.raises(catalog.ReadingFaulty) as told:
        catalog.confirm_record("1.999999", reading=reading_of(entered), actor=steward)
    assert {problem.path for problem in told.value.problems} == {
        "/channels/0/unit", "/channels/0/amount", "/channels/0/basis",
    }  # fmt: skip
    assert catalog.current_revision("1.999999").number == 1


@pytest.mark.django_db
def test_a_steward_confirms_what_was_read_not_what_came_since(steward: Actor) -> None:
    import_lines(lines(sample()))
    with pytest.raises(catalog.RecordChangedMeanwhile):
        catalog.confirm_record("1.999999", seen="1" * 64, actor=steward)


@pytest.mark.django_db
def test_many_records_without_flags_are_confirmed_and_the_others_left(steward: Actor) -> None:
    import_lines(lines(sample(), data(code="1.999998"), data(code="1.999997")))
    done = catalog.confirm_clean_records(
        ["1.999997", "1.999998", "1.999999", "9.999999"], actor=steward
    )
    assert done.confirmed == ("1.999997", "1.999998")
    assert done.left == ("1.999999", "9.999999")
    assert catalog.confirm_clean_records(done.confirmed, actor=steward).confirmed == ()


@pytest.mark.django_db
def test_only_stewards_may_read_and_confirm(content: None) -> None:
    import_lines(lines(sample()))
    stranger = Actor(kind="officer", id="1", name="Hoa",
                     duties=frozenset({Duty(agency="H24.182", post="leader")}))  # fmt: skip
    with pytest.raises(catalog.NotSteward):
        catalog.confirm_record("1.999999", actor=stranger)
    with pytest.raises(catalog.NotSteward):
        catalog.get_staged("1.999999", actor=stranger)
    with pytest.raises(catalog.NotSteward):
        catalog.list_staged(catalog.StagedFilters(), actor=stranger)
    import_file = catalog.ImportFile(name="x", sha256="", lines=[], snapshot_on=date.max)
    with pytest.raises(catalog.NotSteward):
        catalog.import_records(import_file, publish=True, actor=stranger)


@pytest.mark.django_db
def test_staged_records_are_listed_by_pages_and_filters(steward: Actor) -> None:
    import_lines(
        lines(
            *(data(code=f"1.99999{digit}") for digit in range(5)),
            sample("2.999999", level=["province"], ministry="bo-cong-an", name="Cấp thẻ mẫu"),
        )
    )
    first = catalog.list_staged(catalog.StagedFilters(), actor=steward, limit=4)
    second = catalog.list_staged(
        catalog.StagedFilters(), actor=steward, after=first.after, limit=4
    )
    assert [one.code[-1] for one in (*first.records, *second.records)] == list("012349")
    assert second.after == ""
    for filters in (
        catalog.StagedFilters(trap="time_placeholder"),
        catalog.StagedFilters(ministry="bo-cong-an"),
        catalog.StagedFilters(level="province"),
        catalog.StagedFilters(query="cap the mau"),
        catalog.StagedFilters(query="2,999999"),
    ):
        assert catalog.list_staged_codes(filters, actor=steward) == ("2.999999",)
    clean = catalog.list_staged_codes(catalog.StagedFilters(clean_only=True), actor=steward)
    assert len(clean) == 5
    counts = catalog.count_staged(actor=steward)
    assert counts.states == {"published": 6}
    assert counts.traps["time_placeholder"] == 1


@pytest.mark.django_db
def test_an_import_and_a_confirmation_stand_in_the_audit(steward: Actor) -> None:
    import_lines(lines(sample(), data(code="1.999998")))
    catalog.confirm_record("1.999999", actor=steward)
    confirmed = audit.list_entries(subject="1.999999")
    assert "catalog.record_confirmed" in {entry.code for entry in confirmed}


@pytest.mark.django_db
def test_imported_procedures_are_found_by_the_search(content: None) -> None:
    import_lines(lines(data(name="Cấp phép nuôi rồng Komodo trong vịnh")))
    hits = catalog.search_procedures("nuoi rong komodo")
    assert hits[0].procedure.code == "1.999999"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "kind", "agency"),
    [
        ({}, "commune_people_committee", ""),
        ({"ministry": "bo-cong-an"}, "commune_police", ""),
        ({"field": "Hải quan", "ministry": "bo-tai-chinh"}, "central_agency", "G12.31.HQ"),
        ({"level": ["province"]}, "department", "H24.01"),
        ({"level": ["province"], "ministry": "bo-xay-dung"}, "department", "H24.03"),
        ({"level": ["province"], "ministry": "bo-cong-an"}, "province_police", ""),
        ({"level": ["central"], "ministry": "bo-xay-dung"}, "central_agency", "G17.31.TW"),
        ({"level": [], "ministry": "bo-xay-dung"}, "department", "H24.03"),
        ({"level": ["central"], "ministry": None}, "department", "H24.11"),
    ],
)
def test_a_city_offers_by_level_and_ministry_what_no_offer_names(
    content: None, changes: dict[str, JSON], kind: str, agency: str
) -> None:
    import_lines(lines(data(**changes)))
    offer = catalog.get_offer("haiphong", "1.999999")
    assert (offer.competent, offer.agency) == (kind, agency)
    assert catalog.get_offer("quangninh", "1.999999").competent == kind
