"""Every address of the platform and every role in one table; an address without a row fails.

The addresses of the REST interface stand in a table of the same kind beside it, which is
checked against its own description: ``channels/rest/tests/test_access.py``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from haidang.blocks.identity.testing import PASSWORD, totp_code
from haidang.blocks.outbox.testing import run_jobs
from haidang.blocks.vault import public as vault
from haidang.channels.rest.tests import test_access as rest
from haidang.domain.cases import public as cases
from haidang.domain.cases.testing import (
    SAMPLE_PDF,
    World,
    add_file,
    finish,
    install_world,
    make_draft,
    make_submitted,
    providers_in_memory,
    take_step,
)
from haidang.domain.worklist import public as worklist
from haidang.kernel import clock
from haidang.kernel.actors import Actor
from tests.architecture import counter_rows
from twins.sandbox import RunningTwin
from twins.vneid.app import make_vneid
from twins.vneid.people import load_people

pytestmark = pytest.mark.django_db

ROLES: Final = ("anonymous", "lan", "minh", "binh", "hoa", "tuan")
"""Lan applies, Minh represents her, Bình is a stranger; Hoa has the case, Tuấn does not."""
OFFICERS: Final = frozenset({"hoa", "tuan"})
A_MONDAY: Final = datetime(2026, 11, 23, 9, 0, tzinfo=clock.VIETNAM)


@dataclass(frozen=True, slots=True)
class Row:
    """A request to a named address, and the status for each of the ROLES."""

    method: str
    name: str
    path: str
    statuses: str
    sent: Mapping[str, str] | None = None
    upload: str = ""


EVERYBODY = "200 200 200 200 200 200"
PEOPLE = "302 200 200 200 302 302"
PARTIES = "302 200 200 404 302 302"
PARTIES_MOVE_ON = "302 302 302 404 302 302"
OFFICERS_ONLY = "302 403 403 403 200 200"
OFFICERS_MOVE_ON = "302 403 403 403 302 302"
IN_CHARGE = "302 403 403 403 200 404"
ADMINISTRATORS = "302 403 403 403 403 403"
"""Neither Hoa nor Tuấn keeps the city or leads an agency: console/tests tell who may."""
SIGNED_IN = "302 302 302 302 302 302"
SIGN_IN = "200 302 302 302 302 302"
NO_CODES = "302 403 403 403 404 404"
NO_OFFICER_OF_A_WARD = "302 403 403 403 403 403"
REFUSED = "401 401 401 401 401 401"
NOBODY = "404 404 404 404 404 404"
CASE = "/ban-lam-viec/ho-so/{submitted}/"
NO_ID = "01930000-0000-7000-8000-000000000000"

TABLE: Final = (
    Row("GET", "ui:gallery", "/giao-dien/mau/", EVERYBODY),
    Row("GET", "ui:theme", "/giao-dien/dark/", SIGNED_IN),
    Row("GET", "ui:language", "/ngon-ngu/en/", SIGNED_IN),
    Row("GET", "portal:home", "/", EVERYBODY),
    Row("GET", "portal:search", "/tim-kiem?q=khai+sinh", EVERYBODY),
    Row("GET", "portal:guides", "/can-gi/", EVERYBODY),
    Row("GET", "portal:guide", "/can-gi/sinh-con/", EVERYBODY),
    Row("GET", "portal:suggest", "/tim-kiem/goi-y?q=khai", EVERYBODY),
    Row("GET", "portal:wards", "/don-vi?province=31", EVERYBODY),
    Row("GET", "portal:procedure", "/thu-tuc/1.001193/", EVERYBODY),
    Row("GET", "portal:procedure", "/thu-tuc/9.999999/", NOBODY),
    Row("GET", "portal:start", "/thu-tuc/1.001193/nop", PEOPLE),
    Row("POST", "portal:start", "/thu-tuc/1.001193/nop", SIGNED_IN, sent={"unit": "11560"}),
    Row("GET", "portal:cases", "/ho-so/", PEOPLE),
    Row("GET", "portal:case", "/ho-so/{submitted}/", PARTIES),
    Row("GET", "portal:resume", "/ho-so/{draft}/tiep-tuc", PARTIES_MOVE_ON),
    Row("GET", "portal:form", "/ho-so/{draft}/to-khai/declarant", PARTIES),
    Row("POST", "portal:form", "/ho-so/{draft}/to-khai/declarant", PARTIES_MOVE_ON,
        sent={"_go": "later"}),
    Row("GET", "portal:review", "/ho-so/{draft}/xem-lai", PARTIES),
    Row("POST", "portal:review", "/ho-so/{draft}/xem-lai", PARTIES_MOVE_ON),
    Row("POST", "portal:supplement", "/ho-so/{waiting}/bo-sung", PARTIES_MOVE_ON),
    Row("POST", "portal:check_payment", "/ho-so/{submitted}/thanh-toan", PARTIES_MOVE_ON),
    Row("POST", "portal:rate", "/ho-so/{finished}/danh-gia", PARTIES_MOVE_ON, sent={"stars": "4"}),
    Row("POST", "portal:ask_delivery", "/ho-so/{submitted}/gui-buu-chinh", PARTIES_MOVE_ON,
        sent={"post_ward": "11560", "post_detail": "Số 1"}),
    Row("POST", "portal:mandate_paper", "/ho-so/{draft}/uy-quyen", PARTIES_MOVE_ON),
    Row("POST", "portal:revoke_mandate", "/ho-so/{submitted}/thu-hoi-uy-quyen",
        "302 409 403 404 302 302"),
    Row("POST", "portal:withdraw", "/ho-so/{submitted}/rut", PARTIES_MOVE_ON,
        sent={"reason": "Nộp nhầm."}),
    Row("POST", "portal:stop", "/ho-so/{accepted}/dung", PARTIES_MOVE_ON,
        sent={"reason": "Đã đăng ký nơi khác"}),
    Row("GET", "portal:document", "/ho-so/{finished}/giay-to/{document}", PARTIES),
    Row("GET", "portal:track", "/tra-cuu?number={submitted}", EVERYBODY),
    Row("GET", "portal:verify", "/xac-minh", EVERYBODY),
    Row("POST", "portal:verify", "/xac-minh", EVERYBODY, upload="file"),
    Row("GET", "portal:verify_code", "/xac-minh/{code}", EVERYBODY),
    Row("GET", "portal:vault", "/kho-giay-to/", PEOPLE),
    Row("GET", "portal:paper", "/kho-giay-to/{held}", PARTIES),
    Row("GET", "portal:diary", "/toi/nhat-ky", PEOPLE),
    Row("GET", "portal:sign_in", "/dang-nhap", "200 302 302 302 200 200"),
    Row("GET", "portal:accessibility", "/kha-nang-tiep-can", EVERYBODY),
    Row("GET", "portal:privacy", "/du-lieu-ca-nhan", EVERYBODY),
    Row("GET", "designer:list", "/bien-tap/", NO_OFFICER_OF_A_WARD),
    Row("POST", "designer:confirm-many", "/bien-tap/xac-nhan/", NO_OFFICER_OF_A_WARD),
    Row("GET", "designer:record", "/bien-tap/thu-tuc/1.000001/", NO_OFFICER_OF_A_WARD),
    Row("POST", "designer:record", "/bien-tap/thu-tuc/1.000001/", NO_OFFICER_OF_A_WARD),
    Row("GET", "desk:work", "/ban-lam-viec/", OFFICERS_ONLY),
    Row("POST", "desk:claim", "/ban-lam-viec/nhan-viec/", "302 403 403 403 302 403",
        sent={"only": "{task}"}),
    Row("POST", "desk:release", "/ban-lam-viec/viec/{task}/tra-lai/", "302 403 403 403 302 403"),
    Row("GET", "desk:assign", "/ban-lam-viec/viec/{task}/giao/", "302 403 403 403 403 403"),
    Row("GET", "desk:find", "/ban-lam-viec/tim/?q=Lan", OFFICERS_ONLY),
    Row("POST", "desk:save-list", "/ban-lam-viec/danh-sach/luu/", OFFICERS_MOVE_ON,
        sent={"ten": "Của tôi", "buoc": "verify"}),
    Row("POST", "desk:change-list", f"/ban-lam-viec/danh-sach/{NO_ID}/xoa/", NO_CODES),
    Row("POST", "desk:give-out", "/ban-lam-viec/giao-viec/", OFFICERS_MOVE_ON),
    Row("POST", "desk:sign-many", "/ban-lam-viec/ky-duyet/", OFFICERS_MOVE_ON),
    Row("GET", "desk:delegations", "/ban-lam-viec/uy-quyen/", OFFICERS_ONLY),
    Row("POST", "desk:revoke", f"/ban-lam-viec/uy-quyen/{NO_ID}/cham-dut/", NO_CODES),
    Row("GET", "desk:due", "/ban-lam-viec/sap-den-han/", OFFICERS_ONLY),
    Row("GET", "desk:asked", "/ban-lam-viec/hoi-y-kien/", OFFICERS_ONLY),
    Row("GET", "desk:register", "/ban-lam-viec/so-theo-doi/", OFFICERS_ONLY),
    Row("GET", "desk:register", "/ban-lam-viec/so-theo-doi/?co-quan=H24.182",
        "302 403 403 403 200 403"),
    Row("GET", "desk:register-file", "/ban-lam-viec/so-theo-doi/csv/?co-quan=H24.182",
        "302 403 403 403 200 403"),
    Row("GET", "desk:history", CASE + "lich-su/", IN_CHARGE),
    Row("POST", "desk:control-sheet", CASE + "phieu-kiem-soat/", "302 403 403 403 302 404"),
    Row("GET", "desk:print", "/ban-lam-viec/ho-so/{finished}/tai-lieu/{document}/in-a4/",
        IN_CHARGE),
    Row("GET", "desk:verb", CASE + "lam/ghi-chu/", IN_CHARGE),
    Row("GET", "desk:verb", CASE + "lam/gia-han/", "302 403 403 403 403 404"),
    Row("POST", "desk:withdraw", CASE + f"sai-sot/{NO_ID}/rut/", NO_CODES),
    Row("GET", "desk:diagram", CASE + "quy-trinh/", IN_CHARGE),
    Row("GET", "desk:bpmn", CASE + "quy-trinh.bpmn", IN_CHARGE),
    Row("GET", "desk:case", CASE, IN_CHARGE),
    Row("GET", "desk:act", CASE + "viec/{task}/accept/", IN_CHARGE),
    Row("POST", "desk:act", CASE + "viec/{task}/accept/", "302 403 403 403 302 404"),
    Row("GET", "desk:document", "/ban-lam-viec/ho-so/{finished}/tai-lieu/{document}/", IN_CHARGE),
    Row("GET", "desk:evidence", CASE + "minh-chung/{proof}/", IN_CHARGE),
    Row("GET", "console:home", "/quan-tri/", ADMINISTRATORS),
    Row("GET", "console:calendar", "/quan-tri/lich/", ADMINISTRATORS),
    Row("POST", "console:preview", "/quan-tri/lich/xem-truoc/", ADMINISTRATORS),
    Row("POST", "console:publish", "/quan-tri/lich/cong-bo/", ADMINISTRATORS),
    Row("GET", "console:words", "/quan-tri/loi/", ADMINISTRATORS),
    Row("GET", "console:mergers", "/quan-tri/don-vi/", ADMINISTRATORS),
    Row("GET", "console:merger", "/quan-tri/don-vi/{task}/", "302 403 403 403 404 404"),
    Row("GET", "console:proof", "/quan-tri/don-vi/{task}/bien-ban.pdf",
        "302 403 403 403 404 404"),
    Row("GET", "console:calibration", "/quan-tri/du-bao/", ADMINISTRATORS),
    Row("GET", "waiting_place", "/phong-cho/", SIGNED_IN),
    Row("GET", "account_login", "/tai-khoan/login/", SIGN_IN),
    Row("GET", "account_logout", "/tai-khoan/logout/", "302 200 200 200 200 200"),
    Row("POST", "account_logout", "/tai-khoan/logout/", SIGNED_IN),
    Row("GET", "account_inactive", "/tai-khoan/inactive/", EVERYBODY),
    Row("GET", "account_reauthenticate", "/tai-khoan/reauthenticate/", OFFICERS_ONLY),
    Row("GET", "mfa_index", "/tai-khoan/2fa/", OFFICERS_ONLY),
    Row("GET", "mfa_authenticate", "/tai-khoan/2fa/authenticate/", SIGNED_IN),
    Row("GET", "mfa_reauthenticate", "/tai-khoan/2fa/reauthenticate/", OFFICERS_ONLY),
    Row("GET", "mfa_activate_totp", "/tai-khoan/2fa/totp/activate/", OFFICERS_MOVE_ON),
    Row("GET", "mfa_deactivate_totp", "/tai-khoan/2fa/totp/deactivate/", OFFICERS_MOVE_ON),
    Row("GET", "mfa_view_recovery_codes", "/tai-khoan/2fa/recovery-codes/", NO_CODES),
    Row("GET", "mfa_generate_recovery_codes", "/tai-khoan/2fa/recovery-codes/generate/",
        OFFICERS_MOVE_ON),
    Row("GET", "mfa_download_recovery_codes", "/tai-khoan/2fa/recovery-codes/download/",
        NO_CODES),
    Row("GET", "socialaccount_login_error", "/tai-khoan/3rdparty/login/error/", REFUSED),
    Row("GET", "socialaccount_login_cancelled", "/tai-khoan/3rdparty/login/cancelled/", EVERYBODY),
    Row("GET", "vneid_login", "/tai-khoan/vneid/login/", SIGNED_IN),
    Row("GET", "vneid_callback", "/tai-khoan/vneid/login/callback/", REFUSED),
    *(Row(*row) for row in counter_rows.ROWS),
)  # fmt: skip
CELLS: Final = [
    (row, role, int(status))
    for row in TABLE
    for role, status in zip(ROLES, row.statuses.split(), strict=True)
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everybody's browser, and the things that addresses name."""

    cookies: Mapping[str, str]
    names: Mapping[str, str]

    def ask(self, row: Row, *, role: str) -> int:
        """Send the request of a row as somebody; return the status."""
        client = Client()
        client.cookies.load(self.cookies.get(role, ""))
        path = row.path.format(**self.names)
        if row.method == "GET":
            return client.get(path).status_code
        sent: dict[str, object] = {
            key: text.format(**self.names) for key, text in (row.sent or {}).items()
        }
        if row.upload:
            sent[row.upload] = SimpleUploadedFile("giay.pdf", SAMPLE_PDF, "application/pdf")
        return client.post(path, sent).status_code


