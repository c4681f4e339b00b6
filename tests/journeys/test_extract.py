"""An extract from the register: handed in, signed and in the vault, with nobody in between."""

import time
from collections.abc import Callable
from typing import Final

import pytest

from haidang.config.demo.samples import EXTRACT_ANSWERS
from tests.journeys.people import begin, complete, hand_in
from tests.journeys.visits import Visit

pytestmark = pytest.mark.journey
A_FEW_SECONDS: Final = 15.0
"""The check of the demonstration measures two seconds; here other things run as well."""


def test_an_extract_is_ready_within_seconds(visit: Callable[..., Visit]) -> None:
    lan = visit()
    begin(lan, "2.000635")
    complete(lan, EXTRACT_ANSWERS)
    lan.look("portal-extract-review")
    began = time.monotonic()
    hand_in(lan)
    lan.reload_until(lambda: lan.page.locator("main .panel-good").count() > 0, what="the result")
    seconds = time.monotonic() - began
    assert seconds < A_FEW_SECONDS, f"{seconds:.1f} s"
    lan.look("portal-extract-result")
    number = lan.page.locator("main .panel-good .code").inner_text()
    lan.go("/kho-giay-to/")
    lan.sees(number)
    lan.look("portal-vault-extract")
