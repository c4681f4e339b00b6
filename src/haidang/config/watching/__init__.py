"""Seeing what runs: logs, metrics, traces, and whether the platform is ready."""
