from collections.abc import Mapping
from datetime import date
from pathlib import Path

import jsonschema_rs
import yaml

from haidang.engines.forms import (
    FormSchema,
    Text,
    check_answers,
    describe_pages,
    explain_answers,
    parse_form,
    parse_list,
    prefill,
    to_json_schema,
)

FORM = """
title: {vi: Tờ khai, en: Form}
pages:
  - key: child
    title: {vi: Trẻ, en: Child}
    fields:
      - {key: name, type: person_name, label: {vi: Họ tên, en: Name}, required: true,
         prefill: birth.child.name}
      - {key: sex, type: choice, label: {vi: Giới tính, en: Sex}, required: true,
         prefill: birth.child.sex, options: [
           {value: male, label: {vi: Nam, en: Male}},
           {value: female, label: {vi: Nữ, en: Female}}]}
      - {key: born_on, type: date, label: {vi: Ngày sinh, en: Born on}, prefill: birth.born_on}
      - {key: weight, type: integer, label: {vi: Cân nặng, en: Weight}, suffix: {vi: gam, en: g},
         prefill: birth.weight}
      - {key: people, type: ethnicity, label: {vi: Dân tộc, en: Ethnicity}}
      - {key: home, type: address, label: {vi: Nơi ở, en: Home}}
      - {key: fee, type: money, label: {vi: Lệ phí, en: Fee}}
      - {key: agree, type: declaration, label: {vi: Cam đoan, en: Declaration}}
  - key: kin
    title: {vi: Người làm chứng, en: Witnesses}
    when: answers.sex == 'female'
    fields:
      - key: witnesses
        type: group
        label: {vi: Người làm chứng, en: Witness}
        repeat: {min: 1, max: 3}
        prefill: birth.witnesses
        fields:
          - {key: name, type: person_name, label: {vi: Họ tên, en: Name}, required: true}
          - {key: born, type: partial_date, label: {vi: Sinh, en: Born}, prefill: birth_year}
"""
LISTS = Path(__file__).parents[5] / "content" / "lists"


def lists() -> dict[str, Mapping[str, Text]]:
    found = {}
    for name in ("countries", "ethnicities"):
        path = LISTS / f"{name}.yaml"
        values, problems = parse_list(yaml.safe_load(path.read_text(encoding="utf-8")))
        assert values is not None, problems
        found[values.key] = values.entries
    return found


NAMES = {
    "today": date(2026, 3, 10),
    "units": {"11506": "31"},
    "unit_names": {"11506": "Phường Gia Viên", "31": "Thành phố Hải Phòng"},
    "lists": lists(),
}
ANSWERS = {
    "name": "Nguyễn Thị Đào",
    "sex": "female",
    "born_on": "1/3/2026",
    "weight": "3.200",
    "people": "Tày",
    "home": {"ward": "11506", "detail": "5 Lạch Tray"},
    "fee": "8.000",
    "agree": "on",
    "witnesses": [{"name": "Trần Lan", "born": "3/1985"}],
}


def form() -> FormSchema:
    parsed = parse_form(yaml.safe_load(FORM))
    assert parsed.form is not None, parsed.problems
    return parsed.form


def test_the_lists_of_the_content_are_sound() -> None:
    found = lists()

    assert len(found["ethnicities"]) == 54
    assert next(iter(found["countries"])) == "VN"


def test_answers_are_shown_as_people_read_them() -> None:
    clean = check_answers(form(), ANSWERS, names=NAMES).clean

    assert explain_answers(form(), clean, "vi", names=NAMES) == [
        (
            "Trẻ",
            [
                ("Họ tên", "Nguyễn Thị Đào"),
                ("Giới tính", "Nữ"),
                ("Ngày sinh", "01/03/2026"),
                ("Cân nặng", "3.200 gam"),
                ("Dân tộc", "Tày"),
                ("Nơi ở", "5 Lạch Tray, Phường Gia Viên, Thành phố Hải Phòng"),
                ("Lệ phí", "8.000 đồng"),
                ("Cam đoan", "Đã cam đoan"),
            ],
        ),
        (
            "Người làm chứng",
            [
                ("Người làm chứng 1: Họ tên", "Trần Lan"),
                ("Người làm chứng 1: Sinh", "03/1985"),
            ],
        ),
    ]


def test_a_page_appears_when_its_condition_is_true() -> None:
    keys = [page.key for page in describe_pages(form(), {"sex": "female"}, NAMES)]
    fewer = [page.key for page in describe_pages(form(), {}, NAMES)]

    assert keys == ["child", "kin"]
    assert fewer == ["child"]


def test_a_shown_field_keeps_what_was_typed() -> None:
    page = describe_pages(form(), {"born_on": "31/02/2026", "sex": "male"}, NAMES)[0]
    shown = {item.field.key: item for item in page.fields}

    assert shown["born_on"].value == "31/02/2026"
    assert [code for code, _ in shown["sex"].options] == ["male", "female"]
    assert shown["name"].required
    assert len(shown["people"].options) == 54


def test_a_shown_group_has_its_least_rows_and_one_blank() -> None:
    group = describe_pages(form(), {"sex": "female"}, NAMES)[1].fields[0]

    assert [item.path for item in group.rows[0]] == ["/witnesses/0/name", "/witnesses/0/born"]
    assert group.blank_row[0].path == "/witnesses/1/name"


def test_what_registries_know_is_filled_in_where_it_fits() -> None:
    birth = {
        "child": {"name": " nguyễn  lan ", "sex": "unknown"},
        "born_on": date(2026, 3, 1),
        "witnesses": [{"name": "Trần Lan", "birth_year": "1985"}, {"name": "5"}, "x"],
    }

    filled = prefill(form(), {"birth": birth}, names=NAMES)

    assert filled == {
        "name": "nguyễn lan",
        "born_on": "2026-03-01",
        "witnesses": [{"name": "Trần Lan", "born": "1985"}],
    }


def test_clean_answers_satisfy_the_forms_json_schema() -> None:
    schema = to_json_schema(form())
    clean = check_answers(form(), ANSWERS, names=NAMES).clean

    validator = jsonschema_rs.Draft202012Validator(schema)

    assert validator.is_valid(clean)
    assert not validator.is_valid({**clean, "sex": "other"})
    assert schema["required"] == ["name", "sex", "agree"]
