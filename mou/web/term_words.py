"""The words of typed terms: their forms, their closed lists, and the kinds of incident that others know."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mou.foundation.labelled import Labelled, incident_types
from mou.vocabulary import (
    AgencyKind,
    DataCategory,
    FirstCommand,
    MapDuty,
    RadioMode,
    SharingDirection,
    SharingTime,
    TermKind,
)

# The closed lists of the forms, by the name that scripts ask for their labels with.
LISTS: dict[str, type[Labelled]] = {
    "kind": TermKind,
    "category": DataCategory,
    "time": SharingTime,
    "initial": FirstCommand,
    "mode": RadioMode,
    "duty": MapDuty,
    "agency": AgencyKind,
}


def term_words() -> dict[str, str]:
    """Return every text of the terms' forms by its key."""
    return {
        **_form_words(),
        "party.district": _("the district"),
        "party.agency": _("the agency"),
        **{f"{name}.{key}": text for name, kind in LISTS.items() for key, text in kind.labels().items()},
        **{f"incident.{key}": text for key, text in incident_types().labels().items()},
    }


def _form_words() -> dict[str, str]:
    return {
        "terms": _("What the software acts on"),
        "no_terms": _("No typed terms in this clause."),
        "add_term": _("Add a term"),
        "remove_term": _("Remove term"),
        "matrix": _("Data matrix: what is shared, and when"),
        "category": _("Category"),
        "to_agency": SharingDirection.DISTRICT_TO_AGENCY.label,
        "to_district": SharingDirection.AGENCY_TO_DISTRICT.label,
        "unsaid": _("not said"),
        "granted": _("Granted"),
        "yes": _("Yes"),
        "when": _("When"),
        "trigger": _("Trigger"),
        "number": _("Number"),
        "minutes": _("Minutes"),
        "hours": _("Hours"),
        "within_days": _("Within days"),
        "days": _("Days"),
        "duty": _("Whose duty"),
        "mode": _("Mode"),
        "channels": _("Channels"),
        "priority": _("For which calls"),
        "people": _("Who is called, first to last"),
        "initial": _("Commands first"),
        "order": _("Then, in this order"),
        "scope": _("Course"),
        "condition": pgettext("term", "Holds"),
        "always": _("always"),
        "incident_open": _("while a real incident is open at the site"),
        "drill_too": _("while an incident or exercise is open at the site"),
        "any_kind": _("Kinds of incident: any"),
        "some_kinds": _("Kinds of incident: {n} chosen"),
        "any_incident": _("None ticked: any kind."),
        "add_row": _("Add a row"),
        "remove_row": _("Remove row"),
        "incomplete": _("Not saved until someone stands here."),
        "contact.name": _("Name"),
        "contact.role": _("Role"),
        "contact.party": _("Of"),
        "contact.phone": _("Telephone"),
        "contact.email": _("Mail"),
    }
