import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.engines.forms import parse_form, parse_list
from haidang.kernel.errors import Severity

TEXT = {"vi": "Mục", "en": "Field"}


def form_data(*fields: dict[str, object], **page: object) -> dict[str, object]:
    pages = [{"key": "main", "title": TEXT, "fields": list(fields), **page}]
    return {"title": TEXT, "pages": pages}


def field(key: str = "a", kind: str = "text", **more: object) -> dict[str, object]:
    return {"key": key, "type": kind, "label": TEXT, **more}


RULE = {"code": "r", "check": "has(answers.a)", "at": "a", "message": TEXT}
FIRST = "/pages/0/fields/0"


@pytest.mark.parametrize(
    ("data", "code", "path"),
    [
        ([], "wrong_kind", ""),
        ({"title": TEXT, "pages": []}, "no_pages", "/pages"),
        ({"title": TEXT, "pages": "x"}, "wrong_kind", "/pages"),
        ({**form_data(field()), "titel": 1}, "unknown_key", "/titel"),
        (form_data(), "no_fields", "/pages/0/fields"),
        (form_data(field(kind="txt")), "unknown_type", f"{FIRST}/type"),
        (form_data(field(key="Bad Key")), "bad_key", f"{FIRST}/key"),
        (form_data({**field(), "label": "Mục"}), "bad_text", f"{FIRST}/label"),
        (form_data(field(lable=TEXT)), "unknown_key", f"{FIRST}/lable"),
        (form_data(field(when="answers.a +")), "bad_expression", f"{FIRST}/when"),
        (form_data(field(when="answers.zz == 1")), "unknown_name", FIRST),
        (form_data(field(required="somebody.b")), "unknown_name", FIRST),
        (form_data(field(pattern="(")), "bad_pattern", f"{FIRST}/pattern"),
        (form_data(field(max_length=-1)), "wrong_kind", f"{FIRST}/max_length"),
        (form_data(field(kind="choice")), "missing_property", f"{FIRST}/options"),
        (form_data(field(kind="group")), "missing_property", f"{FIRST}/fields"),
        (form_data(field(kind="evidence")), "missing_property", f"{FIRST}/evidence"),
        (form_data(field(kind="calculated")), "missing_property", f"{FIRST}/calculate"),
        (form_data(field(kind="address", detail="no")), "bad_value", f"{FIRST}/detail"),
        (form_data(field(kind="personal_id", sex="zz")), "unknown_name", f"{FIRST}/sex"),
        (form_data(field(), field()), "repeated_key", f"{FIRST}/key"),
        (form_data(field(when="answers.a == 'x'")), "circular", "/pages"),
        (
            form_data(field(kind="group", fields=[field("b", "evidence", evidence="e")])),
            "not_in_group",
            f"{FIRST}/fields/0/type",
        ),
        (
            form_data(field(kind="group", fields=[field("b")], repeat={"min": 3, "max": 2})),
            "bad_repeat",
            f"{FIRST}/repeat/max",
        ),
        (form_data(field(), rules=[{**RULE, "at": "b"}]), "unknown_name", "/pages/0/rules/0/at"),
        (
            form_data(field(), rules=[{**RULE, "check": "x("}]),
            "bad_expression",
            "/pages/0/rules/0/check",
        ),
        ({**form_data(field()), "schema": {"type": 5}}, "bad_schema", "/schema"),
    ],
)
def test_a_fault_of_the_form_is_told_at_its_place(data: object, code: str, path: str) -> None:
    parsed = parse_form(data)

    assert parsed.form is None
    assert (f"forms.{code}", path) in {(p.code, p.path.rstrip("/")) for p in parsed.problems}


def test_a_missing_translation_only_warns() -> None:
    parsed = parse_form(form_data(field(hint={"vi": "Gợi ý"})))

    assert parsed.form is not None
    assert [p.severity for p in parsed.problems] == [Severity.WARNING]


def test_a_misspelt_name_gets_a_hint() -> None:
    data = form_data(field("child_name"), field("b", when="answers.child_nam == 'x'"))

    problem = parse_form(data).problems[0]

    assert problem.hint["en"] == "→ child_name"


def test_a_field_may_hang_on_a_later_one() -> None:
    parsed = parse_form(form_data(field("a", when="answers.b == 'x'"), field("b")))

    assert parsed.form is not None
    assert parsed.form.order == ("b", "a")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["pages", "fields", "key", "type", "label", "when", "vi", "options"])
            | st.text(max_size=3),
            inner,
            max_size=5,
        )
    ),
)


@given(JSON)
def test_parsing_never_raises_and_never_gives_a_form_with_errors(data: object) -> None:
    parsed = parse_form(data)

    errors = [p for p in parsed.problems if p.severity is Severity.ERROR]
    assert (parsed.form is None) == bool(errors)


def test_a_list_of_values_keeps_its_order() -> None:
    items = [{"code": "02", "name": TEXT}, {"code": "01", "name": TEXT}]

    values, problems = parse_list({"key": "x", "title": TEXT, "items": items})

    assert problems == ()
    assert values is not None
    assert list(values.entries) == ["02", "01"]


def test_a_list_refuses_the_same_code_twice() -> None:
    items = [{"code": "01", "name": TEXT}, {"code": "01", "name": TEXT}]

    values, problems = parse_list({"key": "x", "title": TEXT, "items": items})

    assert values is None
    assert [p.path for p in problems] == ["/items/1/code"]
