"""What a web process or a worker does at its start, so that it is seen."""

import atexit
from pathlib import Path

from haidang.config.env import Environment
from haidang.config.watching.metrics import Metrics
from haidang.kernel import watch


def metrics_folder(env: Environment) -> Path:
    """Return where the processes of this machine count."""
    return Path(env.metrics_dir) if env.metrics_dir else env.data_dir / "metrics"


def start_watching(env: Environment) -> None:
    """Count, and trace where a collector is set; called once in each process."""
    watch.add_watcher(Metrics(metrics_folder(env)))
    if env.traces_endpoint:
        # Nobody pays for the library who does not trace.
        from haidang.config.watching.traces import traces_to  # noqa: PLC0415 - as said above

        share = float(env.traces_share)
        traces = traces_to(env.traces_endpoint, share=share, statements=env.traces_statements)
        watch.add_watcher(traces)
        atexit.register(traces.provider.shutdown)
