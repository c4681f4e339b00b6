"""Writers over HTTP for a drill: the restored city was truly served, by web, worker and twins.

``serving`` keeps them up beside the drill's installation; as a process of its own this module
is somebody who hands in extracts without a pause, each signed in as people are.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from haidang.config.demo.processes import TWINS, Processes, free_port
from haidang.config.demo.run import Layout
from haidang.config.demo.samples import EXTRACT_ANSWERS, WARD
from haidang.config.demo.visitors import JSON, Company

_EXTRACT = "2.000635"


@contextmanager
def serving(data: Path, *, logs: Path, surroundings: Mapping[str, str]) -> Iterator[list[str]]:
    """Serve an installation for the length of a block; return the command of a caller."""
    layout = Layout(
        web=free_port(), twins={name: free_port() for name in TWINS}, data=data,
        clock_shift_seconds=0,
    )  # fmt: skip
    processes = Processes(logs=logs, environment={**surroundings, **layout.environment()})
    try:
        for name, port in layout.twins.items():
            command = ["-m", f"twins.{name}", "--port", str(port), "--platform", layout.url]
            processes.start(name, command)
        processes.start("web", [
            "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port",
            str(layout.web), "--workers", "1", "--blocking-threads", "4", "--no-access-log",
            "haidang.config.wsgi:application",
        ])  # fmt: skip
        processes.start("worker", ["-m", "haidang.config.cli", "worker", "--concurrency", "2"])
        for name, port in layout.twins.items():
            processes.wait_for(name, f"http://127.0.0.1:{port}/twin")
        processes.wait_for("web", f"{layout.url}/api/health")
        twins = {name: f"http://127.0.0.1:{port}" for name, port in layout.twins.items()}
        yield ["-m", "haidang.config.backup.callers", layout.url, json.dumps(twins)]
    finally:
        processes.stop_all()


def main() -> None:
    """Hand in extracts until the process is ended."""
    url, twins = sys.argv[1], json.loads(sys.argv[2])
    lan = Company(url, twins).person("lan")
    wanted: JSON = {"procedure": _EXTRACT, "unit": WARD}
    for number in count():
        draft = lan.post("/api/cases", wanted, status=201, key=f"{sys.argv[3]}-{number}")
        case = draft.text("id")
        lan.put(f"/api/cases/{case}/answers", {"answers": dict(EXTRACT_ANSWERS)})
        lan.post(f"/api/cases/{case}/submit", key=f"submit-{case}")


if __name__ == "__main__":
    main()
