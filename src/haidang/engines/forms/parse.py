"""Read form.yaml's data into a form, or say everything that is wrong with it."""

import json
import re
from collections.abc import Mapping
from typing import Final

import jsonschema_rs

from haidang.engines.forms.check import check_form, settle_order
from haidang.engines.forms.model import (
    Field,
    FieldType,
    FormSchema,
    Limits,
    Option,
    Page,
    ParsedForm,
    Repeat,
    Rule,
)
from haidang.engines.forms.reader import Reader
from haidang.kernel.errors import Problem, Severity

_DETAILS: Final = frozenset({"required", "optional", "none"})
_CHOOSING: Final = frozenset({FieldType.CHOICE, FieldType.CHOICES})


def parse_form(data: object) -> ParsedForm:
    """Return the form, and all faults of its data at once.

    A problem's path is a JSON Pointer into the data. With an error there is no form.
    """
    problems: list[Problem] = []
    is_mapping = isinstance(data, Mapping)
    reader = Reader(data=data if isinstance(data, Mapping) else {}, path="", problems=problems)
    if not is_mapping:
        reader.fault("wrong_kind", "", ("Tờ khai phải là một đối tượng.", "A form is a mapping."))
    pages = tuple(_page(page) for page in reader.each("pages"))
    form = FormSchema(
        title=reader.text("title", required=is_mapping),
        pages=pages,
        order=settle_order(pages, problems),
        schema=_schema(reader),
    )
    if is_mapping and not pages:
        reader.fault("no_pages", "pages", ("Cần ít nhất một trang.", "A page is needed."))
    reader.finish()
    problems.extend(check_form(form))
    failed = any(problem.severity is Severity.ERROR for problem in problems)
    return ParsedForm(form=None if failed else form, problems=tuple(problems))


def _page(reader: Reader) -> Page:
    page = Page(
        key=reader.key(),
        title=reader.text("title", required=True),
        help=reader.text("help"),
        when=reader.expression("when"),
        fields=tuple(_field(item) for item in reader.each("fields")),
        rules=tuple(rule for rule in map(_rule, reader.each("rules")) if rule is not None),
    )
    if not page.fields:
        reader.fault("no_fields", "fields", ("Trang chưa có mục nào.", "The page is empty."))
    reader.finish()
    return page


def _field(reader: Reader) -> Field:
    kind = _type(reader)
    required = reader.condition("required")
    field = Field(
        key=reader.key(),
        type=kind,
        label=reader.text("label", required=True),
        hint=reader.text("hint"),
        required=(kind is FieldType.DECLARATION) if required is None else required,
        when=reader.expression("when"),
        widget=reader.word("widget") or "",
        rows=reader.whole("rows"),
        suffix=reader.text("suffix"),
        autocomplete=reader.word("autocomplete") or "",
        read_only=reader.flag("read_only"),
        prefill=reader.word("prefill"),
        options=tuple(_option(item) for item in reader.each("options")),
        list_key=reader.word("list"),
        limits=_limits(reader),
        repeat=_repeat(reader),
        fields=tuple(_field(item) for item in reader.each("fields")),
        evidence=reader.word("evidence"),
        calculate=reader.expression("calculate"),
    )
    _check_shape(reader, field)
    reader.finish()
    return field


def _type(reader: Reader) -> FieldType:
    value = reader.get("type")
    if isinstance(value, str) and value in set(FieldType):
        return FieldType(value)
    known = ", ".join(FieldType)
    reader.fault(
        "unknown_type",
        "type",
        (f"Không có kiểu “{value}”.", f"There is no type “{value}”."),
        hint=known,
    )
    return FieldType.TEXT


def _option(reader: Reader) -> Option:
    value = reader.get("value")
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        reader.fault("bad_value", "value", ("Cần một giá trị.", "A value is needed."))
    option = Option(
        value=str(value).lower() if isinstance(value, bool) else str(value),
        label=reader.text("label", required=True),
        when=reader.expression("when"),
    )
    reader.finish()
    return option


def _limits(reader: Reader) -> Limits:
    detail = reader.word("detail") or "optional"
    if detail not in _DETAILS:
        reader.fault(
            "bad_value",
            "detail",
            ("Chỉ nhận required, optional, none.", "Use required, optional or none."),
        )
    return Limits(
        min_length=reader.whole("min_length") or 0,
        max_length=reader.whole("max_length"),
        pattern=_pattern(reader),
        pattern_message=reader.text("pattern_message"),
        minimum=reader.number("min"),
        maximum=reader.number("max"),
        earliest=reader.expression("earliest"),
        latest=reader.expression("latest"),
        detail=detail,
        abroad=reader.flag("abroad"),
        sex=reader.word("sex"),
        born_on=reader.word("born_on"),
    )


def _pattern(reader: Reader) -> str | None:
    pattern = reader.word("pattern")
    try:
        re.compile(pattern or "")
    except re.error as error:
        reader.fault("bad_pattern", "pattern", (f"Mẫu sai: {error}.", f"Bad pattern: {error}."))
        return None
    return pattern


def _repeat(reader: Reader) -> Repeat:
    inside = reader.inside("repeat")
    if inside is None:
        return Repeat()
    least, most = inside.whole("min"), inside.whole("max")
    repeat = Repeat(min=least or 0, max=10 if most is None else most)
    if repeat.max < max(repeat.min, 1) or repeat.max > 500:
        inside.fault(
            "bad_repeat",
            "max",
            (
                "max phải từ min trở lên, từ 1 đến 500.",
                "max must be min or more, from 1 to 500.",
            ),
        )
    inside.finish()
    return repeat


def _check_shape(reader: Reader, field: Field) -> None:
    """Ask for what a type needs."""
    needs = (
        (field.type in _CHOOSING and not field.options and not field.list_key, "options"),
        (field.type is FieldType.GROUP and not field.fields, "fields"),
        (field.type is FieldType.EVIDENCE and not field.evidence, "evidence"),
        (field.type is FieldType.CALCULATED and field.calculate is None, "calculate"),
    )
    for is_missing, key in needs:
        if is_missing and key not in reader.data:
            reader.fault(
                "missing_property",
                key,
                (
                    f"Kiểu {field.type.value} cần thuộc tính “{key}”.",
                    f"The type {field.type.value} needs the property “{key}”.",
                ),
            )


def _rule(reader: Reader) -> Rule | None:
    severity = reader.word("severity") or "error"
    if severity not in set(Severity):
        reader.fault("bad_value", "severity", ("error, warning, info.", "error, warning, info."))
        severity = "error"
    check = reader.expression("check")
    rule = {
        "code": reader.word("code") or "",
        "at": reader.word("at") or "",
        "clause": reader.word("clause") or "",
    }
    message, hint = reader.text("message", required=True), reader.text("hint")
    for key in ("code", "at", "check"):
        if key not in reader.data:
            reader.fault("missing_property", key, (f"Thiếu “{key}”.", f"“{key}” is missing."))
    reader.finish()
    if check is None:
        return None
    return Rule(check=check, message=message, hint=hint, severity=Severity(severity), **rule)


def _schema(reader: Reader) -> str | None:
    inside = reader.inside("schema")
    if inside is None:
        return None
    try:
        text = json.dumps(inside.data, default=str)
        jsonschema_rs.Draft202012Validator(json.loads(text))
    except (ValueError, RecursionError) as error:
        inside.fault("bad_schema", "", (f"JSON Schema sai: {error}", f"Bad JSON Schema: {error}"))
        return None
    return text
