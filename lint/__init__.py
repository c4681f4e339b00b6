"""The house's own tools: one check, one fix, and the rules that ruff cannot see by itself."""
