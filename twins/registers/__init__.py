"""Sandbox twin of the central registers: civil status, health papers, population match."""
