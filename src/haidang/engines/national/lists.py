"""What a record is held against: dead laws, papers that may not be asked for, shared codes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from haidang.engines.national.record import NationalRecord
from haidang.engines.packages.context import Context, DeadLaw, Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The surroundings of a judgement; whatever is empty is not judged.

    ``shared_results`` are the result codes that several procedures of one file give out.
    """

    dead_laws: Mapping[str, DeadLaw] = field(default_factory=dict)
    abolished: tuple[Paper, ...] = ()
    held: tuple[Paper, ...] = ()
    shared_results: frozenset[str] = frozenset()


def lists_of(context: Context, records: Iterable[NationalRecord] = ()) -> Lists:
    """Return the lists of the content, with the result codes that the records share."""
    return Lists(
        dead_laws=context.dead_laws,
        abolished=_lowered(context.abolished),
        held=_lowered(context.held),
        shared_results=find_shared_results(records),
    )


def _lowered(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    return tuple(
        Paper(
            words=tuple(words.casefold() for words in paper.words),
            law=paper.law,
            excepted=tuple(words.casefold() for words in paper.excepted),
        )
        for paper in papers
    )


def find_shared_results(records: Iterable[NationalRecord]) -> frozenset[str]:
    """Return the result codes that several procedures give out."""
    users: dict[str, set[str]] = {}
    for record in records:
        for _name, code in record.results:
            if code:
                users.setdefault(code, set()).add(record.code)
    return frozenset(code for code, procedures in users.items() if len(procedures) > 1)
