"""The national catalogue: its records, the traps in them, and generic packages made of them.

Five words: a *record* is one procedure as the national portal published it; a *trap* is a
known way in which such data mislead, found by rule; a *flag* is a trap that a record fell
into; a *reading* says what the record is taken to mean; a *generic package* is what runs
until somebody writes the procedure's own.

Invariants: nothing is filled in that the data do not say; a safe reading promises no due
date and no sum that is not sure; the same record, reading and builder give the same package.
"""

from haidang.engines.national.description import MINISTRIES, clean_name
from haidang.engines.national.difference import FieldChange, compare_records
from haidang.engines.national.form import CASE, case_key, evidence_key
from haidang.engines.national.generic import (
    BUILDER,
    Blueprint,
    NotBuildable,
    build_package,
    standard_files,
    standard_process,
)
from haidang.engines.national.lists import Lists, find_shared_results, lists_of
from haidang.engines.national.papers import PAPER_KINDS, real_cases
from haidang.engines.national.reading import (
    FEES,
    UNITS,
    ChannelReading,
    PaperReading,
    Reading,
    check_reading,
    fee_of,
    limit_of,
    reading_of,
    safe_reading,
)
from haidang.engines.national.record import (
    NationalRecord,
    hash_record,
    normalise_code,
    read_line,
    read_record,
    told_twice,
)
from haidang.engines.national.traps import judge, why_internal
from haidang.engines.national.words import TRAPS, Flag, flag_of

__all__ = [
    "BUILDER",
    "CASE",
    "FEES",
    "MINISTRIES",
    "PAPER_KINDS",
    "TRAPS",
    "UNITS",
    "Blueprint",
    "ChannelReading",
    "FieldChange",
    "Flag",
    "Lists",
    "NationalRecord",
    "NotBuildable",
    "PaperReading",
    "Reading",
    "build_package",
    "case_key",
    "check_reading",
    "clean_name",
    "compare_records",
    "evidence_key",
    "fee_of",
    "find_shared_results",
    "flag_of",
    "hash_record",
    "judge",
    "limit_of",
    "lists_of",
    "normalise_code",
    "read_line",
    "read_record",
    "reading_of",
    "real_cases",
    "safe_reading",
    "standard_files",
    "standard_process",
    "told_twice",
    "why_internal",
]
