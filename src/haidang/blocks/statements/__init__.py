"""Statements that are made once in a process and only bound afterwards."""
