"""The kinds of places that responders come from or go to, in the reader's language."""

from django.utils.translation import gettext as _

from mapping.vocabulary import FacilityKind


def facility_kinds() -> dict[str, str]:
    """Return every kind, as maps and lists say it."""
    return {
        FacilityKind.POLICE_STATION.value: _("Police station"),
        FacilityKind.FIRE_STATION.value: _("Fire station"),
        FacilityKind.HOSPITAL.value: _("Hospital"),
        FacilityKind.OTHER.value: _("Other station"),
    }
