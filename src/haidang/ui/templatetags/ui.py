"""``{% load ui %}``: one tag per component; each draws a small template of its own."""

import io
from collections.abc import Mapping, Sequence
from itertools import zip_longest

import segno
from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from haidang.ui.fields import Field
from haidang.ui.parts import TONE_ICONS, Fault, Link, Moment, Row, Table, Tone

register = template.Library()
Context = dict[str, object]


@register.simple_tag
def icon(name: str, *, label: str = "", size: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is decoration."""
    classes = f"icon icon-{size}" if size else "icon"
    href = f"{static('ui/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>',
            classes,
            label,
            href,
        )
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"/></svg>',
        classes,
        href,
    )


@register.filter
def said(text: Mapping[str, str]) -> str:
    """Return a text by language in the reader's language, else in Vietnamese."""
    language = (get_language() or "vi")[:2]
    return text.get(language) or text.get("vi", "")


@register.inclusion_tag("ui/components/button.html")
def button(
    text: str,
    *,
    kind: str = "",
    href: str = "",
    name: str = "",
    value: str = "",
    icon: str = "",
    end_icon: str = "",
    opens: str = "",
    formnovalidate: bool = False,
    large: bool = False,
    wide: bool = False,
) -> Context:
    """Draw a link or a submit button that looks like a button; ``opens`` names a dialog."""
    sizes = [size for size, wanted in (("large", large), ("wide", wide)) if wanted]
    words = ["button", *(f"button-{word}" for word in [kind, *sizes] if word)]
    return {
        "text": text,
        "classes": " ".join(words),
        "href": href,
        "name": name,
        "value": value,
        "icon": icon,
        "end_icon": end_icon,
        "opens": opens,
        "formnovalidate": formnovalidate,
    }


@register.simple_tag
def field(question: Field) -> SafeString:
    """Draw a form field by its kind."""
    inner = f"ui/fields/{question.kind}.html"
    return mark_safe(render_to_string(inner, {"field": question}))  # noqa: S308 - rendered with escaping


@register.inclusion_tag("ui/components/errors.html")
def error_summary(faults: Sequence[Fault], *, title: str = "") -> Context:
    """List all that is wrong at the top of a page, each fault linked to its field."""
    return {"faults": faults, "title": title or _("There is a problem.")}


@register.simple_block_tag
def notice(content: str, *, tone: Tone = "info", title: str = "", icon: str = "") -> SafeString:
    """Draw a message that stands out."""
    return _block(
        "ui/components/notice.html",
        {"content": content, "tone": tone, "title": title, "icon": icon or TONE_ICONS[tone]},
    )


@register.simple_block_tag
def card(content: str, *, title: str = "", id: str = "", look: str = "") -> SafeString:  # noqa: A002 - the HTML attribute
    """Draw a raised box with an optional heading."""
    return _block(
        "ui/components/card.html", {"content": content, "title": title, "id": id, "look": look}
    )


@register.simple_block_tag
def more(content: str, *, title: str, opened: bool = False) -> SafeString:
    """Draw words that open on demand (``<details>``)."""
    return _block(
        "ui/components/more.html", {"content": content, "title": title, "opened": opened}
    )


@register.simple_block_tag
def dialog(content: str, *, id: str, title: str) -> SafeString:  # noqa: A002 - the HTML attribute
    """Draw a native dialog; a button with ``opens=<id>`` shows it, without a script."""
    return _block("ui/components/dialog.html", {"content": content, "id": id, "title": title})


@register.simple_block_tag
def emptystate(content: str, *, title: str, icon: str = "folder") -> SafeString:
    """Say kindly that there is nothing yet, and what to do next."""
    return _block("ui/components/empty.html", {"content": content, "title": title, "icon": icon})


@register.inclusion_tag("ui/components/badge.html")
def badge(text: str, tone: Tone = "idle", *, icon: str = "") -> Context:
    """Draw a short status; the words carry the meaning, the colour only helps."""
    return {"text": text, "tone": tone, "icon": icon}


@register.inclusion_tag("ui/components/traffic.html")
def traffic(text: str, tone: Tone = "good") -> Context:
    """Draw a traffic light whose shape differs as well as its colour."""
    return {"text": text, "tone": tone}


@register.inclusion_tag("ui/components/tile.html")
def tile(label: str, value: str, *, note: str = "", icon: str = "", href: str = "") -> Context:
    """Draw one figure with its meaning."""
    return {"label": label, "value": value, "note": note, "icon": icon, "href": href}


@register.inclusion_tag("ui/components/crumbs.html")
def breadcrumbs(links: Sequence[Link], *, label: str = "") -> Context:
    """Draw the way from the front page to here; the last link is the page itself."""
    return {"links": links, "label": label or _("You are here")}


@register.inclusion_tag("ui/components/tabs.html")
def tabs(links: Sequence[Link], label: str) -> Context:
    """Draw views of the same thing as links."""
    return {"links": links, "label": label}


@register.inclusion_tag("ui/components/pages.html")
def pages(*, previous: str = "", following: str = "", label: str = "") -> Context:
    """Draw the steps through a long list; there is no page number and no total."""
    return {
        "previous": previous,
        "following": following,
        "label": label or _("Pages of the list"),
    }


@register.inclusion_tag("ui/components/summary.html")
def summary(rows: Sequence[Row]) -> Context:
    """Draw answers as a list of terms, each with a way to change it."""
    return {"rows": rows}


@register.inclusion_tag("ui/components/table.html")
def table(content: Table) -> Context:
    """Draw a table that becomes cards in a narrow window."""
    rows = [tuple(zip(content.columns, row, strict=True)) for row in content.rows]
    total = tuple(zip(content.columns, content.total, strict=True)) if content.total else ()
    numeric = [cell.number for cell in content.rows[0]] if content.rows else []
    heads = list(zip_longest(content.columns, numeric, fillvalue=False))
    return {"table": content, "heads": heads, "rows": rows, "total": total}


@register.inclusion_tag("ui/components/timeline.html")
def timeline(moments: Sequence[Moment]) -> Context:
    """Draw what happened, what happens now and what comes next."""
    return {"moments": moments}


@register.inclusion_tag("ui/components/steps.html")
def steps(current: int, total: int, title: str = "") -> Context:
    """Draw how far a form has come: step 2 of 5."""
    states = [
        "done" if number < current else "now" if number == current else "todo"
        for number in range(1, total + 1)
    ]
    return {"current": current, "total": total, "title": title, "states": states}


@register.inclusion_tag("ui/components/rating.html")
def rating(name: str, given: int = 0) -> Context:
    """Draw five faces as submit buttons of the form around them: one tap is enough."""
    words = (
        _("Very dissatisfied"),
        _("Dissatisfied"),
        _("Neutral"),
        _("Satisfied"),
        _("Very satisfied"),
    )
    return {"name": name, "given": given, "choices": list(enumerate(words, start=1))}


@register.inclusion_tag("ui/components/qr.html")
def qr(payload: str, caption: str = "", *, label: str = "") -> Context:
    """Draw a QR code as SVG with words below it."""
    drawn = io.BytesIO()
    segno.make(payload, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=0, dark="#000"
    )
    picture = mark_safe(drawn.getvalue().decode())  # noqa: S308 - our own drawing, no user text in it
    return {"picture": picture, "caption": caption, "label": label or caption or _("QR code")}


def _block(name: str, context: Context) -> SafeString:
    return mark_safe(render_to_string(name, context))  # noqa: S308 - rendered with escaping
