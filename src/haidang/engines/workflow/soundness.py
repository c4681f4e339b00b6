"""Prove that a process is sound before it is published.

First the shape of each element, then every resting position that the token game can come
to: at an exclusive gateway every flow is tried, because the proof does not trust conditions.
Sound means: everything can be reached, from everywhere the end can be reached, no two tokens
share a place, nothing is left behind, and every change of status is legal on every way.
"""

from collections.abc import Mapping

from haidang.engines.workflow.engine import START_STATUS
from haidang.engines.workflow.exploration import Exploration, explore
from haidang.engines.workflow.shape import check_shape
from haidang.engines.workflow.types import Process, ProcessProblem
from haidang.engines.workflow.vocabulary import KNOWN_MESSAGES, KNOWN_OPERATIONS, KNOWN_POSTS
from haidang.engines.workflow.wording import problem
from haidang.kernel.errors import Severity

MAX_POSITIONS = 4_000
"""Resting positions explored; a process with more cannot be proved and is refused."""


def check_soundness(
    process: Process,
    *,
    legal_edges: Mapping[str, frozenset[str]],
    start_status: str = START_STATUS,
    known_operations: frozenset[str] = KNOWN_OPERATIONS,
    known_messages: frozenset[str] = KNOWN_MESSAGES,
    known_posts: frozenset[str] = KNOWN_POSTS,
) -> list[ProcessProblem]:
    """Return every reason why the process may not be published, in the order of the file.

    ``legal_edges`` gives, for each legal status, the statuses that may follow it. The
    service may be published when no problem of severity error is left.
    """
    found = check_shape(
        process,
        known_operations=known_operations,
        known_messages=known_messages,
        known_posts=known_posts,
    )
    if not any(each.code == "process.automatic_loop" for each in found):
        seen = explore(process, start_status=start_status, limit=MAX_POSITIONS)
        found += _unsound(process, seen, silent={each.element for each in found})
        found += _illegal(process, seen, legal_edges)
    return sorted(found, key=lambda each: (each.line, each.code, each.element))


def _unsound(process: Process, seen: Exploration, silent: set[str]) -> list[ProcessProblem]:
    """Tell what the exploration found; an element already reported is not blamed twice."""
    if seen.cut_short:
        return [problem("too_many_states", element=process.id, limit=MAX_POSITIONS)]
    blamed = [("not_safe", node) for node in seen.shared_places()]
    blamed += [("waits_forever", node) for node in seen.stuck_places()]
    blamed += [("no_way_to_end", node) for node in seen.endless_places()]
    if not blamed:
        unseen = [node for node in process.nodes if node not in seen.visited]
        blamed = [("never_reached", node) for node in unseen]
    return [
        problem(code, line=process.nodes[node].line, element=node)
        for code, node in blamed
        if node not in silent
    ]


def _illegal(
    process: Process, seen: Exploration, legal_edges: Mapping[str, frozenset[str]]
) -> list[ProcessProblem]:
    found = []
    for source, target, node in sorted(seen.status_edges):
        allowed = legal_edges.get(source, frozenset())
        if target not in allowed:
            found.append(
                problem(
                    "illegal_status",
                    line=process.nodes[node].line,
                    element=node,
                    source=source,
                    target=target,
                    known=", ".join(sorted(allowed, key=lambda code: (len(code), code))) or "-",
                )
            )
    return found


def is_publishable(problems: list[ProcessProblem]) -> bool:
    """Return whether no problem of severity error is among them."""
    return all(each.severity is not Severity.ERROR for each in problems)