@pytest.fixture(scope="module")
def _scene(shared_rows: None) -> Iterator[Scene]:
    cache.clear()
    providers = providers_in_memory({})
    with (
        RunningTwin(make_vneid(people=load_people())) as vneid,
        override_settings(**providers, HAIDANG_VNEID_URL=vneid.url),
        clock.stopped_at(A_MONDAY),
    ):
        world = install_world()
        yield Scene(cookies=_cookies(world), names=_names(world))
    cache.clear()


@pytest.fixture
def scene(_scene: Scene, db: None) -> Iterator[Scene]:
    """Return the scene at nine on a Monday; what a test changes is undone."""
    with clock.stopped_at(A_MONDAY):
        yield _scene


def _name(value: object) -> str:
    return f"{value.method} {value.name}" if isinstance(value, Row) else str(value)


@pytest.mark.parametrize(("row", "role", "status"), CELLS, ids=_name)
def test_each_role_gets_what_the_table_says(
    scene: Scene, row: Row, role: str, status: int
) -> None:
    assert scene.ask(row, role=role) == status


def test_no_address_is_missing_from_the_table() -> None:
    assert {row.name for row in TABLE} == set(_addresses(get_resolver()))


def test_the_rest_interface_has_a_table_of_its_own() -> None:
    assert Path(rest.__file__).name == Path(__file__).name
    assert len(rest.TABLE) > len(ROLES)


