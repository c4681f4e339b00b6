"""The shape of package files, as JSON Schema 2020-12.

The schemas say what may stand in a file; what must hold between entries is checked in code.
"""

from collections.abc import Mapping
from typing import Final

from haidang.engines.packages.source import JSON

Schema = Mapping[str, JSON]

KEY: Final = "^[a-z][a-z0-9_]*$"
DAY: Final = r"^\d{4}-\d{2}-\d{2}$"
CLOCK: Final = r"^([01]\d|2[0-3]):[0-5]\d$"
PROCEDURE_CODE: Final = r"^[1-6]\.\d{6}$"
AGENCY_CODE: Final = r"^[A-Y]\d{2}(\.[A-Z0-9]{1,6}){0,4}$"
UNIT_CODE: Final = r"^\d{5}$"

_TEXT: Final[JSON] = {"type": "object", "additionalProperties": {"type": "string"}}
_TEXTS: Final[JSON] = {
    "type": "object",
    "additionalProperties": {"type": "array", "items": {"type": "string"}},
}
_DAY: Final[JSON] = {"type": ["string", "null"], "pattern": DAY}
_KEY: Final[JSON] = {"type": "string", "pattern": KEY}
_WORD: Final[JSON] = {"type": "string", "minLength": 1}
_EXPRESSION: Final[JSON] = {"type": ["string", "boolean"]}
_COUNT: Final[JSON] = {"type": "integer", "minimum": 0, "maximum": 99}


def _object(required: list[str], /, **properties: JSON) -> JSON:
    wanted: list[JSON] = [*required]
    return {
        "type": "object",
        "required": wanted,
        "properties": properties,
        "additionalProperties": False,
    }


def _list(items: JSON, *, least: int = 0) -> JSON:
    return {"type": "array", "items": items, "minItems": least}


def _one_of(*values: str) -> JSON:
    allowed: list[JSON] = [*values]
    return {"enum": allowed}


_LEGAL_BASIS: Final = _list(
    _object(
        ["number", "title", "valid_from", "valid_until"],
        number=_WORD,
        title=_TEXT,
        articles={"type": "string"},
        valid_from=_DAY,
        valid_until=_DAY,
    ),
)
_CHANNEL: Final = _object(
    ["channel", "time_limit"],
    channel=_one_of("online", "counter", "post"),
    time_limit={"type": "object"},
    note=_TEXT,
)
_EVIDENCE: Final = _object(
    ["key", "name", "original", "copies", "required"],
    key=_KEY,
    name=_TEXT,
    original=_COUNT,
    copies=_COUNT,
    required=_EXPRESSION,
    replaced_by={
        "anyOf": [
            {"type": "null"},
            _object(["service", "source", "law"], service=_WORD, source=_TEXT, law=_WORD),
        ],
    },
    form={"type": ["string", "null"]},
    media=_list(_one_of("pdf", "jpeg", "png"), least=1),
    max_mb={"type": "integer", "minimum": 1, "maximum": 100},
    case=_TEXT,
)
_RESULT: Final = _object(
    ["code", "name", "template", "symbol"],
    key=_KEY,
    code={"type": "string", "pattern": r"^KQ\.[A-Y]\d{2}\.\d{6}$"},
    name=_TEXT,
    template=_WORD,
    symbol=_WORD,
    to_vault={"type": "boolean"},
    validity_days={"type": ["integer", "null"], "minimum": 1},
)
_TIME: Final = _object(
    ["start", "supplement_regime"],
    start=_one_of("acceptance", "competent_agency"),
    supplement_regime=_one_of("restart", "pause"),
    supplement_days={"type": "integer", "minimum": 1, "maximum": 90},
    once={"type": "boolean"},
    extension_days={"type": "integer", "minimum": 1, "maximum": 90},
    forward_until={"type": "string", "pattern": CLOCK},
    appointments=_object(
        ["first", "second"],
        first=_object(
            ["name", "limit", "met_by"],
            name=_TEXT,
            limit={"type": "object"},
            met_by=_list(_KEY, least=1),
            excluded=_list(_KEY),
        ),
        second=_object(
            ["name", "limit", "starts_with"],
            name=_TEXT,
            limit={"type": "object"},
            starts_with=_list(_KEY, least=1),
            at_most={"type": "object"},
        ),
    ),
)

