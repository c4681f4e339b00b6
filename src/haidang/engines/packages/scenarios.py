"""Run an author's example through all engines and compare what comes out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from haidang.engines.deadlines import build_calendar, calendar_of, compute_due
from haidang.engines.expressions import compile_expression
from haidang.engines.fees import compute_fees
from haidang.engines.forms import check_answers
from haidang.engines.packages.context import Context
from haidang.engines.packages.model import CityPackage, ProcedurePackage, ScenarioFile
from haidang.engines.packages.report import PackageProblem
from haidang.engines.packages.shapes import mapping, text, whole, words
from haidang.engines.packages.source import JSON, Source
from haidang.engines.packages.walking import Walk, walk
from haidang.engines.workflow import WorkflowError
from haidang.kernel.errors import Problem, Severity

_ANYWHERE: Final = Source("scenario")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came out of a scenario."""

    problems: tuple[str, ...]
    fees: int
    evidence: tuple[str, ...]
    due: str
    walk: Walk
    names: Mapping[str, object] = field(default_factory=dict)


def run_scenario(
    package: ProcedurePackage,
    scenario: ScenarioFile,
    city: CityPackage | None = None,
    *,
    context: Context | None = None,
) -> list[Problem]:
    """Run one scenario; return a problem for each expectation that isn't met.

    Answers with problems are not submitted, so the process isn't walked then.
    """
    source = Source(scenario.file, dict(scenario.data))
    found = check_scenario(package, source, city, context=context or Context())
    return [each.as_problem() for each in found]


def check_scenario(
    package: ProcedurePackage, source: Source, city: CityPackage | None, *, context: Context
) -> list[PackageProblem]:
    """Run the scenario of a source and point at each expectation that isn't met."""
    data = source.mapping()
    try:
        outcome = find_outcome(package, data, city, context=context)
    except (WorkflowError, ValueError) as fault:
        return [source.fault("HD902", "", reason=str(fault).rstrip("."))]
    title = text(mapping(data.get("title")).get("vi")) or source.file
    return list(_compare(source, title, mapping(data.get("expect")), outcome))


def find_outcome(
    package: ProcedurePackage,
    data: Mapping[str, JSON],
    city: CityPackage | None,
    *,
    context: Context,
) -> Outcome:
    """Let the engines work on the answers of a scenario."""
    today = date.fromisoformat(text(data.get("today")))
    channel = text(data.get("channel"))
    counts = {key: whole(count) for key, count in mapping(data.get("evidence")).items()}
    names: dict[str, object] = {
        "today": today,
        "case": {"channel": channel, "submitted_on": today.isoformat()},
        "applicant": mapping(data.get("applicant")),
        "evidence": counts,
        "facts": {},
        **context.names(city=city),
    }
    checked = check_answers(package.form, data.get("answers"), names=names, evidence=counts)
    names["answers"] = checked.clean
    errors = [each for each in checked.problems if each.severity is Severity.ERROR]
    tariffs = city.tariffs if city is not None else ()
    fees = compute_fees(package.fees, names=names, channel=channel, on=today, tariffs=tariffs)
    acts = mapping(data.get("acts"))
    walked = Walk() if errors else walk(package, names=names, acts=acts, fees=fees)
    return Outcome(
        problems=tuple(sorted(f"{each.path} {each.code}" for each in errors)),
        fees=fees.total.dong,
        evidence=_required(package, names),
        due=_due(package, data, city, channel),
        walk=walked,
        names=names,
    )


def _required(package: ProcedurePackage, names: Mapping[str, object]) -> tuple[str, ...]:
    from_conditions = [
        item.key for item in package.evidence if required_evidence(item.required, names)
    ]
    return tuple(sorted(from_conditions))


def required_evidence(condition: str, names: Mapping[str, object]) -> bool:
    """Say whether a paper is needed; what is not known yet is not asked for."""
    return compile_expression(condition).is_true(names) is True


def _due(
    package: ProcedurePackage,
    data: Mapping[str, JSON],
    city: CityPackage | None,
    channel: str,
) -> str:
    expected = mapping(mapping(data.get("expect")).get("due"))
    offer = package.channel(channel)
    if not expected or offer is None:
        return ""
    accepted_at = datetime.fromisoformat(text(expected.get("accepted_at")))
    years = range(accepted_at.year, accepted_at.year + 2)
    rules = city.calendar if city is not None else None
    calendar = calendar_of(rules, years) if rules else build_calendar(years)
    due = compute_due(accepted_at=accepted_at, limit=offer.time_limit, calendar=calendar)
    return due.due_at.isoformat() if due.due_at is not None else "none"


def _compare(
    source: Source, title: str, expect: Mapping[str, JSON], outcome: Outcome
) -> Iterator[PackageProblem]:
    walked = outcome.walk
    actual: dict[str, JSON] = {
        "problems": list(outcome.problems),
        "fees": outcome.fees,
        "evidence": list(outcome.evidence),
        "path": list(walked.path),
        "status": [int(status) for status in walked.statuses],
        "services": list(walked.services),
        "result": walked.result,
    }
    for key, value in actual.items():
        wanted = expect.get(key)
        if key in expect and _plain(key, wanted) != value:
            yield _wrong(source, f"/expect/{key}", title, key, _plain(key, wanted), value)
    if "path" in expect and walked.open_nodes:
        stuck = ", ".join(walked.open_nodes)
        yield source.fault("HD902", "/expect/path", reason=f"the process waits at {stuck}")
    due = mapping(expect.get("due"))
    if due and not _same_instant(text(due.get("due_at")), outcome.due):
        yield _wrong(source, "/expect/due", title, "due_at", due.get("due_at"), outcome.due)


def _plain(key: str, value: JSON) -> JSON:
    if key in {"problems", "evidence"}:
        listed: list[JSON] = [*sorted(words(value))]
        return listed
    if key == "status" and isinstance(value, list):
        return [int(text(item)) for item in value]
    return value


def _same_instant(one: str, other: str) -> bool:
    if "none" in {one, other}:
        return one == other
    return datetime.fromisoformat(one) == datetime.fromisoformat(other)


def _wrong(
    source: Source, path: str, title: str, what: str, expected: JSON, actual: JSON
) -> PackageProblem:
    return source.fault(
        "HD901", path, title=title, what=what, expected=_shown(expected), actual=_shown(actual)
    )


def _shown(value: JSON) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(text(item) for item in value) + "]"
    return text(value) or "-"
