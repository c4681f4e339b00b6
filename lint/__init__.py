"""Our own lint rules: what ruff and import-linter cannot see by themselves."""
