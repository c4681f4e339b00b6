"""Which functions of the platform reach which, read from the source."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"


@dataclass
class Module:
    """One file: what it imports, what each function or table names, what it defines."""

    name: str
    imports: dict[str, str] = field(default_factory=dict)
    functions: dict[str, frozenset[str]] = field(default_factory=dict)
    defined: frozenset[str] = frozenset()


class Reach:
    """The references between functions of some packages; a reference counts as a call."""

    def __init__(self, *packages: str) -> None:
        self.modules = {module.name: module for package in packages for module in _read(package)}

    @cached_property
    def edges(self) -> dict[str, frozenset[str]]:
        """Return, for each function by its full name, the functions that it names."""
        return {
            f"{module.name}.{name}": frozenset(
                target for word in words for target in self._resolve(module, word)
            )
            for module in self.modules.values()
            for name, words in module.functions.items()
        }

    def reached_from(self, start: str) -> set[str]:
        """Return everything that a function reaches, itself included."""
        seen, waiting = {start}, [start]
        while waiting:
            for target in self.edges.get(waiting.pop(), frozenset()) - seen:
                seen.add(target)
                waiting.append(target)
        return seen

    def words_from(self, start: str) -> set[str]:
        """Return every name and attribute that a function, or what it reaches, uses."""
        words: set[str] = set()
        for name in self.reached_from(start):
            home, _, last = name.rpartition(".")
            words |= self.modules[home].functions[last]
        return words

    def public_functions(self, part: str) -> Iterator[str]:
        """Yield the functions without a leading underscore in ``part`` of every module."""
        for module in self.modules.values():
            if part in module.name.split(".")[3:4]:
                yield from (f"{module.name}.{name}" for name in sorted(module.defined)
                            if not name.startswith("_"))  # fmt: skip

    def _resolve(self, module: Module, word: str) -> Iterator[str]:
        head, _, rest = word.partition(".")
        if head in module.functions and not rest:
            yield f"{module.name}.{head}"
        target = module.imports.get(head)
        if target is not None:
            yield from self._follow(f"{target}.{rest}" if rest else target)

    def _follow(self, name: str) -> Iterator[str]:
        """Follow re-exports until the module that defines the function."""
        home, _, last = name.rpartition(".")
        module = self.modules.get(home)
        if module is None:
            return
        if last in module.functions:
            yield name
        elif last in module.imports:
            yield from self._follow(module.imports[last])


def _read(package: str) -> Iterator[Module]:
    folder = SOURCE / package.replace(".", "/")
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if "tests" in parts or "migrations" in parts:
            continue
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        yield _module(name, ast.parse(path.read_text(encoding="utf-8")))


def _module(name: str, tree: ast.Module) -> Module:
    module = Module(name)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                module.imports[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    module.defined = frozenset(node.name for node in functions)
    module.functions = {
        **{node.name: frozenset(_words(node)) for node in functions},
        **{target: frozenset(_words(value)) for target, value in _tables(tree)},
    }
    return module


def _tables(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Yield the values of a module, such as a table of operations by their names."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from ((item.id, node.value) for item in targets if isinstance(item, ast.Name))


def _words(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield f".{node.attr}"
            if isinstance(node.value, ast.Name):
                yield f"{node.value.id}.{node.attr}"
