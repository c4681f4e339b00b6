"""Check that a form hangs together: keys, the names its expressions read, its order."""

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Final

from haidang.engines.expressions import Expression
from haidang.engines.forms.model import Field, FieldType, FormSchema, Page
from haidang.kernel.errors import Problem

ROOTS: Final = frozenset({"answers", "case", "applicant", "evidence", "facts", "row", "today"})
"""The names that a form's expressions may read."""


def check_form(form: FormSchema) -> Iterator[Problem]:
    """Yield each fault between the parts of a form; paths point into its data."""
    yield from _repeated_keys(form)
    keys = form.fields().keys()
    for number, page in enumerate(form.pages):
        path = f"/pages/{number}"
        if page.when is not None:
            yield from _names_of([page.when], keys, (), f"{path}/when")
        for at, item in enumerate(page.fields):
            yield from _field(item, keys, f"{path}/fields/{at}")
        for at, rule in enumerate(page.rules):
            yield from _names_of([rule.check], keys, (), f"{path}/rules/{at}/check")
            if rule.at and rule.at not in keys:
                yield _unknown(rule.at, keys, f"{path}/rules/{at}/at")


def settle_order(pages: Iterable[Page], problems: list[Problem]) -> tuple[str, ...]:
    """Order the fields so that each follows what its condition and value read.

    Fields that wait for each other are noted as a problem and stay in the form's order.
    """
    waits_for = {item.key: _read_by(page, item) for page in pages for item in page.fields}
    order: dict[str, None] = {}
    waiting = list(waits_for)
    while waiting:
        ready = [key for key in waiting if not (waits_for[key] & waits_for.keys()) - order.keys()]
        if not ready:
            problems.append(_circular(waiting))
            break
        order.update(dict.fromkeys(ready))
        waiting = [key for key in waiting if key not in order]
    return tuple(order)


def _read_by(page: Page, item: Field) -> set[str]:
    """Return the answers that decide whether a field is asked and what it holds."""
    read = [page.when, item.when, item.calculate, item.limits.earliest, item.limits.latest]
    read += [option.when for option in item.options]
    for inner in item.fields:
        read += [inner.when, inner.calculate, inner.limits.earliest, inner.limits.latest]
    names = {name for expression in read if expression for name in expression.names_read}
    return {name.split(".")[1] for name in names if name.startswith("answers.")}


def _field(item: Field, keys: Iterable[str], path: str) -> Iterator[Problem]:
    own = [expression for expression in Field.expressions(item) if expression]
    if item.type is not FieldType.GROUP:
        yield from _names_of(own, keys, (), path)
        yield from _partners(item, keys, path)
        return
    inner_keys = [inner.key for inner in item.fields]
    yield from _names_of(own, keys, inner_keys, path)
    for at, inner in enumerate(item.fields):
        yield from _partners(inner, inner_keys, f"{path}/fields/{at}")
        if inner.type in {FieldType.GROUP, FieldType.EVIDENCE}:
            yield _problem(
                "not_in_group",
                f"{path}/fields/{at}/type",
                f"Kiểu {inner.type.value} không dùng được trong nhóm.",
                f"The type {inner.type.value} cannot stand inside a group.",
            )


def _partners(item: Field, keys: Iterable[str], path: str) -> Iterator[Problem]:
    for property_name, key in (("sex", item.limits.sex), ("born_on", item.limits.born_on)):
        if key is not None and key not in keys:
            yield _unknown(key, keys, f"{path}/{property_name}")


def _names_of(
    expressions: Iterable[Expression],
    keys: Iterable[str],
    inner_keys: Iterable[str],
    path: str,
) -> Iterator[Problem]:
    names = {name for expression in expressions for name in expression.names_read}
    for name in sorted(names):
        root, *rest = name.split(".")
        if root not in ROOTS:
            yield _unknown(root, ROOTS, path)
        elif root == "answers" and rest and rest[0] not in keys:
            yield _unknown(rest[0], keys, path)
        elif root == "row" and rest and rest[0] not in inner_keys:
            yield _unknown(rest[0], inner_keys, path)


def _repeated_keys(form: FormSchema) -> Iterator[Problem]:
    lists = [
        [(page.key, f"/pages/{at}/key") for at, page in enumerate(form.pages)],
        [
            (item.key, f"/pages/{number}/fields/{at}/key")
            for number, page in enumerate(form.pages)
            for at, item in enumerate(page.fields)
        ],
    ]
    for number, page in enumerate(form.pages):
        for at, item in enumerate(page.fields):
            path = f"/pages/{number}/fields/{at}"
            lists.append([(f.key, f"{path}/fields/{i}/key") for i, f in enumerate(item.fields)])
            lists.append(
                [(o.value, f"{path}/options/{i}/value") for i, o in enumerate(item.options)],
            )
    for pairs in lists:
        counts = Counter(key for key, _ in pairs)
        for key, path in pairs:
            if key and counts[key] > 1:
                yield _problem(
                    "repeated_key",
                    path,
                    f"“{key}” bị trùng.",
                    f"“{key}” stands more than once.",
                )


def _circular(keys: list[str]) -> Problem:
    listed = ", ".join(keys)
    return _problem(
        "circular",
        "/pages",
        f"Điều kiện của các mục sau chờ lẫn nhau: {listed}.",
        f"The conditions of these fields wait for each other: {listed}.",
    )


def _unknown(name: str, known: Iterable[str], path: str) -> Problem:
    close = get_close_matches(name, sorted(known), n=1)
    hint = f"→ {close[0]}" if close else ""
    return _problem(
        "unknown_name",
        path,
        f"Không có “{name}”.",
        f"There is no “{name}”.",
        hint=hint,
    )


def _problem(code: str, path: str, vietnamese: str, english: str, *, hint: str = "") -> Problem:
    return Problem(
        code=f"forms.{code}",
        path=path,
        message={"vi": vietnamese, "en": english},
        hint={"vi": hint, "en": hint} if hint else {},
    )
