"""One pipe for every line: ours, Django's, the queue's and the libraries'.

JSON in production, one object a line; readable on a developer's screen. What ``watch`` has bound
(trace, kind of actor, case, task, job) stands in each line; what is personal does not.
"""

from collections.abc import Mapping, MutableMapping
from typing import Final, Literal

import structlog
from structlog.typing import Processor

from haidang.config.env import Environment
from haidang.config.watching.redaction import redact_fields
from haidang.kernel import watch

LogFormat = Literal["json", "text"]
QUIET: Final = ("procrastinate", "httpx", "httpcore", "pyhanko", "urllib3", "fontTools")
"""Libraries that say more than anybody reads: from WARNING on only."""


def logging_settings(*, level: str, form: LogFormat) -> dict[str, object]:
    """Return the settings of the standard library's logging."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter, "form": form}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "loggers": {
            "django.server": {"handlers": ["console"], "level": level, "propagate": False},
            **{name: {"level": "WARNING"} for name in QUIET},
        },
        "root": {"handlers": ["console"], "level": level},
    }


def log_format(env: Environment) -> LogFormat:
    """Return the form that was chosen: readable with sample data, JSON elsewhere."""
    if env.log_format:
        return "text" if env.log_format == "text" else "json"
    return "text" if env.sample or env.debug else "json"


def formatter(form: LogFormat = "json") -> structlog.stdlib.ProcessorFormatter:
    """Return what makes a line of a record."""
    first: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        structlog.stdlib.ExtraAdder(),
        add_bound_facts,
    ]
    last: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        redact_fields,
    ]
    shown: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback, timestamp_key="at"
        )
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=first, processors=[*last, shown], use_get_message=True
    )


def add_bound_facts(
    _logger: object, _method: str, line: MutableMapping[str, object]
) -> Mapping[str, object]:
    """Write down what is bound here, unless the line says it itself."""
    for key, value in watch.bound().items():
        line.setdefault(key, value)
    return line
