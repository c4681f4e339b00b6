"""The generic form: who applies, what is asked for, the papers of the case, how to receive."""

from collections.abc import Mapping, Sequence

from haidang.engines.national.papers import bare, real_cases
from haidang.engines.national.reading import PaperReading
from haidang.engines.national.record import JSON, DocumentRow, NationalRecord

CASE: str = "case_kind"
_ORGANIZED = ("Doanh nghiệp", "Tổ chức", "Hợp tác xã")
_LONGEST_LABEL = 600

Node = dict[str, JSON]


def evidence_key(row: int) -> str:
    """Return the key under which the paper of a row is handed in."""
    return f"paper_{row + 1}"


def case_key(place: int) -> str:
    """Return the value that stands for a case in the answers."""
    return f"case_{place + 1}"


def condition_of(row: DocumentRow, cases: Sequence[str]) -> str:
    """Return the condition under which a row belongs to the chosen case, else nothing."""
    if row.group not in cases:
        return ""
    return f"answers.{CASE} == '{case_key(list(cases).index(row.group))}'"


def form_data(record: NationalRecord, papers: Sequence[PaperReading], *, name: str) -> Node:
    """Return the data of the form of a record."""
    return {
        "title": {"vi": f"Đề nghị giải quyết: {_cut(name, 200)}", "en": "Generic application"},
        "pages": [_applicant(record), _request(record), _papers(record, papers), _delivery()],
    }


def is_for_organizations(record: NationalRecord) -> bool:
    """Say whether organizations may apply."""
    return any(one.startswith(_ORGANIZED) for one in record.audiences)


def _applicant(record: NationalRecord) -> Node:
    fields: list[JSON] = [
        _field("applicant_name", "person_name", "Họ, chữ đệm, tên", "Full name",
               required=True, prefill="applicant.name", read_only=True),
        _field("applicant_personal_id", "personal_id", "Số định danh cá nhân",
               "Personal identification number", required=True, prefill="applicant.personal_id",
               read_only=True),
        _field("applicant_born_on", "date", "Ngày sinh", "Date of birth",
               prefill="applicant.born_on"),
        _field("applicant_residence", "address", "Nơi cư trú", "Residence",
               required=True, prefill="applicant.residence"),
        _field("applicant_phone", "phone", "Số điện thoại", "Telephone",
               required=True, prefill="applicant.phone"),
        _field("applicant_email", "email", "Thư điện tử", "E-mail", prefill="applicant.email"),
    ]  # fmt: skip
    if is_for_organizations(record):
        fields += _organization()
    return {
        "key": "applicant",
        "title": {"vi": "Người nộp hồ sơ", "en": "Applicant"},
        "help": {
            "vi": "Thông tin lấy từ tài khoản định danh điện tử của ông, bà; "
            "không phải nộp bản chụp giấy tờ tuỳ thân.",
            "en": "Taken from your electronic identity; no copy of an identity paper is needed.",
        },
        "fields": fields,
    }  # fmt: skip


def _organization() -> list[JSON]:
    is_for = "answers.acting_for == 'organization'"
    return [
        {
            **_field("acting_for", "choice", "Nộp hồ sơ cho", "Applying for", required=True),
            "widget": "radio",
            "options": [
                _option("self", "Bản thân", "Myself"),
                _option("organization", "Tổ chức, doanh nghiệp, hợp tác xã", "An organization"),
            ],
        },
        _field("organization_name", "organization_name", "Tên tổ chức, doanh nghiệp",
               "Name of the organization", required=True, when=is_for),
        _field("organization_tax_code", "tax_code", "Mã số thuế", "Tax code", when=is_for),
        _field("organization_address", "address", "Địa chỉ trụ sở", "Address", when=is_for),
    ]  # fmt: skip


def _request(record: NationalRecord) -> Node:
    cases = real_cases(record.documents)
    fields: list[JSON] = []
    if cases:
        fields.append(
            {
                **_field(CASE, "choice", "Trường hợp của ông, bà", "Your case", required=True),
                "widget": "radio",
                "hint": {
                    "vi": "Giấy tờ phải nộp tuỳ theo trường hợp được chọn.",
                    "en": "The papers depend on the case that you choose.",
                },
                "options": [
                    _option(case_key(at), _cut(bare(words).rstrip(" :,;"), _LONGEST_LABEL))
                    for at, words in enumerate(cases)
                ],
            }
        )
    request = _field(
        "request", "multiline", "Nội dung đề nghị giải quyết", "What you ask for", required=True
    )
    fields.append({**request, "rows": 5, "max_length": 4_000})
    return {
        "key": "request",
        "title": {"vi": "Nội dung đề nghị", "en": "What is asked for"},
        "fields": fields,
    }


