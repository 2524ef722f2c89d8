"""Template tags that draw the forms of a page: a whole form, one field, a button that is an act, and what was wrong."""

from django import template
from django.forms.boundfield import BoundField

from mou.foundation.forms.act_form import AnyForm

register = template.Library()


@register.inclusion_tag("forms/field.html")
def field(bound: BoundField) -> dict[str, object]:
    """Draw a field with its label, its hint, and what is wrong with it."""
    return {"field": bound}


@register.inclusion_tag("forms/act_form.html")
def act_form(form: AnyForm, button: str, **shown: str) -> dict[str, object]:
    """Draw a whole form. `tone` of the button: "primary" or "danger"; `note`: a sentence before it; `busy`: "yes"."""
    return {"form": form, "button": button, **shown}


@register.inclusion_tag("forms/act_button.html")
def act_button(form: AnyForm, button: str, **shown: object) -> dict[str, object]:
    """Draw an act as one button. `of`: what it is about, for those who do not see where it stands; `tone`; `label`.

    `value` is what the first field of the form is worth: one form is drawn once for each thing of a list. The other
    fields are hidden, and worth what the page says of them.
    """
    name = next(iter(form.fields), "")
    listed = bool(shown.get("value"))
    # Drawn many times on a page: none of them has an id.
    rest = [one.as_hidden({"id": False}) for one in form.hidden_fields() if not (listed and one.name == name)]
    return {"form": form, "button": button, "name": name, "rest": rest, **shown}
