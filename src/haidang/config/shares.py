"""Work shared out over processes, each with the platform set up."""

import multiprocessing
import queue
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from haidang.config.startup import set_up

_SPAWN: Final = multiprocessing.get_context("spawn")
_PATIENCE_SECONDS: Final = 1.0
Given = Mapping[str, Any]
Share = Callable[[Given, int, int, Callable[[object], None]], None]


class ShareFailed(RuntimeError):
    """A process ended with an error, which it has printed."""


def run_shares(
    works: Sequence[Share], given: Given, *, told: Callable[[object], None] = lambda _news: None
) -> None:
    """Run one process for each of the works and wait for all; ``told`` hears what they tell."""
    news: Any = _SPAWN.Queue()
    running = [
        _SPAWN.Process(target=_run, args=(work, given, number, len(works), news))
        for number, work in enumerate(works)
    ]
    for process in running:
        process.start()
    while any(process.is_alive() for process in running) or not news.empty():
        try:
            told(news.get(timeout=_PATIENCE_SECONDS))
        except queue.Empty:
            continue
    if any(process.exitcode for process in running):
        raise ShareFailed("A process failed and has said why; start again and the work goes on.")


def _run(work: Share, given: Given, part: int, parts: int, news: Any) -> None:  # noqa: ANN401 - a queue
    set_up()
    work(given, part, parts, news.put)