def _addresses(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name or entry.pattern}"
        elif not str(entry.pattern).startswith("api/"):
            yield from _addresses(entry, f"{entry.namespace}:" if entry.namespace else space)


def _cookies(world: World) -> dict[str, str]:
    browsers = {name: _browser(name, getattr(world, name)) for name in ROLES[1:]}
    return {name: browser.cookies.output(header="") for name, browser in browsers.items()}


def _browser(name: str, actor: Actor) -> Client:
    client = Client()
    if name in OFFICERS:
        first = client.post("/tai-khoan/login/", {"login": name, "password": PASSWORD})
        client.post(first["Location"], {"code": totp_code()})
    else:
        assert actor.account_id is not None
        client.force_login(get_user_model().objects.get(pk=actor.account_id))
    return client


def _names(world: World) -> dict[str, str]:
    lan = world.lan
    draft = make_draft(applicant=lan)
    proven = make_draft(applicant=lan)
    proof = add_file(proven, key="birth_notice", actor=lan)
    submitted = cases.submit_case(proven, actor=lan).case_number
    waiting = make_submitted(applicant=lan)
    item = cases.SupplementItem(text="Bản chụp rõ nét.")
    take_step(waiting, action="supplement", by=world.hoa, items=(item,))
    accepted = make_submitted(applicant=lan)
    take_step(accepted, action="accept", by=world.hoa)
    finished = make_submitted(applicant=lan)
    take_step(finished, action="accept", by=world.hoa)
    finish(finished, world)
    run_jobs()
    assert lan.person_id is not None
    held = next(iter(vault.list_documents(lan.person_id, actor=lan)))
    return {
        "draft": str(draft),
        "submitted": submitted,
        "waiting": waiting,
        "accepted": accepted,
        "finished": finished,
        "document": str(cases.get_case(finished, actor=lan).documents[-1].id),
        "held": str(held.id),
        "code": held.verification_code,
        "task": str(worklist.list_open_tasks_of(submitted)[0].id),
        "proof": str(proof),
        **counter_rows.names_of(world),
    }
