"""The platform's own settings, with workers that are given up after three seconds."""

from haidang.config.settings import *  # noqa: F403 - the same settings, then what differs

PROCRASTINATE_WORKER_DEFAULTS = {"update_heartbeat_interval": 1.0, "stalled_worker_timeout": 3.0}
