"""Measurements: one module a subject, each with a main()."""
