"""The register twin over HTTP: the addresses and answers that content/services describes.

Every call has to say who asks, for which case and why.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from twins.registers.civil import find_entry
from twins.registers.health import find_birth_notice, find_death_notice, find_driver_certificate
from twins.registers.population import match_person
from twins.registers.rows import SERVICES, find_row
from twins.registers.samples import SAMPLE_FILE, Record, load_samples
from twins.sandbox import SANDBOX_SECRET, Twin, make_app, now

Asked = dict[str, str]
Answer = Callable[[Asked], Record]
_ENVELOPE = ("X-Request-Id", "X-Case", "X-Purpose", "X-Officer")


def make_registers(*, secret: str = SANDBOX_SECRET, sample: Path = SAMPLE_FILE) -> Starlette:
    """Build the twin with the sample records of a city."""
    twin = Twin("registers", "Cơ sở dữ liệu mô phỏng: hộ tịch, y tế, dân cư.")
    registers = _Registers(twin, samples=load_samples(sample), secret=secret)
    return make_app(
        twin, [Route(path, registers.answer, methods=["POST"]) for path in registers.services]
    )


class _Registers:
    """The services and the records that they answer from."""

    def __init__(self, twin: Twin, *, samples: dict[str, list[Record]], secret: str) -> None:
        self.twin = twin
        self.secret = secret
        self.samples = samples
        self.services: dict[str, Answer] = {
            "/civil/extracts/query": self._civil,
            "/health/birth-notices/query": self._birth,
            "/health/death-notices/query": self._death,
            "/health/driver-certificates/query": self._driver,
            "/population/match": self._match,
            **{path: partial(self._row, service) for path, service in SERVICES.items()},
        }

    async def answer(self, request: Request) -> Response:
        """Answer a call; refuse one that does not say who asks for which case and why."""
        if request.headers.get("Authorization") != f"Bearer {self.secret}":
            return JSONResponse({"error": "wrong token"}, status_code=401)
        missing = [name for name in _ENVELOPE if not request.headers.get(name)]
        if missing:
            return JSONResponse({"error": f"missing: {', '.join(missing)}"}, status_code=400)
        try:
            content = await request.json()
        except ValueError:
            return JSONResponse({"error": "not JSON"}, status_code=400)
        asked = {str(key): str(value) for key, value in content.items()}
        found = self.services[request.url.path](asked)
        if self.twin.take("wrong", path=request.url.path) is not None:
            found = {"sandbox": "fault: wrong"}
        self.twin.note(
            "answered", path=request.url.path, request=request.headers["X-Request-Id"],
            officer=request.headers["X-Officer"], case=request.headers["X-Case"],
        )  # fmt: skip
        if self.twin.take("lose", path=request.url.path) is not None:
            return JSONResponse({"error": "sandbox fault: answer lost"}, status_code=504)
        return JSONResponse({**found, "answered_at": now().isoformat(timespec="milliseconds")})

    def _civil(self, asked: Asked) -> Record:
        return _found(find_entry(self.samples.get("civil.extract", []), asked))

    def _birth(self, asked: Asked) -> Record:
        record = find_birth_notice(
            self.samples.get("health.birth_notice", []),
            number=asked.get("number", ""),
            mother_personal_id=asked.get("mother_personal_id", ""),
        )
        return _found(record)

    def _death(self, asked: Asked) -> Record:
        record = find_death_notice(
            self.samples.get("health.death_notice", []),
            number=asked.get("number", ""),
            personal_id=asked.get("personal_id", ""),
        )
        return _found(record)

    def _driver(self, asked: Asked) -> Record:
        record = find_driver_certificate(
            self.samples.get("health.driver_certificate", []),
            personal_id=asked.get("personal_id", ""),
        )
        return _found(record)

    def _row(self, service: str, asked: Asked) -> Record:
        return _found(find_row(self.samples.get(service, []), asked))

    def _match(self, asked: Asked) -> Record:
        return match_person(self.samples.get("population.match", []), asked)


def _found(record: Record | None) -> Record:
    if record is None:
        return {"found": False}
    return {"found": True, "record": {key: value for key, value in record.items() if value != ""}}