_LONGER: Final = _object(
    ["when", "value", "unit"],
    when=_EXPRESSION,
    value={"type": "integer", "minimum": 1},
    unit=_WORD,
    cut_off=_WORD,
)
_PART: Final = _object(
    ["key", "name", "agency_kind", "time_limit", "process", "result"],
    key=_KEY,
    name=_TEXT,
    procedure={"type": "string", "pattern": PROCEDURE_CODE},
    agency_kind=_KEY,
    time_limit={"type": "object"},
    longer_limit=_LONGER,
    when=_EXPRESSION,
    after=_list(_KEY),
    answers={"type": "object", "additionalProperties": {"type": "string"}},
    process=_WORD,
    result=_RESULT,
    legal_basis={"type": "string"},
)

PROCEDURE: Final[Schema] = {
    "type": "object",
    "required": ["code", "name", "quality", "field"],
    "additionalProperties": False,
    "properties": {
        "code": {"type": "string", "pattern": PROCEDURE_CODE},
        "name": _TEXT,
        "level": _list(_one_of("central", "province", "commune"), least=1),
        "field": _object(["code", "vi"], code=_WORD, vi=_WORD, en=_WORD),
        "agency_kind": _KEY,
        "audiences": _list(
            _one_of(
                "citizen",
                "overseas_vietnamese",
                "foreigner",
                "official",
                "enterprise",
                "foreign_enterprise",
                "organization",
                "foreign_organization",
                "cooperative",
                "household_business",
            ),
            least=1,
        ),
        "keywords": _TEXTS,
        "summary": _TEXT,
        "steps": _TEXTS,
        "conditions": _TEXT,
        "decision": _object(["number", "on"], number=_WORD, on=_DAY),
        "channels": _list(_CHANNEL, least=1),
        "time": _TIME,
        "evidence": _list(_EVIDENCE),
        "results": _list(_RESULT, least=1),
        "parts": _list(_PART, least=1),
        "legal_basis": _LEGAL_BASIS,
        "retention": {"type": "object"},
        "delegation": {"type": "object"},
        "quality": _one_of("draft", "checked", "exemplary"),
    },
}

SCENARIO: Final[Schema] = {
    "type": "object",
    "required": ["title", "today", "channel", "answers", "expect"],
    "additionalProperties": False,
    "properties": {
        "title": _TEXT,
        "today": {"type": "string", "pattern": DAY},
        "city": {"type": "string"},
        "channel": _one_of("online", "counter", "post"),
        "answers": {"type": "object"},
        "evidence": {"type": "object", "additionalProperties": _COUNT},
        "applicant": {"type": "object"},
        "acts": {"type": "object"},
        "accepted_at": {"type": "string"},
        "expect": _object(
            [],
            problems=_list(_WORD),
            fees={"type": "integer", "minimum": 0},
            due={"anyOf": [_object(["accepted_at", "due_at"], accepted_at=_WORD, due_at=_WORD)]},
            path=_list(_KEY),
            status=_list({"type": ["integer", "string"]}),
            services=_list(_WORD),
            evidence=_list(_KEY),
            result={"type": ["string", "null"]},
        ),
    },
}

SERVICE: Final[Schema] = {
    "type": "object",
    "required": ["code", "name", "provider", "path", "request", "response", "legal_basis"],
    "additionalProperties": False,
    "properties": {
        "code": {"type": "string", "pattern": r"^[a-z]+(\.[a-z][a-z0-9_]*)+$"},
        "name": _TEXT,
        "provider": _object(["name", "owner"], name=_TEXT, owner=_TEXT, code=_WORD),
        "summary": _TEXT,
        "path": {"type": "string", "pattern": "^/"},
        "method": _one_of("GET", "POST"),
        "request": {"type": "object"},
        "response": {"type": "object"},
        "legal_basis": _LEGAL_BASIS,
        "callers": _list(_KEY, least=1),
        "purposes": _list({"type": "string", "pattern": PROCEDURE_CODE}),
        "rate": _object(["per_minute"], per_minute={"type": "integer", "minimum": 1}),
        "timeout_seconds": {"type": "integer", "minimum": 1, "maximum": 120},
        "personal_data": {"type": "boolean"},
        "example": {"type": "object"},
    },
}

