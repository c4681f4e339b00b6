"""Forms: a form's data and somebody's answers give questions, problems and clean answers.

Five words: a *form* has *pages* of *fields*; *answers* are checked against them and their
*rules*; what is *visible* is asked, and only that is *clean*. Nothing here raises on what a
person or a machine may send.
"""

from haidang.engines.forms.explain import explain_answers, show_value
from haidang.engines.forms.json_schema import to_json_schema
from haidang.engines.forms.lists import ValueList, parse_list
from haidang.engines.forms.model import (
    JSON,
    Answers,
    Checked,
    Field,
    FieldType,
    FormSchema,
    Limits,
    Option,
    Page,
    ParsedForm,
    Repeat,
    Rule,
    Text,
)
from haidang.engines.forms.pages import ShownField, ShownPage, describe_pages
from haidang.engines.forms.parse import parse_form
from haidang.engines.forms.prefill import prefill
from haidang.engines.forms.run import check_answers

__all__ = [
    "JSON",
    "Answers",
    "Checked",
    "Field",
    "FieldType",
    "FormSchema",
    "Limits",
    "Option",
    "Page",
    "ParsedForm",
    "Repeat",
    "Rule",
    "ShownField",
    "ShownPage",
    "Text",
    "ValueList",
    "check_answers",
    "describe_pages",
    "explain_answers",
    "parse_form",
    "parse_list",
    "prefill",
    "show_value",
    "to_json_schema",
]
