"""How the tests of forms make a form."""

from datetime import date

from haidang.engines.forms import FormSchema, parse_form

UNITS = {"11506": "31", "11311": "31", "06652": "22"}

LISTS = {
    "ethnicities": {"01": {"vi": "Kinh", "en": "Kinh"}, "02": {"vi": "Tày", "en": "Tày"}},
    "countries": {"VN": {"vi": "Việt Nam", "en": "Vietnam"}, "FR": {"vi": "Pháp", "en": "France"}},
}

NAMES = {
    "today": date(2026, 3, 10),
    "case": {"channel": "online"},
    "units": UNITS,
    "lists": LISTS,
}


def field(key: str, kind: str, **more: object) -> dict[str, object]:
    return {"key": key, "type": kind, "label": {"vi": f"Mục {key}", "en": f"Field {key}"}, **more}


def option(value: str) -> dict[str, object]:
    return {"value": value, "label": {"vi": value, "en": value}}


def form_of(*fields: dict[str, object], **more: object) -> FormSchema:
    title = {"vi": "Tờ khai", "en": "Form"}
    page = {"key": "main", "title": title, "fields": list(fields), **more}
    parsed = parse_form({"title": title, "pages": [page]})
    assert parsed.form is not None, [(p.path, p.message) for p in parsed.problems]
    return parsed.form


WITNESSES = field(
    "witnesses",
    "group",
    repeat={"min": 1, "max": 2},
    fields=[
        field("name", "person_name", required=True),
        field("kin", "boolean"),
        field("how", "text", required=True, when="row.kin"),
    ],
)
