"""What a control shows is read back as the same answer."""

import pytest

from haidang.engines.forms import check_answers, describe_pages, parse_form
from haidang.ui.questions import Places, Setting, to_field

SETTING = Setting(
    problems=(), files=(), places=Places(provinces=(), wards={}, home=""), lookup="", replaced={},
    known={},
)  # fmt: skip
FORM = parse_form(
    {
        "title": {"vi": "Đơn", "en": "Form"},
        "pages": [
            {
                "key": "land",
                "title": {"vi": "Đất", "en": "Land"},
                "fields": [
                    {
                        "key": "area",
                        "type": "decimal",
                        "label": {"vi": "Diện tích", "en": "Area"},
                    }
                ],
            }
        ],
    }
).form


@pytest.mark.parametrize(
    ("value", "shown"),
    [(120.4, "120,4"), (1.234, "1,234"), (1234567.8, "1234567,8"), (240.0, "240"), (0.5, "0,5")],
)
def test_a_decimal_is_shown_with_a_comma_and_read_back_the_same(value: float, shown: str) -> None:
    assert FORM is not None
    (page,) = describe_pages(FORM, {"area": value}, names={})
    (question,) = page.fields

    typed = to_field(question, setting=SETTING).value

    assert typed == shown
    assert check_answers(FORM, {"area": typed}, names={}).clean == {"area": value}
