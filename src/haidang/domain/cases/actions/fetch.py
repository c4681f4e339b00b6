"""Fetch while filling in what a register knows already, so that nobody types it again."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from uuid import UUID

from django.db import transaction

from haidang.blocks.audit import public as audit
from haidang.blocks.exchange import public as exchange
from haidang.domain.cases import policies
from haidang.domain.cases.actions.drafts import get_case_row, lock_case
from haidang.domain.cases.actions.records import keep_record
from haidang.domain.cases.actions.request import purpose_of, request_payload
from haidang.domain.cases.errors import DataNotFound, ServiceNotAsked
from haidang.domain.cases.models import Case
from haidang.domain.cases.types import DataFetched, FetchedData
from haidang.domain.catalog import public as catalog
from haidang.engines.forms import Field, FormSchema, prefill
from haidang.engines.packages import ProcedurePackage
from haidang.engines.workflow import Node
from haidang.kernel.actors import Actor
from haidang.kernel.clock import now
from haidang.kernel.errors import Problem
from haidang.kernel.events import JSON
from haidang.kernel.ids import new_id

CALL: Final = "exchange.call"
NUMBER: Final = "number"
_ANSWERS: Final = "answers."
_PERSON: Final = "personal_id"


def fetch_data(case_id: UUID, *, service: str, actor: Actor) -> FetchedData:
    """Ask a register as the process will ask it, and fill in what is not answered yet.

    What the person typed stays; the record is kept as evidence. Raises ServiceNotAsked,
    DataNotFound (with what to do instead) and, when the register is silent,
    ProviderUnavailable; then nothing has changed. Must not run in a transaction.

    Law: 66.7/2025/NQ-CP, Article 4; 320/2026/NĐ-CP: nobody learns of others by a paper's
    number alone, so the record has to concern the applicant or a person named in the form.
    """
    case = get_case_row(case_id)
    policies.check_can_edit(case, actor)
    package = catalog.get_revision(case.revision_id).package
    node = _node_of(package, service)
    payload = request_payload(case, node.parameters)
    answer = exchange.call_service(
        service=service,
        payload=payload,
        purpose=purpose_of(case),
        subject=case.key,
        actor=actor,
        idempotency_key=f"{case.key}:fetch:{new_id()}",
    )
    record = answer.payload.get("record")
    if answer.outcome is exchange.Outcome.INCOMPLETE:
        raise DataNotFound([_incomplete(package, service)])
    if not (answer.found and isinstance(record, dict) and _concerns(case, payload, record)):
        raise DataNotFound([_not_found(package, service)])
    return _take_over(case_id, service=service, content=dict(answer.payload), actor=actor)


def fetchable_fields(package: ProcedurePackage) -> Mapping[str, str]:
    """Return the questions beside which data can be fetched, each with its service.

    They are those for the paper's number, first, and for the person whom it is about, of a
    service whose record the form reads.
    """
    return {
        key: node.parameters["service"]
        for node in _callers(package)
        if _reads(package.form, source_of(node.parameters["service"]))
        for key in _asking_fields(package.form, node)
    }


def source_of(service: str) -> str:
    """Return the name under which a form's ``prefill`` reads a service's record."""
    return service.rpartition(".")[2]


def _take_over(
    case_id: UUID, *, service: str, content: Mapping[str, JSON], actor: Actor
) -> FetchedData:
    with transaction.atomic():
        case = lock_case(case_id)
        policies.check_can_edit(case, actor)
        form = catalog.get_revision(case.revision_id).package.form
        known = prefill(form, {source_of(service): content["record"]})
        filled = {key: value for key, value in known.items() if _is_empty(case.answers.get(key))}
        differing = [
            key
            for key, value in known.items()
            if key not in filled and case.answers.get(key) != value
        ]
        case.answers = {**case.answers, **filled}
        case.changed_at = now()
        case.save(update_fields=["answers", "changed_at"])
        keep_record(case, service=service, content=content, actor=actor)
        event = DataFetched(
            case_key=case.key, service=service, filled=tuple(sorted(filled)),
            differing=tuple(sorted(differing)),
        )  # fmt: skip
        audit.announce(event, actor=actor)
    return FetchedData(service=service, filled=filled, differing=event.differing)


def _callers(package: ProcedurePackage) -> Iterator[Node]:
    for node in package.process.nodes.values():
        if node.operation == CALL and node.parameters.get("service"):
            yield node


def _node_of(package: ProcedurePackage, service: str) -> Node:
    if service in fetchable_fields(package).values():
        for node in _callers(package):
            if node.parameters["service"] == service:
                return node
    raise ServiceNotAsked


def _asking_fields(form: FormSchema, node: Node) -> list[str]:
    told = {
        name: source.removeprefix(_ANSWERS)
        for name, source in node.parameters.items()
        if source.startswith(_ANSWERS)
    }
    if NUMBER in told:
        return [told[NUMBER], *(key for name, key in told.items() if name.endswith(_PERSON))]
    path = f"{source_of(node.parameters['service'])}.{NUMBER}"
    return [item.key for item in _fields(form) if item.prefill == path]


def _reads(form: FormSchema, source: str) -> bool:
    return any((item.prefill or "").startswith(f"{source}.") for item in _fields(form))


def _fields(form: FormSchema) -> Iterable[Field]:
    return (item for page in form.pages for item in page.fields)


def _is_empty(value: JSON) -> bool:
    return value is None or value == "" or value == [] or value == {}


def _concerns(case: Case, payload: Mapping[str, JSON], record: Mapping[str, JSON]) -> bool:
    """Tell whether a record is about the parties, or about a person whom the form names.

    A number can be guessed; whoever names the person as well has the paper before them. A
    record that holds no person's number was found by the number that was asked for.
    """
    own = {str(party.get(_PERSON)) for party in (case.applicant, case.representative or {})}
    asked, named = _people(payload), _people(record)
    if not named:
        return bool(own & asked)
    return bool(named & (own | asked))


def _people(data: Mapping[str, JSON]) -> set[str]:
    return {str(value) for key, value in data.items() if key.endswith(_PERSON) and value}


def _incomplete(package: ProcedurePackage, service: str) -> Problem:
    return Problem(
        code="cases.data_incomplete",
        path=_pointer(package, service),
        message={
            "vi": "Chưa đủ thông tin để tra cứu dữ liệu.",
            "en": "There is not enough to look the data up by.",
        },
        hint={
            "vi": "Hãy nhập số giấy và số định danh cá nhân rồi lấy dữ liệu lại.",
            "en": "Fill in the number of the paper and the personal id, then fetch again.",
        },
    )


def _not_found(package: ProcedurePackage, service: str) -> Problem:
    return Problem(
        code="cases.data_not_found",
        path=_pointer(package, service),
        message={
            "vi": "Không tìm thấy dữ liệu phù hợp với thông tin đã nhập.",
            "en": "No data were found that fit what you filled in.",
        },
        hint={
            "vi": "Hãy kiểm tra lại số giấy và số định danh cá nhân của người có tên trong giấy; "
            "nếu vẫn không có, hãy tự điền các thông tin hoặc tải bản chụp giấy tờ lên.",
            "en": "Check the number of the paper and the personal id of the person whom it names; "
            "if there is still nothing, type the data in yourself or upload the paper.",
        },
    )


def _pointer(package: ProcedurePackage, service: str) -> str:
    fields = fetchable_fields(package)
    return next((f"/{key}" for key, one in fields.items() if one == service), "")
