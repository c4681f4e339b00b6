"""A second web server beside the city's own, on the same database, with settings of its own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg

from haidang.config.demo.processes import Processes, free_port
from haidang.config.demo.run import Layout, web_command
from haidang.config.postgres import find_cluster

Connection = psycopg.Connection[tuple[object, ...]]


@contextmanager
def second_web(city: Layout, name: str, settings: Mapping[str, str]) -> Iterator[str]:
    """Start a web server of two processes; yield its address."""
    port = free_port()
    processes = Processes(logs=city.data / "logs", environment={**city.environment(), **settings})
    processes.start(name, web_command(port))
    try:
        processes.wait_for(name, f"http://localhost:{port}/api/health")
        yield f"http://localhost:{port}"
    finally:
        processes.stop_all()


@contextmanager
def database_of(city: Layout) -> Iterator[Connection]:
    """Yield a connection to the city's database, as its owner."""
    with psycopg.connect(
        host=str(find_cluster(city.data).data), port=5432, user="postgres", dbname="haidang",
        autocommit=True,
    ) as connection:  # fmt: skip
        yield connection
