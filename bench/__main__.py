"""Run a measurement by its word, or list them."""

import ast
import importlib
import sys
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
    """Run the one that is named; without a name, list all."""
    known = words()
    asked = sys.argv[1] if len(sys.argv) > 1 else ""
    if asked not in known:
        if asked:
            sys.stdout.write(f"There is no measurement {asked!r}; there are:\n")
        sys.stdout.writelines(f"  {word:<12} {about}\n" for word, about in known.items())
        return 2 if asked else 0
    del sys.argv[1]
    status = importlib.import_module(f"bench.{asked}").main()
    return status if isinstance(status, int) else 0


if __name__ == "__main__":
    sys.exit(main())
