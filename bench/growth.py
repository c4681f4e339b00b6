"""How pages grow with the number of cases: the judgement, the page of figures, the plots."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MOST_GROWTH: Final = 2.0
"""A page is flat when it grows no more than this from the smallest size to the largest."""
_LEAST_MS: Final = 1.0
_SHOWN: Final = ("blocks", "p50")
_WORDS: Final = {"blocks": "8 kB blocks touched by one page", "p50": "milliseconds, p50"}
_COLOURS: Final = ("#1b4f72", "#117864", "#b9770e", "#943126", "#6c3483", "#2e4053")
_A_PLOT: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one page took, in milliseconds; its ``statements``, 8 kB ``blocks`` and shown ``rows``.

    Blocks are what the database touched: they do not depend on what else the machine does.
    """

    p50: float
    p95: float
    database: float
    statements: int
    blocks: float
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Where and how was measured."""

    machine: str
    software: str
    load: float
    rounds: int
    fillings: Mapping[int, float]
    tables: Mapping[str, int]


Found = Mapping[str, Mapping[int, Measured]]


def is_flat(rows: Mapping[int, Measured]) -> bool:
    """Tell whether blocks and time of a page stayed within the bound."""
    first, last = rows[min(rows)], rows[max(rows)]
    in_blocks = last.blocks <= first.blocks * MOST_GROWTH
    return in_blocks and last.p50 <= max(first.p50, _LEAST_MS) * MOST_GROWTH


def write_report(found: Found, conditions: Conditions, *, folder: Path) -> None:
    """Write ``lists.md`` and the plots that it shows."""
    folder.mkdir(parents=True, exist_ok=True)
    names = list(found)
    groups = [names[at : at + _A_PLOT] for at in range(0, len(names), _A_PLOT)]
    plots = []
    for what in _SHOWN:
        for number, group in enumerate(groups, start=1):
            name = f"lists-{what}-{number}.svg"
            _plot({one: found[one] for one in group}, what=what, path=folder / name)
            plots.append((name, what, group))
    lines = [*_head(conditions), *_table(found), "", *_verdict(found), ""]
    for name, what, group in plots:
        lines += [f"![{_WORDS[what]}: {', '.join(group)}]({name})", ""]
    lines += _sizes(conditions)
    (folder / "lists.md").write_text("\n".join(lines), encoding="utf-8")


def _head(conditions: Conditions) -> list[str]:
    return [
        "<!-- Written by `./run bench lists --report docs/explanation`. -->",
        "",
        f"# Lists from {min(conditions.fillings):,} cases to {max(conditions.fillings):,}",
        "",
        "Whole pages through the platform's own views, in one process, on a database of its own;"
        " how the cases are made and what was done about growth stands in"
        " [performance](performance.md). Blocks are what the database touched for one page; they"
        " do not depend on what else the machine does, milliseconds do. Rows are those of the"
        " list that a page shows, of all there are; a page is within 2x when neither its blocks"
        " nor its p50 more than double from the smallest size to the largest, whatever it shows.",
        "",
        f"Measured on {conditions.machine}; {conditions.software}; {conditions.rounds} rounds a "
        f"page; load average of the last five minutes at the end: {conditions.load:.1f}.",
        "",
    ]


def _table(found: Found) -> list[str]:
    sizes = sorted(next(iter(found.values())))
    head = [f"blocks at {size:,}" for size in sizes]
    times = [f"p50 ms at {size:,}" for size in sizes]
    shown = [f"rows at {size:,}" for size in sizes]
    columns = ["page", "statements", *shown, *head, "growth", *times, "growth", "within 2x"]
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' + '---:|' * (len(columns) - 1)}"]
    for name, rows in found.items():
        first, last = rows[sizes[0]], rows[sizes[-1]]
        cells = [
            name,
            str(last.statements),
            *(str(rows[size].rows) for size in sizes),
            *(f"{rows[size].blocks:,.0f}" for size in sizes),
            f"{last.blocks / first.blocks:.2f}",
            *(f"{rows[size].p50:,.1f}" for size in sizes),
            f"{last.p50 / first.p50:.2f}",
            "yes" if is_flat(rows) else "**no**",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _verdict(found: Found) -> list[str]:
    grown = [name for name, rows in found.items() if not is_flat(rows)]
    if not grown:
        return [f"All {len(found)} pages stay within {MOST_GROWTH:g}x."]
    return [f"Not within {MOST_GROWTH:g}x: {', '.join(grown)}."]


def _sizes(conditions: Conditions) -> list[str]:
    filled = ", ".join(
        f"{size:,} in {seconds:.0f} s" for size, seconds in sorted(conditions.fillings.items())
    )
    tables = [
        f"| `{name}` | {size / 2**20:,.0f} |" for name, size in sorted(conditions.tables.items())
    ]
    return [
        f"The cases were filled in: {filled}. What the tables take at the largest size, with "
        "their indexes:",
        "",
        "| table or index | MB |",
        "|---|---:|",
        *tables,
        "",
    ]


def _plot(found: Found, *, what: str, path: Path) -> None:
    import matplotlib as mpl  # noqa: PLC0415 - only a report draws

    mpl.use("svg")
    from matplotlib import pyplot  # noqa: PLC0415 - as above

    mpl.rcParams.update({"svg.hashsalt": "haidang", "svg.fonttype": "path", "font.size": 10})
    figure, axes = pyplot.subplots(figsize=(7.2, 4.4), layout="constrained")
    for (name, rows), colour in zip(found.items(), _COLOURS, strict=False):
        sizes = sorted(rows)
        values = [float(getattr(rows[size], what)) for size in sizes]
        axes.plot(sizes, values, marker="o", color=colour, label=name, linewidth=1.6)
    values = [float(getattr(row, what)) for rows in found.values() for row in rows.values()]
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_ylim(
        10 ** math.floor(math.log10(min(values))), 10 ** math.ceil(math.log10(max(values)))
    )
    axes.set_xlabel("cases")
    axes.set_ylabel(_WORDS[what])
    axes.grid(visible=True, which="both", alpha=0.25)
    axes.legend(loc="best", fontsize=8, framealpha=0.9)
    figure.savefig(path, metadata={"Date": None, "Creator": "Hải Đăng"})
    pyplot.close(figure)
