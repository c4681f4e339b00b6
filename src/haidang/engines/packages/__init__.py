"""Packages: the law as data, read into typed objects and judged as a compiler judges code.

Five words: a *package* is a folder of content (a procedure, a city, an exchange service); a
*source* is one of its files with the line of every value; a *fault* is what is wrong, told
with file, line, column, code and hint; a *scenario* is the author's own example of what must
come out; a *revision* is a package as published, told apart by its content hash.

Invariants: all faults are told at once; reading never raises for what stands in a file; a
package without errors can be run by the other engines; the same files give the same hash.
"""

from haidang.engines.packages.check import check_procedure, earned_level
from haidang.engines.packages.cities import LoadedCity, read_city
from haidang.engines.packages.content import (
    check_content,
    load_city,
    load_context,
    load_guides,
    load_procedure,
    load_service,
    read_files,
)
from haidang.engines.packages.context import LEGAL_EDGES, Context
from haidang.engines.packages.difference import Change, diff
from haidang.engines.packages.model import (
    Agency,
    Appointment,
    ChannelOffer,
    CityPackage,
    Evidence,
    LegalBasis,
    Offer,
    OfferRule,
    OpenPoint,
    Part,
    Post,
    ProcedurePackage,
    Result,
    ScenarioFile,
    ServicePackage,
    TimeRules,
    Unit,
)
from haidang.engines.packages.parts import part_package
from haidang.engines.packages.procedures import LoadedProcedure, hash_files, read_procedure
from haidang.engines.packages.report import PackageProblem, Report, format_report
from haidang.engines.packages.scenarios import required_evidence, run_scenario
from haidang.engines.packages.services import LoadedService, read_service
from haidang.engines.packages.storage import from_json, to_json

__all__ = [
    "LEGAL_EDGES",
    "Agency",
    "Appointment",
    "Change",
    "ChannelOffer",
    "CityPackage",
    "Context",
    "Evidence",
    "LegalBasis",
    "LoadedCity",
    "LoadedProcedure",
    "LoadedService",
    "Offer",
    "OfferRule",
    "OpenPoint",
    "PackageProblem",
    "Part",
    "Post",
    "ProcedurePackage",
    "Report",
    "Result",
    "ScenarioFile",
    "ServicePackage",
    "TimeRules",
    "Unit",
    "check_content",
    "check_procedure",
    "diff",
    "earned_level",
    "format_report",
    "from_json",
    "hash_files",
    "load_city",
    "load_context",
    "load_guides",
    "load_procedure",
    "load_service",
    "part_package",
    "read_city",
    "read_files",
    "read_procedure",
    "read_service",
    "required_evidence",
    "run_scenario",
    "to_json",
]
