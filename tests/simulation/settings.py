"""The platform's own settings, with workers that are given up after three seconds.

A simulation may also let a process believe that its machine's clock is wrong.
"""

import os
from datetime import UTC, datetime, timedelta

from haidang.config.settings import *  # noqa: F403 - the same settings, then what differs
from haidang.kernel import clock

PROCRASTINATE_WORKER_DEFAULTS = {"update_heartbeat_interval": 1.0, "stalled_worker_timeout": 3.0}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # sample officers, made soon
CLOCK_ERROR = timedelta(seconds=int(os.environ.get("SIMULATED_CLOCK_ERROR", "0")))  # noqa: TID251 - a simulation's own

if CLOCK_ERROR:
    clock.machine_now = lambda: datetime.now(UTC) + CLOCK_ERROR  # noqa: TID251 - the wrong clock itself
