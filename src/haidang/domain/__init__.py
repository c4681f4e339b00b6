"""The business of government: procedures, cases, work."""
