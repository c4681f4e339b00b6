"""``{% load sign_in %}``: Django's own forms, as sign-in uses them, in our components."""

from django import template
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString

from haidang.ui.fields import Field
from haidang.ui.parts import Fault
from haidang.ui.templatetags.ui import field

register = template.Library()
_LONGEST_CODE = 16


@register.simple_tag
def entry(
    question: BoundField,
    *,
    label: str,
    hint: str = "",
    autocomplete: str = "",
    digits: bool = False,
    starts_here: bool = False,
) -> SafeString:
    """Draw a field of one line; a password is never written back into the page.

    ``digits`` asks for the keyboard of figures; ``starts_here`` puts the cursor into the
    field, unless there are faults to read first.
    """
    kind = getattr(question.field.widget, "input_type", "text")
    is_secret = digits or kind == "password"
    return field(
        Field(
            name=question.html_name,
            label=label,
            hint=hint,
            faults=tuple(str(text) for text in question.errors),
            value="" if is_secret else str(question.value() or ""),
            input_type=kind,
            input_mode="numeric" if digits else "",
            autocomplete=autocomplete,
            max_length=_LONGEST_CODE if digits else None,
            autofocus=starts_here and not question.form.errors,
        )
    )


@register.simple_tag
def faults_of(form: BaseForm) -> list[Fault]:
    """Return what is wrong in a form, each fault with the field where to mend it."""
    general = [Fault(text=str(text)) for text in form.non_field_errors()]
    return general + [
        Fault(text=str(text), href=f"#{Field(name=question.html_name).focus_id}")
        for question in form
        for text in question.errors
    ]
