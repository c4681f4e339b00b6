"""Background work of the outbox itself."""

from asgiref.sync import async_to_sync
from procrastinate.contrib.django import app

from haidang.blocks.outbox import actions

STALLED_SECONDS = 30


@actions.task(name=actions.DELIVER)
def deliver(*, event_id: str, handler: str) -> None:
    """Give one event to one handler."""
    actions.deliver(event_id=event_id, handler=handler)


@app.periodic(cron="* * * * * */10")
@app.task(name="outbox.rescue", queueing_lock="outbox.rescue")
async def rescue(**_when: int) -> None:
    """Run again the jobs whose worker died: the queue does not do so by itself."""
    await rescue_stalled_jobs()


async def rescue_stalled_jobs(*, seconds: int = STALLED_SECONDS) -> int:
    """Put jobs of silent workers back into the queue; return how many."""
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds))
    for job in stalled:
        await app.job_manager.retry_job(job)
    return len(stalled)


def rescue_now(*, seconds: int = STALLED_SECONDS) -> int:
    """Do the rescue from ordinary code."""
    return async_to_sync(rescue_stalled_jobs)(seconds=seconds)
