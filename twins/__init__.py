"""Sandbox twins: separate processes that speak the documented protocols of central systems.

Never imported by the platform. Every answer of a twin says that it is a twin.
"""
