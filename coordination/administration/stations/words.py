"""What the pages of stations and units say, in the reader's language."""

from django.utils.translation import gettext as _

from mapping.vocabulary import FacilityKind


def station_kinds() -> dict[str, str]:
    """Return the kinds of stations that an agency has; a hospital is no agency's that responds."""
    return {value: words for value, words in FacilityKind.labels().items() if value != FacilityKind.HOSPITAL.value}


def map_words() -> dict[str, str]:
    """Return what the map of stations says."""
    return {"on_duty": _("On duty: {n}"), "here": _("The station is here")}
