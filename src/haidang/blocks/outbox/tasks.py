"""Background work of the outbox itself."""

from typing import Final

from asgiref.sync import async_to_sync
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status

from haidang.blocks.outbox import actions

STALLED_SECONDS: Final = 30.0
"""Without a sign of life for so long a worker counts as dead; it gives one every ten seconds."""


@actions.task(name=actions.DELIVER)
def deliver(*, event_id: str, handler: str) -> None:
    """Give one event to one handler."""
    actions.deliver(event_id=event_id, handler=handler)


RESCUE: Final = "outbox.rescue"


@app.periodic(cron="* * * * * */5")
@app.task(name=RESCUE, queueing_lock=RESCUE)
async def rescue(timestamp: int) -> None:
    """Run again the jobs whose worker died: the queue does not do so by itself."""
    del timestamp  # every tick does the same
    await rescue_stalled_jobs(seconds=_patience())
    await app.connector.execute_query_async(actions.FORGET_FAILURES, name=RESCUE)


async def rescue_stalled_jobs(*, seconds: float = STALLED_SECONDS) -> int:
    """Put jobs of silent workers back into the queue; return how many."""
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds))
    return sum([await _rescue(job) for job in stalled])


def rescue_now(*, seconds: float = STALLED_SECONDS) -> int:
    """Do the rescue from ordinary code."""
    return async_to_sync(rescue_stalled_jobs)(seconds=seconds)


async def _rescue(job: Job) -> bool:
    try:
        await app.job_manager.retry_job(job)
    except UniqueViolation:
        # One periodic job of a kind may wait in the queue: the next one waits there already
        # and does the same, so the dead worker's one is dropped.
        return await _drop(job)
    except ConnectorException:
        return False  # another rescuer, or the worker that was only slow, was faster
    return True


async def _drop(job: Job) -> bool:
    try:
        await app.job_manager.finish_job(job, status=Status.ABORTED, delete_job=True)
    except ConnectorException:
        return False
    return True


def _patience() -> float:
    return (app.worker_defaults or {}).get("stalled_worker_timeout", STALLED_SECONDS)
