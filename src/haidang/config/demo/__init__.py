"""A whole city on one machine, with sample data and sandbox twins."""

from haidang.config.demo.run import run

__all__ = ["run"]
