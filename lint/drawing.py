"""The legal life of a case, drawn from its table."""

from haidang.domain.cases.states import CLOSED, NAMES, TRANSITIONS, Status

_TITLE = """# The legal life of a case

Drawn from `TRANSITIONS` in `src/haidang/domain/cases/states.py`. A procedure's process may only
choose among these edges; that is proved when the procedure is published. The numbers are the
codes of the national synchronisation. "Overdue" is derived from the due instant, never a state.
"""


def draw_states() -> str:
    """Return the page with the diagram and the table."""
    return f"{_TITLE}\n{_diagram()}\n{_table()}"


def _diagram() -> str:
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {_node(Status.DRAFT)}"]
    lines.extend(f"    {_node(status)}: {_label(status)}" for status in Status)
    for status, ends in TRANSITIONS.items():
        lines.extend(f"    {_node(status)} --> {_node(end)}" for end in sorted(ends, key=_order))
    lines.extend(f"    {_node(status)} --> [*]" for status in sorted(CLOSED, key=_order))
    return "\n".join([*lines, "```", ""])


def _table() -> str:
    rows = ["| code | name | Vietnamese | may become |", "|---|---|---|---|"]
    for status, ends in TRANSITIONS.items():
        names = NAMES[status]
        after = ", ".join(NAMES[end]["en"] for end in sorted(ends, key=_order)) or "— (closed)"
        rows.append(f"| {status} | {names['en']} | {names['vi']} | {after} |")
    return "\n".join([*rows, ""])


def _order(status: Status) -> int:
    return list(Status).index(status)


def _node(status: Status) -> str:
    return status.name.lower()


def _label(status: Status) -> str:
    code = f"{status} " if status.isdigit() else ""
    return f"{code}{NAMES[status]['en']}"
