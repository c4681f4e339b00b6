"""Run measurements by their words, one after another, or list them."""

import ast
import importlib
import sys
from itertools import takewhile
from pathlib import Path

HERE = Path(__file__).parent


def words() -> dict[str, str]:
    """Return the first line about each measurement by its word."""
    found = {}
    for path in sorted(HERE.glob("[a-z]*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        if "main" in functions:
            found[path.stem] = (ast.get_docstring(tree) or "").partition("\n")[0]
    return found


def main() -> int:
    """Run those that are named; without a name, list all."""
    known = words()
    asked = list(takewhile(lambda word: not word.startswith("-"), sys.argv[1:]))
    unknown = [word for word in asked if word not in known]
    if unknown or not asked:
        sys.stdout.writelines(
            f"There is no measurement {word!r}; there are:\n" for word in unknown
        )
        sys.stdout.writelines(f"  {word:<12} {about}\n" for word, about in known.items())
        return 2 if unknown else 0
    options = sys.argv[1 + len(asked) :]
    statuses = []
    for word in asked:
        sys.argv = [f"bench {word}", *options]
        status = importlib.import_module(f"bench.{word}").main()
        statuses.append(status if isinstance(status, int) else 0)
    return max(statuses)


if __name__ == "__main__":
    sys.exit(main())
