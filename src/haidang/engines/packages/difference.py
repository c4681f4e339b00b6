"""Say in words how two revisions of a procedure differ."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from haidang.engines.packages.model import ProcedurePackage


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference: what it concerns, and words for people."""

    part: str
    kind: str
    text: Mapping[str, str]


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...

    @property
    def name(self) -> Mapping[str, str]: ...


_KINDS = {
    "added": ("Thêm", "Added"),
    "removed": ("Bỏ", "Removed"),
    "changed": ("Thay đổi", "Changed"),
}


def diff(a: ProcedurePackage, b: ProcedurePackage) -> list[Change]:
    """Return what is different in ``b`` compared with ``a``; nothing for equal content."""
    if a.content_hash == b.content_hash:
        return []
    return [
        *_texts(a, b),
        *_keyed("evidence", ("giấy tờ", "the paper"), a.evidence, b.evidence),
        *_keyed("results", ("kết quả", "the result"), a.results, b.results),
        *_keyed("fees", ("khoản thu", "the fee"), a.fees.fees, b.fees.fees),
        *_form(a, b),
        *_channels(a, b),
        *_law(a, b),
        *_process(a, b),
        *_files(a, b),
    ]


def _change(part: str, kind: str, vi: str, en: str) -> Change:
    first, second = _KINDS[kind]
    return Change(part=part, kind=kind, text={"vi": f"{first} {vi}.", "en": f"{second} {en}."})


def _texts(a: ProcedurePackage, b: ProcedurePackage) -> Iterator[Change]:
    pairs = (
        ("name", a.name, b.name, "tên thủ tục", "the name"),
        ("summary", a.summary, b.summary, "mô tả", "the summary"),
        ("conditions", a.conditions, b.conditions, "yêu cầu, điều kiện", "the conditions"),
        ("steps", a.steps, b.steps, "trình tự thực hiện", "the steps"),
        ("time", a.time, b.time, "quy tắc tính thời gian", "the time rules"),
        ("audiences", a.audiences, b.audiences, "đối tượng thực hiện", "the audiences"),
    )
    for part, before, after, vi, en in pairs:
        if before != after:
            yield _change(part, "changed", vi, en)


def _keyed(
    part: str, words: tuple[str, str], before: Iterable[_Keyed], after: Iterable[_Keyed]
) -> Iterator[Change]:
    old = {item.key: item for item in before}
    new = {item.key: item for item in after}
    for key in [*old, *(key for key in new if key not in old)]:
        item = new.get(key) or old[key]
        if old.get(key) == new.get(key) or _same(old.get(key), new.get(key)):
            continue
        kind = "added" if key not in old else "removed" if key not in new else "changed"
        yield _change(part, kind, *_named(words, item.name))


def _same(one: object, other: object) -> bool:
    """Compare by what stands written; two compiled expressions are never the same object."""
    return one is not None and other is not None and repr(one) == repr(other)


def _named(words: tuple[str, str], name: Mapping[str, str]) -> tuple[str, str]:
    vi, en = name.get("vi", ""), name.get("en") or name.get("vi", "")
    return f"{words[0]} “{vi}”", f"{words[1]} “{en}”"


def _form(a: ProcedurePackage, b: ProcedurePackage) -> Iterator[Change]:
    old, new = a.form.fields(), b.form.fields()
    for key in [*old, *(key for key in new if key not in old)]:
        if key in old and key in new and repr(old[key][1]) == repr(new[key][1]):
            continue
        kind = "added" if key not in old else "removed" if key not in new else "changed"
        label = (new.get(key) or old[key])[1].label
        yield _change("form", kind, *_named(("câu hỏi", "the question"), label))


def _channels(a: ProcedurePackage, b: ProcedurePackage) -> Iterator[Change]:
    old = {offer.channel: offer for offer in a.channels}
    new = {offer.channel: offer for offer in b.channels}
    for channel in [*old, *(channel for channel in new if channel not in old)]:
        if channel not in old or channel not in new:
            kind = "added" if channel not in old else "removed"
            yield _change("channels", kind, f"kênh “{channel}”", f"the channel “{channel}”")
        elif old[channel].time_limit != new[channel].time_limit:
            was, now = old[channel].time_limit, new[channel].time_limit
            span = f"{was.value} {was.unit} → {now.value} {now.unit}"
            vi = f"thời hạn kênh “{channel}”: {span}"
            yield _change("channels", "changed", vi, f"the limit by “{channel}”: {span}")


def _law(a: ProcedurePackage, b: ProcedurePackage) -> Iterator[Change]:
    old = {basis.number: basis for basis in a.legal_basis}
    new = {basis.number: basis for basis in b.legal_basis}
    for number in [*old, *(number for number in new if number not in old)]:
        if old.get(number) != new.get(number):
            missing = "added" if number not in old else "removed"
            kind = "changed" if number in old and number in new else missing
            yield _change("legal_basis", kind, f"căn cứ {number}", f"the legal basis {number}")


def _process(a: ProcedurePackage, b: ProcedurePackage) -> Iterator[Change]:
    old = {node.key: node for node in a.process.nodes.values()}
    new = {node.key: node for node in b.process.nodes.values()}
    for key in [*old, *(key for key in new if key not in old)]:
        if key not in old or key not in new:
            kind = "added" if key not in old else "removed"
            name = (new.get(key) or old[key]).name or key
            yield _change("process", kind, f"bước “{name}”", f"the step “{name}”")
    routes = [
        {(f.source, f.target, f.expression) for f in package.process.flows.values()}
        for package in (a, b)
    ]
    if routes[0] != routes[1] and old.keys() == new.keys():
        yield _change("process", "changed", "đường đi của quy trình", "the process's routes")


def _files(a: ProcedurePackage, b: ProcedurePackage) -> Iterator[Change]:
    for name in sorted(a.files.keys() | b.files.keys()):
        if name.endswith((".typ", ".png", ".svg")) and a.files.get(name) != b.files.get(name):
            yield _change("templates", "changed", f"tệp “{name}”", f"the file “{name}”")
