"""Every page is drawn from its sample, in both languages, with no variable left undefined."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from haidang.channels.portal.presenters.pages import SearchPage
from haidang.channels.portal.tests.sample_pages import SAMPLES

pytestmark = pytest.mark.urls("haidang.channels.portal.tests.urls")


def draw(template: str, page: object, *, path: str = "/") -> str:
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    return render_to_string(template, {"page": page, "person": None}, request=request)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("name", "template", "page"), SAMPLES, ids=[one[0] for one in SAMPLES])
def test_a_page_is_drawn(name: str, template: str, page: object, language: str) -> None:
    with translation.override(language):
        html = draw(template, page)

    assert f'<html lang="{language}"' in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize(("name", "template", "page"), SAMPLES, ids=[one[0] for one in SAMPLES])
def test_a_page_keeps_to_the_strict_policy(name: str, template: str, page: object) -> None:
    html = draw(template, page)

    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", html)


@pytest.mark.parametrize(("name", "template", "page"), SAMPLES, ids=[one[0] for one in SAMPLES])
def test_ids_are_unique_and_labels_point_to_controls(
    name: str, template: str, page: object
) -> None:
    html = draw(template, page)
    ids = re.findall(r'\sid="([^"]+)"', html)

    assert len(ids) == len(set(ids))
    assert set(re.findall(r'<label[^>]*\sfor="([^"]+)"', html)) <= set(ids)


def test_what_people_typed_is_escaped() -> None:
    html = draw("portal/track.html", SAMPLES[10][2])
    typed = SearchPage(query="<script>alert(1)</script>", found=())
    from_search = draw("portal/search.html", typed)

    assert "<script>alert" not in html + from_search
    assert "&lt;script&gt;alert" in from_search
