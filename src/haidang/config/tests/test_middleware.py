import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.translation import get_language

from haidang.config.middleware import (
    say_what_is_wrong,
    security_headers,
    speak_the_chosen_language,
    status_of,
)
from haidang.kernel.errors import (
    Conflict,
    HaidangError,
    IllegalTransition,
    InvalidInput,
    NotAllowed,
    NotFound,
    Problem,
    ProviderRefused,
    ProviderUnavailable,
)

ERRORS: list[tuple[HaidangError, int]] = [
    (NotFound(), 404),
    (NotAllowed(), 403),
    (IllegalTransition(), 409),
    (Conflict(), 409),
    (InvalidInput([]), 422),
    (ProviderUnavailable(), 503),
    (ProviderRefused(), 400),
    (HaidangError(), 400),
]


@pytest.mark.parametrize(("error", "status"), ERRORS)
def test_each_error_has_its_status(error: HaidangError, status: int) -> None:
    assert status_of(error) == status


@pytest.mark.django_db
@pytest.mark.parametrize(("error", "status"), ERRORS)
def test_people_see_a_page_that_names_the_code(error: HaidangError, status: int) -> None:
    request = RequestFactory().get("/ho-so/1/")

    page = say_what_is_wrong(lambda _: HttpResponse()).process_exception(request, error)

    assert page is not None
    assert page.status_code == status
    assert error.code in page.content.decode()


@pytest.mark.django_db
def test_every_problem_stands_on_the_page() -> None:
    problems = [Problem(code=f"x.{word}", message={"vi": f"Thiếu {word}."}) for word in "ab"]
    request = RequestFactory().get("/ho-so/1/")

    page = say_what_is_wrong(lambda _: HttpResponse()).process_exception(
        request, InvalidInput(problems)
    )

    assert page is not None
    assert all(f"Thiếu {word}." in page.content.decode() for word in "ab")


def test_the_rest_channel_and_foreign_errors_are_left_alone() -> None:
    middleware = say_what_is_wrong(lambda _: HttpResponse("good"))

    api = RequestFactory().get("/api/v1/cases")
    page = RequestFactory().get("/")
    assert middleware.process_exception(api, NotFound()) is None
    assert middleware.process_exception(page, ValueError()) is None
    assert middleware(page).content == b"good"


def test_every_answer_carries_the_policies_unless_it_has_its_own() -> None:
    plain = security_headers(lambda _: HttpResponse())(RequestFactory().get("/"))
    own = security_headers(
        lambda _: HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})
    )(RequestFactory().get("/"))

    assert "frame-ancestors 'none'" in plain.headers["Content-Security-Policy"]
    assert "camera=()" in plain.headers["Permissions-Policy"]
    assert own.headers["Content-Security-Policy"] == "default-src 'none'"


@pytest.mark.parametrize(
    ("cookie", "language"), [("", "vi"), ("en", "en"), ("vi", "vi"), ("xx", "vi")]
)
def test_vietnamese_is_spoken_until_the_person_chose_english(cookie: str, language: str) -> None:
    request = RequestFactory().get("/", headers={"accept-language": "en"})
    if cookie:
        request.COOKIES["django_language"] = cookie

    answer = speak_the_chosen_language(lambda _: HttpResponse(get_language()))(request)

    assert answer.content.decode() == language
    assert answer.headers["Content-Language"] == language
