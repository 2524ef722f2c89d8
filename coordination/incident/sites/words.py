"""What pages say of where an incident is, in the reader's language."""

from django.utils.translation import gettext as _


def place_field_words() -> dict[str, str]:
    """Return the catalog of the fields that say where, on the first page as on the incident's."""
    return {
        "sites.no_point": _("Latitude and longitude, as 38.8977, -77.0365."),
        "sites.no_position": _("This device does not say where it is."),
    }


def site_words() -> dict[str, str]:
    """Return the catalog of the panel of places."""
    return {
        **place_field_words(),
        "sites.here": _("It is here"),
        "sites.none_here": _("This incident is away from its site: let one join first."),
        "by_school.whole": _("Whole incident"),
        "by_school.hidden": _(
            "Alarms of every school are shown. Entries of other schools not shown: {n}. Newer than the last one shown: "
            "{newer}."
        ),
        "by_school.passed": _("Newer entries of other schools not shown: {n}."),
        "command.join_site": _("Let a site join"),
        "command.leave_site": _("Let a site leave"),
        "command.change_place": _("Where it is now"),
    }
