"""Writes of the cases, one file for each group of verbs."""
