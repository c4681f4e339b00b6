"""A worker that outlives its database: it waits for it, then goes on in the same process.

The queue's own worker ends when a connection is lost. To start another process costs seconds
of CPU just when everybody starts anew, so that a database that was gone for half a second
left nobody at work for half a minute.
"""

import asyncio
import logging
import signal
import time
from contextlib import suppress
from typing import Any, Final, LiteralString

import psycopg
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition
from procrastinate.psycopg_connector import PsycopgConnector
from psycopg_pool import PoolClosed

logger = logging.getLogger(__name__)

PAUSE_SECONDS: Final = 0.3
PATIENCE_SECONDS: Final = 30.0
"""So long a worker tries to tell what became of a job before it leaves that to the rescue."""
_POLL_SECONDS: Final = 0.05


class PatientConnector(PsycopgConnector):
    """Says again what a lost connection left unsaid: a sign of life, what became of a job.

    Else a job whose end was not heard would be at work for ever: its worker lives, so nobody
    rescues it. Reads are not repeated: a job that was taken unheard belongs to nobody until
    the worker registers anew, which it does after every fault that comes through here.
    """

    async def execute_query_async(self, query: LiteralString, **arguments: object) -> None:
        """Run a statement that may run twice, as often as it takes."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                await super().execute_query_async(query, **arguments)
            except ConnectorException as error:
                if not _is_lost(error) or time.monotonic() > deadline:
                    raise
                await asyncio.sleep(PAUSE_SECONDS)
            else:
                return


def run_worker(*, concurrency: int, drain_seconds: int) -> None:
    """Do jobs until asked to stop; then finish the begun ones, for so long at most."""
    asyncio.run(_outlive(connector_params(), concurrency, drain_seconds))


async def _outlive(parameters: dict[str, Any], concurrency: int, drain_seconds: int) -> None:
    stop = _asked_to_stop()
    while not stop.is_set():
        await _wait_for_database(parameters, stop)
        # a pool that could not be opened stays closed, so each round has its own
        connector = PatientConnector(kwargs=parameters, timeout=10, reconnect_timeout=5)
        try:
            with app.replace_connector(connector):
                await _work(stop, concurrency, drain_seconds)
        except (ConnectorException, psycopg.Error) as error:
            logger.warning("The worker lost its database and begins anew: %r", error)
        await _rest(stop)


async def _work(stop: asyncio.Event, concurrency: int, drain_seconds: int) -> None:
    """Work until asked to stop, or until a connection is lost."""
    async with app.open_async():
        work = asyncio.create_task(
            app.run_worker_async(
                concurrency=concurrency,
                delete_jobs=DeleteJobCondition.SUCCESSFUL,
                fetch_job_polling_interval=_POLL_SECONDS,
                shutdown_graceful_timeout=drain_seconds,
                install_signal_handlers=False,
            )
        )
        asked = asyncio.create_task(stop.wait())
        await asyncio.wait({work, asked}, return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
        if not work.done():
            work.cancel()  # the queue's worker takes this as: finish what is begun
        with suppress(asyncio.CancelledError):
            await work


async def _wait_for_database(parameters: dict[str, Any], stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            async with await psycopg.AsyncConnection.connect(
                **{"connect_timeout": 3, **parameters}
            ):
                return
        except psycopg.OperationalError:
            await _rest(stop)


async def _rest(stop: asyncio.Event) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), PAUSE_SECONDS)


def _asked_to_stop() -> asyncio.Event:
    """Return what is set at the first signal to stop; a second one ends the process at once."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    numbers = (signal.SIGINT, signal.SIGTERM)

    def ask() -> None:
        stop.set()
        for number in numbers:
            loop.remove_signal_handler(number)

    for number in numbers:
        loop.add_signal_handler(number, ask)
    return stop


def _is_lost(error: ConnectorException) -> bool:
    cause = error.__cause__
    lost = isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError)
    return lost and not isinstance(cause, PoolClosed)
