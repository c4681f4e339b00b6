"""The command ``haidang serve``."""

import logging
from typing import Annotated

import typer

from haidang.config.env import read_environment
from haidang.config.postgres import ensure_running
from haidang.config.serving.processes import Patience
from haidang.config.serving.supervisor import Plan
from haidang.config.serving.supervisor import serve as run


def serve(
    *,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen at.")] = 8000,
    web: Annotated[int, typer.Option(min=1, help="Web processes.")] = 2,
    threads: Annotated[int, typer.Option(min=1, help="Threads of each web process.")] = 4,
    workers: Annotated[int, typer.Option(min=0, help="Processes that do the jobs.")] = 1,
    concurrency: Annotated[int, typer.Option(min=1, help="Jobs at a time of each.")] = 4,
    drain_seconds: Annotated[
        float, typer.Option(help="An old process may finish what it began for so long.")
    ] = 30.0,
    start_seconds: Annotated[
        float, typer.Option(help="A new process must answer within so long.")
    ] = 120.0,
    ready: Annotated[
        str, typer.Option(help="Address that a new process must answer with 200.")
    ] = "/api/ready",
) -> None:
    """Run web processes and workers; SIGHUP replaces all, one by one, without a gap."""
    env = read_environment()
    logging.basicConfig(level=env.log_level, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("httpx").setLevel("WARNING")
    if not env.database_url:
        ensure_running(env.data_dir)
    plan = Plan(
        host=host, port=port, web=web, threads=threads, workers=workers, concurrency=concurrency,
        patience=Patience(
            start_seconds=start_seconds, drain_seconds=drain_seconds, ready=ready
        ),
    )  # fmt: skip
    raise typer.Exit(run(plan))
