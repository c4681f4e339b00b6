"""Components draw what they are given, escaped, and tie words to controls."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import Client, RequestFactory

from haidang.ui.fields import Field, Option
from haidang.ui.gallery import show_gallery
from haidang.ui.parts import Fault

pytestmark = pytest.mark.urls("haidang.ui.tests.urls")


def draw(source: str, **names: object) -> str:
    return Template("{% load ui %}" + source).render(Context(names))


def test_a_field_ties_its_hint_and_its_error_to_the_control() -> None:
    question = Field(name="a.b", label="Tên", hint="Như trên thẻ.", faults=("Hãy nhập tên.",))

    html = draw("{% field question %}", question=question)

    assert 'for="f-a-b"' in html
    assert 'id="f-a-b"' in html
    assert 'aria-describedby="f-a-b-hint f-a-b-error"' in html
    assert 'aria-invalid="true"' in html


def test_what_was_typed_is_escaped() -> None:
    question = Field(name="a", label="<b>", value='"><script>')

    html = draw("{% field question %}", question=question)

    assert "<script>" not in html
    assert "<b>" not in html


def test_an_error_summary_leads_to_the_field() -> None:
    html = draw("{% error_summary faults %}", faults=[Fault(text="Sai.", href="#f-a")])

    assert '<a href="#f-a">Sai.</a>' in html
    assert 'role="alert"' in html


def test_a_mistyped_date_stays_as_it_was_typed() -> None:
    assert Field(name="a", kind="date", value="31/2/2026").date_parts == ("31", "2", "2026")
    assert Field(name="a", kind="date", value="2026-02-03").date_parts == ("03", "02", "2026")
    assert Field(name="a", kind="date", value="1990").date_parts == ("", "", "1990")
    assert Field(name="a", kind="date", value="//1990").date_parts == ("", "", "1990")


def test_an_error_link_reaches_the_first_control() -> None:
    options = (Option(value="x", label="X"),)

    assert Field(name="a", kind="date").focus_id == "f-a-day"
    assert Field(name="a", kind="radio", options=options).focus_id == "f-a-1"
    assert Field(name="a", kind="address", parts=(Field(name="a.ward"),)).focus_id == "f-a-ward"
    assert Field(name="a").focus_id == "f-a"


def test_a_block_tag_escapes_what_stands_inside() -> None:
    html = draw("{% notice title=words %}<p>{{ words }}</p>{% endnotice %}", words="<i>")

    assert "<i>" not in html
    assert html.count("&lt;i&gt;") == 2


def test_the_gallery_shows_every_component() -> None:
    request = RequestFactory().get("/giao-dien/mau/")
    request.user = AnonymousUser()

    html = show_gallery(request).content.decode()

    assert html.count('class="rating"') == 2
    assert " style=" not in html


def test_a_theme_is_remembered_and_leads_back() -> None:
    answer = Client().get("/giao-dien/dark/", {"next": "/tra-cuu"})

    assert answer.headers["Location"] == "/tra-cuu"
    assert answer.cookies["theme"].value == "dark"


def test_a_theme_never_leads_to_a_foreign_site() -> None:
    answer = Client().get("/giao-dien/dark/", {"next": "https://evil.example/"})

    assert answer.headers["Location"] == "/"


def test_an_unknown_theme_or_language_is_not_there() -> None:
    assert Client().get("/giao-dien/pink/").status_code == 404
    assert Client().get("/ngon-ngu/xx/").status_code == 404
