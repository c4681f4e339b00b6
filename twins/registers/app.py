"""The register twin over HTTP: one address per service, every call says who asks and why."""

from collections.abc import Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from twins.common import SANDBOX_SECRET, Twin, make_app, now
from twins.registers.civil import find_entry
from twins.registers.health import find_birth_notice, find_death_notice, find_driver_certificate
from twins.registers.population import match_person
from twins.registers.samples import SAMPLE_FILE, Record, load_samples

Asked = dict[str, str]
Answer = Callable[[Asked], Record | None]
_ENVELOPE = ("X-Request-Id", "X-Case", "X-Purpose", "X-Officer")


def make_registers(*, secret: str = SANDBOX_SECRET, sample: Path = SAMPLE_FILE) -> Starlette:
    """Build the twin with the sample records of a city."""
    twin = Twin("registers", "Cơ sở dữ liệu mô phỏng: hộ tịch, y tế, dân cư.")
    registers = _Registers(twin, samples=load_samples(sample), secret=secret)
    return make_app(twin, [Route("/services/{code}", registers.answer, methods=["POST"])])


class _Registers:
    """The services and the records that they answer from."""

    def __init__(self, twin: Twin, *, samples: dict[str, list[Record]], secret: str) -> None:
        self.twin = twin
        self.secret = secret
        self.samples = samples
        self.services: dict[str, Answer] = {
            "civil.extract": self._civil,
            "health.birth_notice": self._birth,
            "health.death_notice": self._death,
            "health.driver_certificate": self._driver,
            "population.match": self._match,
        }

    async def answer(self, request: Request) -> Response:
        """Answer a call; refuse one that does not say who asks for which case and why."""
        if request.headers.get("Authorization") != f"Bearer {self.secret}":
            return JSONResponse({"error": "wrong token"}, status_code=401)
        missing = [name for name in _ENVELOPE if not request.headers.get(name)]
        if missing:
            return JSONResponse({"error": f"missing: {', '.join(missing)}"}, status_code=400)
        code = request.path_params["code"]
        service = self.services.get(code)
        if service is None:
            return JSONResponse({"error": "no such service"}, status_code=404)
        try:
            content = await request.json()
        except ValueError:
            return JSONResponse({"error": "not JSON"}, status_code=400)
        asked = {str(key): str(value) for key, value in content.items()}
        record = service(asked)
        if self.twin.take("wrong", path=request.url.path) is not None:
            record = {"sandbox fault": "wrong"}
        self.twin.note(
            "answered", service=code, request=request.headers["X-Request-Id"],
            officer=request.headers["X-Officer"], found=record is not None,
        )  # fmt: skip
        return JSONResponse(
            {
                "request_id": request.headers["X-Request-Id"],
                "answered_at": now().isoformat(timespec="milliseconds"),
                "sandbox": True,
                "found": record is not None,
                "data": record or {},
            }
        )

    def _civil(self, asked: Asked) -> Record | None:
        return find_entry(
            self.samples.get("civil.extract", []),
            personal_id=asked.get("personal_id", ""),
            kind=asked.get("kind", "birth"),
        )

    def _birth(self, asked: Asked) -> Record | None:
        return find_birth_notice(
            self.samples.get("health.birth_notice", []),
            number=asked.get("number", ""),
            mother_personal_id=asked.get("mother_personal_id", ""),
        )

    def _death(self, asked: Asked) -> Record | None:
        return find_death_notice(
            self.samples.get("health.death_notice", []),
            number=asked.get("number", ""),
            personal_id=asked.get("personal_id", ""),
        )

    def _driver(self, asked: Asked) -> Record | None:
        return find_driver_certificate(
            self.samples.get("health.driver_certificate", []),
            personal_id=asked.get("personal_id", ""),
        )

    def _match(self, asked: Asked) -> Record | None:
        return match_person(
            self.samples.get("population.match", []),
            personal_id=asked.get("personal_id", ""),
            name=asked.get("name", ""),
            born_on=asked.get("born_on", ""),
        )
