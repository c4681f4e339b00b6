"""Read a BPMN 2.0 file into a process; name every fault at once, with its line."""

from collections.abc import Callable, Mapping

from lxml import etree

from haidang.engines.expressions import compile_expression
from haidang.engines.workflow.assembly import Assembly
from haidang.engines.workflow.drawing import read_drawing
from haidang.engines.workflow.nodes import line_of, local_name
from haidang.engines.workflow.types import ConditionCompiler, ParsedProcess, ProcessProblem
from haidang.engines.workflow.vocabulary import BPMN, KINDS, MAX_BYTES
from haidang.engines.workflow.wording import problem
from haidang.kernel.errors import Severity


def parse_process(
    source: bytes,
    *,
    library: Mapping[str, bytes] | None = None,
    compile_condition: ConditionCompiler = compile_expression,
) -> ParsedProcess:
    """Read a process file; never raises for what stands in it.

    The main process is the first executable one with elements, else the first with
    elements. ``library`` gives the files of processes that a callActivity may call, by
    process id. No text of the file is executed: conditions go to ``compile_condition``.
    """
    found: list[ProcessProblem] = []
    root = _open(source, found)
    main = None if root is None else _main_process(root)
    if root is None or main is None:
        if root is not None:
            found.append(problem("no_process", line=line_of(root)))
        return ParsedProcess(process=None, problems=tuple(found))
    shapes, edges = read_drawing(root)
    assembly = Assembly(compile_condition, _callable(root, library or {}, found), found)
    process = assembly.process(main, shapes=shapes, edges=edges)
    _report_uncalled(root, main, assembly.called, found)
    broken = any(each.severity is Severity.ERROR for each in found)
    in_order = sorted(found, key=lambda each: (each.line, each.code, each.element))
    return ParsedProcess(process=None if broken else process, problems=tuple(in_order))


def _open(source: bytes, found: list[ProcessProblem]) -> "etree._Element | None":
    if len(source) > MAX_BYTES:
        found.append(problem("too_large", limit=MAX_BYTES))
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 0
        found.append(problem("not_xml", line=line, reason=str(error).rstrip(".")))
        return None
    if root.tag != f"{{{BPMN}}}definitions":
        found.append(problem("not_bpmn", line=line_of(root)))
        return None
    return root


def _processes(root: "etree._Element") -> "list[etree._Element]":
    every = root.findall(f"{{{BPMN}}}process")
    return [each for each in every if any(local_name(child) in KINDS for child in each)]


def _main_process(root: "etree._Element") -> "etree._Element | None":
    every = _processes(root)
    runnable = [each for each in every if each.get("isExecutable") == "true"]
    return next(iter(runnable or every), None)


def _callable(
    root: "etree._Element", library: Mapping[str, bytes], found: list[ProcessProblem]
) -> "Callable[[str], etree._Element | None]":
    here = {each.get("id", ""): each for each in _processes(root)}

    def find(name: str) -> "etree._Element | None":
        if name in here:
            return here[name]
        other = _open(library[name], found) if name in library else None
        every = [] if other is None else _processes(other)
        return next((each for each in every if each.get("id") == name), None)

    return find


def _report_uncalled(
    root: "etree._Element",
    main: "etree._Element",
    called: set[str],
    found: list[ProcessProblem],
) -> None:
    for each in _processes(root):
        name = each.get("id", "")
        if each is not main and name not in called:
            found.append(problem("several_processes", line=line_of(each), element=name))
