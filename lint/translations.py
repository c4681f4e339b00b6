"""Every message is translated: present, not fuzzy, with the same placeholders.

With ``--write`` the missing messages are put into the catalogue, empty, for a
translator to fill, and those that nothing shows any more are taken out.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from typing import Final

import polib

from lint.findings import ROOT, Finding, report, tracked_files
from lint.messages import Message, Place, messages_of

CATALOGUE: Final = "locale/vi/LC_MESSAGES/django.po"
_PLACEHOLDER: Final = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")


def check_catalogue(
    catalogue: polib.POFile, shown: Mapping[Message, Place], *, path: str = CATALOGUE
) -> Iterator[Finding]:
    """Compare a catalogue with the messages that the platform shows."""
    entries = {(entry.msgid, entry.msgctxt or ""): entry for entry in catalogue}
    for message, (place, line) in shown.items():
        entry = entries.get((message.text, message.context))
        fault = _fault(entry, message)
        if fault:
            at = path if entry is not None and not entry.obsolete else place
            number = entry.linenum if entry is not None and not entry.obsolete else line
            yield Finding(at, number or 1, "L030", f"{fault}: {message.text!r}")
    wanted = {(message.text, message.context) for message in shown}
    for key, entry in entries.items():
        if key not in wanted and not entry.obsolete:
            fault = f"nothing shows this message any more: {entry.msgid!r}"
            yield Finding(path, entry.linenum or 1, "L031", fault)


def complete(catalogue: polib.POFile, shown: Mapping[Message, Place]) -> None:
    """Add the missing messages, empty; remove those that nothing shows."""
    known = {(entry.msgid, entry.msgctxt or ""): entry for entry in catalogue}
    wanted = {(message.text, message.context) for message in shown}
    for key, entry in known.items():
        if key not in wanted:
            catalogue.remove(entry)
    for message in sorted(set(shown)):
        if (message.text, message.context) not in known:
            catalogue.append(_empty(message))


def _empty(message: Message) -> polib.POEntry:
    context = message.context or None
    if message.plural:
        return polib.POEntry(
            msgid=message.text,
            msgid_plural=message.plural,
            msgstr_plural={0: ""},
            msgctxt=context,
        )
    return polib.POEntry(msgid=message.text, msgctxt=context)


def _fault(entry: polib.POEntry | None, message: Message) -> str | None:
    if entry is None or entry.obsolete:
        return "not in the catalogue"
    if entry.fuzzy:
        return "marked fuzzy"
    texts = list(entry.msgstr_plural.values()) if message.plural else [entry.msgstr]
    if not texts or not all(texts):
        return "not translated"
    allowed = _placeholders(message.text) | _placeholders(message.plural)
    wanted = allowed if not message.plural else _placeholders(message.plural)
    if any(not wanted <= _placeholders(text) <= allowed for text in texts):
        return "its placeholders differ"
    return None


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(found.group(0) for found in _PLACEHOLDER.finditer(text))


def main() -> int:
    """Check the Vietnamese catalogue."""
    shown = messages_of(tracked_files())
    catalogue = polib.pofile(str(ROOT / CATALOGUE), wrapwidth=99)
    if "--write" in sys.argv[1:]:
        complete(catalogue, shown)
        catalogue.save()
        return 0
    return report(check_catalogue(catalogue, shown))


if __name__ == "__main__":
    sys.exit(main())
