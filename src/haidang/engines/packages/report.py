"""What is wrong with packages, as a compiler prints it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from haidang.engines.packages.wording import FAULTS
from haidang.kernel.errors import Problem, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageProblem:
    """One fault of a package: where it stands, what is wrong, and what to do.

    ``line`` and ``column`` count from 1; 0 means the file as a whole. ``detail`` is the code
    of the engine that found the fault (``forms.…``, ``workflow.…``), or empty.
    """

    code: str
    file: str
    line: int
    column: int
    severity: Severity
    message: Mapping[str, str]
    hint: Mapping[str, str]
    path: str = ""
    detail: str = ""

    def as_problem(self) -> Problem:
        """Return the kernel's word for the same fault."""
        return Problem(
            code=self.code,
            path=self.path,
            severity=self.severity,
            message=self.message,
            hint=self.hint,
            params={"file": self.file, "line": self.line, "column": self.column},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All faults of a check, and which packages were looked at."""

    problems: tuple[PackageProblem, ...]
    checked: tuple[str, ...] = ()
    levels: Mapping[str, str] = field(default_factory=dict)
    """The quality that each procedure has earned: draft, checked or exemplary."""

    @property
    def is_clean(self) -> bool:
        """Say whether nothing of severity error was found."""
        return all(problem.severity is not Severity.ERROR for problem in self.problems)

    def errors(self) -> tuple[PackageProblem, ...]:
        """Return the faults that keep a package from being published."""
        return tuple(each for each in self.problems if each.severity is Severity.ERROR)


def make(
    fault_code: str,
    /,
    *,
    file: str,
    at: tuple[int, int] = (0, 0),
    path: str = "",
    **params: str | int,
) -> PackageProblem:
    """Make a fault from the table of wordings; ``params`` fill its placeholders."""
    return build(fault_code, file=file, at=at, path=path, params=params)


def build(
    code: str,
    *,
    file: str,
    at: tuple[int, int] = (0, 0),
    path: str = "",
    detail: str = "",
    severity: Severity | None = None,
    params: Mapping[str, str | int] | None = None,
) -> PackageProblem:
    """Make a fault; ``detail`` and ``severity`` are those of the engine that found it."""
    fault = FAULTS[code]
    values = params or {}
    return PackageProblem(
        code=code,
        file=file,
        line=at[0],
        column=at[1],
        severity=severity or fault.severity,
        message={language: text.format(**values) for language, text in fault.message.items()},
        hint={language: text.format(**values) for language, text in fault.hint.items()},
        path=path,
        detail=detail,
    )


def in_order(problems: Iterable[PackageProblem]) -> tuple[PackageProblem, ...]:
    """Sort by file and place; the same fault is told once."""
    unique = {
        (each.file, each.line, each.column, each.code, each.path, each.message["vi"]): each
        for each in problems
    }
    return tuple(unique[key] for key in sorted(unique))


def format_report(report: Report, *, language: str = "en", root: str = "") -> str:
    """Print one line a fault: ``file:line:column code severity: message  hint: …``."""
    lines = [*_lines(report.problems, language=language, root=root)]
    errors = len(report.errors())
    warnings = sum(each.severity is Severity.WARNING for each in report.problems)
    lines.append(f"{len(report.checked)} packages, {errors} errors, {warnings} warnings")
    return "\n".join(lines)


def _lines(problems: Iterable[PackageProblem], *, language: str, root: str) -> Iterator[str]:
    for each in problems:
        place = f"{root}{each.file}:{each.line}:{each.column}"
        message = each.message.get(language) or each.message["vi"]
        hint = each.hint.get(language) or each.hint.get("vi", "")
        detail = f" [{each.detail}]" if each.detail else ""
        told = f"{place} {each.code} {each.severity}: {message}{detail}"
        yield f"{told}  hint: {hint}" if hint else told
