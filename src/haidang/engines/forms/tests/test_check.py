import pytest

from haidang.engines.forms import FormSchema, check_answers, parse_form
from haidang.engines.forms.tests.making import NAMES, WITNESSES, field, form_of, option
from haidang.kernel.errors import Severity


def codes(form: FormSchema, answers: object, **more: object) -> list[tuple[str, str]]:
    checked = check_answers(form, answers, names={**NAMES, **more})
    return [(problem.code, problem.path) for problem in checked.problems]


@pytest.mark.parametrize(
    ("kind", "typed", "clean"),
    [
        ("text", "  một   dòng ", "một dòng"),
        ("multiline", "a  \r\nb\n", "a\nb"),
        ("integer", "1.200", 1200),
        ("integer", 7.0, 7),
        ("decimal", "1.234,5", 1234.5),
        ("decimal", "0.25", 0.25),
        ("money", "135.000 đồng", 135000),
        ("money", "135.000", 135000),
        ("boolean", "on", True),
        ("boolean", "không", False),
        ("date", "5/3/2026", "2026-03-05"),
        ("date", "2026-03-05", "2026-03-05"),
        ("partial_date", "1985", "1985"),
        ("partial_date", "3/1985", "1985-03"),
        ("partial_date", "1985-03", "1985-03"),
        ("partial_date", "05/03/1985", "1985-03-05"),
        ("time", "8h30", "08:30"),
        ("time", "8 giờ", "08:00"),
        ("datetime", "05/03/2026 08:30", "2026-03-05T08:30:00+07:00"),
        ("datetime", "2026-03-05T01:30:00Z", "2026-03-05T08:30:00+07:00"),
        ("person_name", " nguyê\u0303n  thị   đào ", "nguyễn thị đào"),
        ("person_name", "H'Hen Niê", "H'Hen Niê"),
        ("personal_id", "031 190 001 234", "031190001234"),
        ("tax_code", "0100233488", "0100233488"),
        ("tax_code", "0314409058002", "0314409058-002"),
        ("tax_code", "031190001234", "031190001234"),
        ("organization_name", "Công ty  A&B", "Công ty A&B"),
        ("phone", "+84 912 345 678", "0912345678"),
        ("phone", "0225.3842.123", "02253842123"),
        ("phone", "+33 1 23 45 67 89", "+33123456789"),
        ("email", "Lan@Example.VN", "Lan@example.vn"),
        ("country", "việt nam", "VN"),
        ("nationality", "fr", "FR"),
        ("ethnicity", "tay", "02"),
        ("unit", "11506", "11506"),
        ("address", {"ward": "11506", "detail": " 5 Lạch  Tray "}, None),
    ],
)
def test_a_value_has_one_clean_spelling(kind: str, typed: object, clean: object) -> None:
    checked = check_answers(form_of(field("a", kind)), {"a": typed}, names=NAMES)

    if kind == "address":
        clean = {"province": "31", "ward": "11506", "detail": "5 Lạch Tray"}
    assert checked.problems == ()
    assert checked.clean == {"a": clean}


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("text", "x" * 251, "too_long"),
        ("text", "a\x00b", "illegal_characters"),
        ("text", {"a": 1}, "wrong_type"),
        ("integer", "1,5", "integer"),
        ("integer", True, "integer"),
        ("decimal", "nhiều", "decimal"),
        ("decimal", float("nan"), "decimal"),
        ("money", "135.000,50", "money"),
        ("money", "13.50", "money"),
        ("money", -5, "money"),
        ("boolean", "maybe", "boolean"),
        ("date", "02/30/2026", "date"),
        ("date", "29/02/2026", "date"),
        ("date", "5/3/26", "date_short_year"),
        ("partial_date", "13/1985", "partial_date"),
        ("time", "25:00", "time"),
        ("datetime", "05/03/2026", "datetime"),
        ("person_name", "Lan 2", "name_digits"),
        ("person_name", "Lan@Hoa", "name_letters"),
        ("person_name", "\u0410nna", "name_letters"),
        ("personal_id", "03119000123", "personal_id"),
        ("personal_id", "031190001", "personal_id_old"),
        ("tax_code", "0100233480", "tax_code_digits"),
        ("tax_code", "12345", "tax_code"),
        ("organization_name", "123", "name_no_letter"),
        ("phone", "0123456789", "phone"),
        ("email", "lan@", "email"),
        ("country", "Atlantis", "not_an_option"),
        ("ethnicity", "99", "not_an_option"),
        ("unit", "99999", "address_ward"),
        ("address", "5 Lạch Tray", "address"),
    ],
)
def test_a_wrong_value_is_told_at_its_place(kind: str, typed: object, code: str) -> None:
    form = form_of(field("a", kind))

    assert codes(form, {"a": typed}) == [(f"forms.{code}", "/a")]


