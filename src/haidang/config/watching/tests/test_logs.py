import json
import logging
import sys

import pytest

from haidang.config.watching.logs import formatter, logging_settings
from haidang.config.watching.redaction import redact
from haidang.kernel import watch


def line_of(message: str, *args: object, **extra: object) -> dict[str, object]:
    logger = logging.getLogger("a.library")
    record = logger.makeRecord(
        logger.name, logging.WARNING, "file.py", 1, message, args, None, extra=extra
    )
    line = json.loads(formatter("json").format(record))
    assert isinstance(line, dict)
    return line


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Lan, CCCD 031190000017, gọi", "Lan, CCCD [identity], gọi"),
        ("CCCD-031190000017", "CCCD-[identity]"),
        ("CMND 031900017.", "CMND [identity]."),
        ("call 0912345678 now", "call [phone] now"),
        ("call +84 912 345 678 now", "call [phone] now"),
        ("to lan@example.vn: refused", "to [mail]: refused"),
        ("Authorization: Bearer abcdef0123456789", "Authorization: [bearer]"),
        ("postgresql://app:secret@db/haidang", "postgresql://[password]@db/haidang"),
        ("x\nDETAIL: Failing row contains (1, Nguyễn Thị Lan).\ny", "x\n[row]\ny"),
    ],
)
def test_what_looks_personal_is_blotted_out(said: str, written: str) -> None:
    assert redact(said) == written


@pytest.mark.parametrize(
    "said",
    [
        "case 000.00.19.H24-261123-0001 submitted",
        "case H24.182-261123-0001",
        "file 01930000-0000-7000-8000-000000000000",
        "trace 00000000000000000000000123456789",
        "took 0.123456789 s at 2026-11-23T09:00:00.123456Z",
    ],
)
def test_numbers_of_cases_files_and_traces_stay(said: str) -> None:
    assert redact(said) == said


def test_a_line_of_any_library_is_json_with_what_is_bound() -> None:
    with watch.bind(trace_id="a" * 32, actor_kind="person", case="H24-261123-0001"):
        line = line_of("Sent %s.", "it")

    assert line["event"] == "Sent it."
    assert (line["level"], line["logger"]) == ("warning", "a.library")
    assert line["case"] == "H24-261123-0001"
    assert line["actor_kind"] == "person"
    assert str(line["at"]).endswith("Z")


def test_fields_that_hold_names_are_hidden_however_deep() -> None:
    line = line_of("Read.", applicant_name="Lan", seen={"phone": "113", "step": "verify"})

    assert line["applicant_name"] == "[hidden]"
    assert line["seen"] == {"phone": "[hidden]", "step": "verify"}


def test_a_fault_is_told_with_its_trace_but_without_the_person() -> None:
    logger = logging.getLogger("a.library")
    try:
        int("031190000017 times")
    except ValueError:
        record = logger.makeRecord(
            logger.name, logging.ERROR, "f.py", 1, "A job failed.", (), sys.exc_info()
        )

    text = formatter("json").format(record)

    assert "ValueError: invalid literal" in text
    assert "[identity] times" in text
    assert "031190000017" not in text
    assert "\n" not in text


def test_on_a_screen_a_line_is_readable_and_as_discreet() -> None:
    logger = logging.getLogger("a.library")
    record = logger.makeRecord(logger.name, logging.INFO, "f.py", 1, "Rang 0912345678", (), None)

    text = formatter("text").format(record)

    assert "Rang [phone]" in text
    assert not text.startswith("{")


def test_libraries_that_chatter_are_heard_from_warning_on() -> None:
    settings = logging_settings(level="INFO", form="json")

    assert settings["root"] == {"handlers": ["console"], "level": "INFO"}
    assert settings["loggers"]["httpx"] == {"level": "WARNING"}  # type: ignore[index]  # a dictionary