CITY: Final[Schema] = {
    "type": "object",
    "required": ["code", "name", "province_code", "agency_code", "place_codes", "brand"],
    "additionalProperties": False,
    "properties": {
        "code": _KEY,
        "name": _TEXT,
        "province_code": {"type": "string", "pattern": r"^\d{2}$"},
        "agency_code": {"type": "string", "pattern": AGENCY_CODE},
        "kind": _one_of("central_city", "province"),
        "valid_from": _DAY,
        "place_codes": _list({"type": "string", "pattern": r"^\d{3}$"}, least=1),
        "legal_basis": _LEGAL_BASIS,
        "brand": {"type": "object", "required": ["short", "platform", "motto", "colors"]},
        "locale": {"type": "object"},
        "contact": {"type": "object"},
        "numbering": {"type": "object"},
        "deadlines": _object(
            [],
            extension_days={"type": "integer", "minimum": 1, "maximum": 90},
            forward_until={"type": "string", "pattern": CLOCK},
            near_hours={"type": "integer", "minimum": 1, "maximum": 80},
        ),
    },
}

UNITS: Final[Schema] = {
    "type": "object",
    "required": ["units"],
    "properties": {
        "units": _list(
            _object(
                ["code", "kind", "name", "valid_from"],
                code={"type": "string", "pattern": UNIT_CODE},
                kind=_one_of("ward", "commune", "special_zone"),
                name=_WORD,
                valid_from=_DAY,
                valid_until=_DAY,
                predecessors={"type": "string"},
            ),
            least=1,
        ),
    },
}

AGENCIES: Final[Schema] = {
    "type": "object",
    "required": ["agencies"],
    "properties": {
        "agencies": _list(
            _object(
                ["code", "kind", "name", "parent", "unit"],
                code={"type": "string", "pattern": AGENCY_CODE, "maxLength": 35},
                kind=_KEY,
                name=_TEXT,
                parent={"type": ["string", "null"]},
                unit={"type": ["string", "null"], "pattern": UNIT_CODE},
            ),
            least=1,
        ),
    },
}

POSTS: Final[Schema] = {
    "type": "object",
    "required": ["posts"],
    "properties": {
        "posts": _list(
            _object(
                ["agency_kind", "post", "name", "duties"],
                agency_kind=_KEY,
                post=_KEY,
                name=_TEXT,
                duties=_list(_KEY, least=1),
            ),
        ),
    },
}

NATIONAL: Final[Schema] = {
    "type": "object",
    "required": ["rules"],
    "additionalProperties": False,
    "properties": {
        "rules": _list(
            {
                "type": "object",
                "required": ["competent", "reception"],
                "additionalProperties": False,
                "properties": {
                    "levels": _list(_one_of("central", "province", "commune", "none"), least=1),
                    "ministries": _list(
                        {"type": "string", "pattern": r"^[A-Y]\d{2}$|^-$"}, least=1
                    ),
                    "fields": _list(_WORD, least=1),
                    "competent": _KEY,
                    "agency": {"type": "string", "pattern": AGENCY_CODE},
                    "reception": _list(_KEY, least=1),
                    "nationwide": {"type": "boolean"},
                },
            },
            least=1,
        ),
    },
}

OFFERS: Final[Schema] = {
    "type": "object",
    "required": ["offers"],
    "properties": {
        "offers": _list(
            {
                "type": "object",
                "required": ["procedure", "competent", "reception", "nationwide", "from"],
                "additionalProperties": False,
                "properties": {
                    "procedure": {"type": "string", "pattern": PROCEDURE_CODE},
                    "competent": _KEY,
                    "reception": _list(_KEY, least=1),
                    "nationwide": {"type": "boolean"},
                    "from": _DAY,
                    "until": _DAY,
                },
            },
        ),
    },
}
