"""Messages of the source against the catalogue."""

import polib
import pytest

from lint.messages import Message, messages_of, messages_of_python, messages_of_template
from lint.translations import check_catalogue, complete

SHOWN = {Message("Hello %(name)s."): ("src/a.py", 3)}


def catalogue(
    text: str = "Hello %(name)s.", translation: str = "", **more: object
) -> polib.POFile:
    book = polib.POFile()
    book.append(polib.POEntry(msgid=text, msgstr=translation, **more))
    return book


def codes(book: polib.POFile) -> list[str]:
    return [item.code for item in check_catalogue(book, SHOWN)]


def test_a_complete_catalogue_passes() -> None:
    assert codes(catalogue(translation="Chào %(name)s.")) == []


@pytest.mark.parametrize(
    ("translation", "flags"),
    [("", []), ("Chào %(name)s.", ["fuzzy"]), ("Chào.", []), ("Chào %(ten)s.", [])],
)
def test_an_unfinished_translation_is_found(translation: str, flags: list[str]) -> None:
    assert codes(catalogue(translation=translation, flags=flags)) == ["L030"]


def test_a_message_that_is_not_in_the_catalogue_is_found_where_it_is_shown() -> None:
    found = list(check_catalogue(polib.POFile(), SHOWN))

    assert [(item.path, item.line) for item in found] == [("src/a.py", 3)]


def test_a_message_that_nothing_shows_is_found() -> None:
    book = catalogue(translation="Chào %(name)s.")
    book.append(polib.POEntry(msgid="Old.", msgstr="Cũ."))

    assert codes(book) == ["L031"]


def test_the_catalogue_can_be_completed_for_a_translator() -> None:
    book = polib.POFile()
    book.append(polib.POEntry(msgid="Old.", msgstr="Cũ."))

    complete(book, SHOWN)

    assert [(entry.msgid, entry.msgstr) for entry in book] == [("Hello %(name)s.", "")]


def test_messages_of_python_are_found_in_every_form() -> None:
    source = (
        '_("One.")\npgettext("case", "Open")\nngettext("%(n)s day", "%(n)s days", n)\n_(name)\n'
    )

    found = [message for _line, message in messages_of_python(source)]

    assert found == [
        Message("One."),
        Message("Open", context="case"),
        Message("%(n)s day", plural="%(n)s days"),
    ]


def test_a_function_is_known_by_the_name_that_a_file_gives_it() -> None:
    source = (
        "from django.utils.translation import gettext_lazy as later\n"
        'later("One.")\nother("Two.")\n'
    )

    assert [message for _line, message in messages_of_python(source)] == [Message("One.")]


def test_messages_of_a_template_are_found_in_every_form() -> None:
    source = (
        '{% load i18n %}{% trans "One." %}\n{% button label=_("Two.") %}'
        "{% blocktranslate count n=days %}{{ n }} day{% plural %}{{ n }} days"
        "{% endblocktranslate %}"
    )

    found = {message for _line, message in messages_of_template(source, "a.html")}

    assert found == {
        Message("One."),
        Message("Two."),
        Message("%(n)s day", plural="%(n)s days"),
    }


def test_only_what_people_see_is_looked_at() -> None:
    files = {"src/haidang/a/tests/test_a.py": '_("One.")', "lint/a.py": '_("Two.")'}

    assert messages_of(files) == {}
