"""What one process publishes, another sees within seconds."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from haidang.domain.catalog import public as catalog
from haidang.engines import packages
from haidang.kernel.actors import system

CITY = "quangninh"
PUBLISH = """
import sys, django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from haidang.domain.catalog import public as catalog
from haidang.engines.deadlines import DayKind, DayMark
from datetime import date
from haidang.kernel.actors import system
day = DayMark(day=date(2026, 12, 30), kind=DayKind.SWAPPED_OFF, name={"vi": "Nghỉ"}, law="Mẫu")
change = catalog.CalendarChange(add=(day,), reason="Thử giữa hai tiến trình.")
catalog.change_calendar("quangninh", change, expected=1, actor=system("another process"))
"""


@pytest.mark.running_clock
@pytest.mark.django_db(transaction=True)
def test_a_calendar_that_another_process_publishes_is_seen_within_seconds() -> None:
    folder: Path = settings.HAIDANG_CONTENT_DIR / "cities" / CITY
    catalog.publish_city(CITY, packages.read_files(folder), actor=system("tests"))
    before = catalog.working_calendar(CITY)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "haidang.config.settings_test"}  # noqa: TID251 - for a child

    subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", PUBLISH, str(connection.settings_dict["NAME"])],
        env=environment,
        check=True,
        timeout=60,
    )

    end = time.monotonic() + 5
    while catalog.working_calendar(CITY) is before and time.monotonic() < end:
        time.sleep(0.1)
    after = catalog.working_calendar(CITY)
    catalog.forget_cities()
    assert before.version != after.version