def _papers(record: NationalRecord, papers: Sequence[PaperReading]) -> Node:
    cases = real_cases(record.documents)
    fields: list[JSON] = []
    group = ""
    for reading in papers:
        row = record.documents[reading.row]
        if row.group and row.group != group and row.group not in cases:
            fields.append(_note(f"group_{reading.row + 1}", row.group, when=""))
        group = row.group
        fields.append(_paper(row, reading, when=condition_of(row, cases)))
    for part in ("documents", "documents_note"):
        text = record.raw.get(part) if part == "documents" else record.documents_note
        if text:
            fields.append(_note(f"{part}_text", text, when=""))
    other = "Giấy tờ khác" if papers else "Giấy tờ kèm theo đề nghị"
    fields.append(
        {
            **_field("other_files", "evidence", other, "Other papers"),
            "evidence": "other",
            "hint": {
                "vi": "Không bắt buộc. Tệp PDF, JPEG hoặc PNG.",
                "en": "Optional. PDF, JPEG or PNG.",
            },
        }
    )
    return {
        "key": "papers",
        "title": {"vi": "Thành phần hồ sơ", "en": "Papers"},
        "fields": fields,
    }


def _paper(row: DocumentRow, reading: PaperReading, *, when: str) -> Node:
    key = evidence_key(reading.row)
    label = _cut(bare(row.name), _LONGEST_LABEL)
    if reading.kind != "paper":
        return _note(f"{key}_note", _note_words(label, reading.kind), when=when)
    field = _field(f"{key}_files", "evidence", label, "", required=reading.required, when=when)
    field["evidence"] = key
    if row.forms:
        field["hint"] = {
            "vi": f"Theo mẫu: {_cut(', '.join(row.forms), 200)}.",
            "en": f"Form: {_cut(', '.join(row.forms), 200)}.",
        }
    return field


def _note_words(label: str, kind: str) -> str:
    if kind == "register":
        return f"{label} - không phải nộp: cơ quan khai thác dữ liệu của cơ sở dữ liệu quốc gia."
    if kind == "abolished":
        return f"{label} - không yêu cầu nộp: giấy tờ này đã bị bãi bỏ."
    return label


def _delivery() -> Node:
    return {
        "key": "delivery",
        "title": {"vi": "Nhận kết quả", "en": "Receiving the result"},
        "fields": [
            {
                **_field("receive_by", "choice", "Hình thức nhận kết quả",
                         "How to receive the result", required=True),
                "widget": "radio",
                "options": [
                    _option("vault", "Bản điện tử trong kho dữ liệu cá nhân",
                            "Electronic original in your own store"),
                    _option("counter", "Tại nơi tiếp nhận hồ sơ", "At the place of reception"),
                    _option("post", "Qua dịch vụ bưu chính công ích", "By post"),
                ],
            },
            {
                **_field("post_address", "address", "Địa chỉ nhận qua bưu chính",
                         "Postal address", required=True, prefill="applicant.residence",
                         when="answers.receive_by == 'post'"),
                "detail": "required",
            },
            _field(
                "truth", "declaration",
                "Tôi cam đoan nội dung trên đây là đúng sự thật và chịu trách nhiệm "
                "trước pháp luật về cam đoan của mình.",
                "I declare that the above is true and answer for it before the law.",
                required=True,
            ),
        ],
    }  # fmt: skip


def _field(
    key: str,
    kind: str,
    vietnamese: str,
    english: str,
    *,
    required: bool = False,
    prefill: str = "",
    when: str = "",
    read_only: bool = False,
) -> Node:
    field: Node = {"key": key, "type": kind, "label": _text(vietnamese, english)}
    extras: Mapping[str, JSON] = {
        "required": required, "prefill": prefill, "when": when, "read_only": read_only,
    }  # fmt: skip
    return field | {name: value for name, value in extras.items() if value}


def _note(key: str, words: str, *, when: str) -> Node:
    return _field(key, "note", _cut(words, _LONGEST_LABEL), "", when=when)


def _option(value: str, vietnamese: str, english: str = "") -> Node:
    return {"value": value, "label": _text(vietnamese, english)}


def _text(vietnamese: str, english: str) -> Node:
    return {"vi": vietnamese, "en": english} if english else {"vi": vietnamese}


def _cut(words: str, longest: int) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"
