"""Work done in a process of its own, which sets Django up for itself."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.queues import Queue
from typing import Any, Final

SPAWN: Final = multiprocessing.get_context("spawn")
_PATIENCE_SECONDS: Final = 4 * 3_600


def in_child(work: Callable[..., None], *arguments: object) -> None:
    """Do the work in a child; end this process where it failed."""
    process = SPAWN.Process(target=work, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{work.__name__} failed.")


def asking(work: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401 - whatever the work returns
    """Return what the work returns in a child; end this process where it failed."""
    results: Queue[Any] = SPAWN.Queue()
    process = SPAWN.Process(target=_answer, args=(work, arguments, results))
    process.start()
    answer = results.get(timeout=_PATIENCE_SECONDS)
    process.join()
    if isinstance(answer, str):
        raise SystemExit(answer)
    return answer


def _answer(
    work: Callable[..., Any], arguments: tuple[object, ...], results: "Queue[Any]"
) -> None:
    try:
        results.put(work(*arguments))
    except Exception as error:
        results.put(f"{work.__name__}: {type(error).__name__}: {error}")
        raise