def test_a_district_is_refused_with_a_hint() -> None:
    form = form_of(field("home", "address"))
    answers = {"home": {"province": "31", "district": "303", "ward": "11506"}}

    checked = check_answers(form, answers, names=NAMES)

    assert [p.path for p in checked.problems] == ["/home/district"]
    assert "01/07/2025" in checked.problems[0].hint["vi"]


@pytest.mark.parametrize(
    ("answer", "code", "path"),
    [
        ({"province": "22", "ward": "11506"}, "address_mismatch", "/home/ward"),
        ({"province": "99", "ward": "11506"}, "address_province", "/home/province"),
        ({"province": "31", "ward": "00001"}, "address_ward", "/home/ward"),
        ({"province": "31"}, "address_ward", "/home/ward"),
        ({"ward": "11506", "detail": 5}, "address_detail", "/home/detail"),
    ],
)
def test_an_address_says_which_part_is_wrong(answer: object, code: str, path: str) -> None:
    assert codes(form_of(field("home", "address")), {"home": answer}) == [(f"forms.{code}", path)]


def test_an_address_abroad_needs_country_and_words() -> None:
    form = form_of(field("home", "address", abroad=True))
    answers = {"home": {"country": "FR", "detail": "1 rue de Paris"}}

    checked = check_answers(form, answers, names=NAMES)

    assert checked.clean == {"home": {"country": "FR", "detail": "1 rue de Paris"}}


def test_all_problems_come_at_once_in_the_forms_order() -> None:
    form = form_of(
        field("name", "person_name", required=True),
        field("sex", "choice", options=[option("male"), option("female")], required=True),
        field("born_on", "date", required=True, latest="today()"),
        field("agree", "declaration"),
        field("paper", "evidence", evidence="birth_notice", required="case.channel == 'online'"),
    )

    found = codes(form, {"sex": "other", "born_on": "11/03/2026"})

    assert found == [
        ("forms.required", "/name"),
        ("forms.not_an_option", "/sex"),
        ("forms.too_late", "/born_on"),
        ("forms.declare", "/agree"),
        ("forms.attach", "/paper"),
    ]


def test_every_message_is_told_in_both_languages_with_the_label() -> None:
    form = form_of(field("name", "person_name", required=True))

    problem = check_answers(form, {}, names=NAMES).problems[0]

    assert problem.text("vi") == "Vui lòng nhập “Mục name”."
    assert problem.text("en") == "Please enter “Field name”."


def test_counted_evidence_needs_no_answer() -> None:
    form = form_of(field("paper", "evidence", evidence="notice", required=True))

    checked = check_answers(form, {}, names=NAMES, evidence={"notice": 1})

    assert checked.problems == ()


def test_a_hidden_field_is_neither_asked_nor_kept() -> None:
    form = form_of(
        field("late_reason", "text", required=True, when="answers.days > 60"),
        field("days", "calculated", calculate="days_between(answers.born_on, today())"),
        field("born_on", "date", required=True),
    )

    early = check_answers(form, {"born_on": "01/03/2026", "late_reason": "x"}, names=NAMES)
    late = check_answers(form, {"born_on": "01/01/2026"}, names=NAMES)

    assert early.problems == ()
    assert early.clean == {"born_on": "2026-03-01", "days": 9}
    assert [p.path for p in late.problems] == ["/late_reason"]


