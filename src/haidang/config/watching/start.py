"""What a web process or a worker does at its start, so that it is seen."""

from pathlib import Path

from haidang.config.env import Environment
from haidang.config.watching.metrics import Metrics
from haidang.kernel import watch


def metrics_folder(env: Environment) -> Path:
    """Return where the processes of this machine count."""
    return Path(env.metrics_dir) if env.metrics_dir else env.data_dir / "metrics"


def start_watching(env: Environment) -> None:
    """Count from now on; called once in each process that serves or works."""
    watch.add_watcher(Metrics(metrics_folder(env)))