def test_what_hangs_on_a_hidden_answer_is_hidden_too() -> None:
    form = form_of(
        field("a", "boolean"),
        field("b", "boolean", when="answers.a"),
        field("c", "text", when="answers.b"),
    )

    checked = check_answers(form, {"a": False, "b": True, "c": "x"}, names=NAMES)

    assert checked.visible == {"a"}
    assert checked.clean == {"a": False}


def test_a_group_tells_the_entry_and_the_field() -> None:
    answers = {"witnesses": [{"kin": True}, {"name": "Lan 2"}]}

    assert codes(form_of(WITNESSES), answers) == [
        ("forms.required", "/witnesses/0/name"),
        ("forms.required", "/witnesses/0/how"),
        ("forms.name_digits", "/witnesses/1/name"),
    ]


def test_a_group_counts_its_entries_without_blank_ones() -> None:
    form = form_of(WITNESSES)
    three = [{"name": "Lan"}, {"name": "Minh"}, {"name": "Hoa"}]

    assert codes(form, {"witnesses": [{"name": " "}]}) == [("forms.group_too_few", "/witnesses")]
    assert codes(form, {"witnesses": three}) == [("forms.group_too_many", "/witnesses")]
    assert codes(form, {"witnesses": "Lan"}) == [("forms.group", "/witnesses")]
    assert codes(form, {"witnesses": [{"name": ""}, {"name": "5"}]}) == [
        ("forms.name_digits", "/witnesses/1/name"),
    ]


def test_a_rule_between_answers_is_told_where_the_form_says() -> None:
    rule = {
        "code": "mother_or_father",
        "check": "has(answers.mother) || has(answers.father)",
        "at": "mother",
        "message": {"vi": "Cần có mẹ hoặc cha.", "en": "Mother or father is needed."},
    }
    form = form_of(field("mother", "person_name"), field("father", "person_name"), rules=[rule])

    assert codes(form, {}) == [("mother_or_father", "/mother")]
    assert codes(form, {"father": "Minh"}) == []


def test_a_personal_id_that_disagrees_only_warns() -> None:
    form = form_of(
        field("sex", "choice", options=[option("male"), option("female")]),
        field("born_on", "date"),
        field("number", "personal_id", sex="sex", born_on="born_on"),
    )
    answers = {"sex": "male", "born_on": "01/01/1991", "number": "031190001234"}

    checked = check_answers(form, answers, names=NAMES)

    assert {p.code for p in checked.problems} == {
        "forms.personal_id_sex",
        "forms.personal_id_birth_year",
    }
    assert {p.severity for p in checked.problems} == {Severity.WARNING}
    assert checked.is_complete


def test_choices_keep_the_forms_order() -> None:
    form = form_of(field("a", "choices", options=[option("x"), option("y")], min=1, max=1))

    assert codes(form, {"a": ["y", "x"]}) == [("forms.too_many_choices", "/a")]
    assert check_answers(form, {"a": "y"}, names=NAMES).clean == {"a": ["y"]}


def test_only_the_problems_of_the_page_in_scope_are_told() -> None:
    title = {"vi": "Trang", "en": "Page"}
    pages = [
        {"key": key, "title": title, "fields": [field(key + "_name", "text", required=True)]}
        for key in ("one", "two")
    ]
    form = parse_form({"title": title, "pages": pages}).form
    assert form is not None

    checked = check_answers(form, {}, names=NAMES, scope="two")

    assert [p.path for p in checked.problems] == ["/two_name"]
    assert checked.visible == {"one_name", "two_name"}


def test_an_unknown_field_only_warns() -> None:
    assert codes(form_of(field("a", "text")), {"b/c": 1}) == [("forms.unknown_field", "/b~1c")]


def test_the_extra_schema_speaks_after_the_fields() -> None:
    title = {"vi": "Tờ khai", "en": "Form"}
    parsed = parse_form(
        {
            "title": title,
            "pages": [{"key": "p", "title": title, "fields": [field("a", "integer")]}],
            "schema": {"properties": {"a": {"multipleOf": 5}}},
        },
    )
    assert parsed.form is not None

    assert codes(parsed.form, {"a": 7}) == [("forms.schema", "/a")]
    assert codes(parsed.form, {"a": 10}) == []
