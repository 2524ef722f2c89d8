"""What the pages of stations and units say, in the reader's language."""

from django.utils.translation import gettext as _

from coordination.web.wording.facility_words import facility_kinds
from mapping.vocabulary import FacilityKind, UnitKind


def station_kinds() -> dict[str, str]:
    """Return the kinds of stations that an agency has; a hospital is no agency's that responds."""
    return {value: words for value, words in facility_kinds().items() if value != FacilityKind.HOSPITAL.value}


def unit_kinds() -> dict[str, str]:
    """Return the kinds of units, as a list says them."""
    return {
        UnitKind.PATROL.value: _("Patrol car"),
        UnitKind.SCHOOL_OFFICER.value: _("School resource officer"),
        UnitKind.SWAT.value: _("SWAT team"),
        UnitKind.CRISIS_INTERVENTION.value: _("Crisis intervention unit"),
        UnitKind.BOMB_SQUAD.value: _("Bomb squad"),
        UnitKind.POLICE_COMMAND.value: _("Police command unit"),
        UnitKind.ENGINE.value: _("Fire engine"),
        UnitKind.LADDER.value: _("Ladder truck"),
        UnitKind.AMBULANCE_ALS.value: _("Ambulance, advanced life support"),
        UnitKind.AMBULANCE_BLS.value: _("Ambulance, basic life support"),
        UnitKind.COMMAND.value: _("Command vehicle"),
        UnitKind.OTHER.value: _("Other unit"),
    }


def map_words() -> dict[str, str]:
    """Return what the map of stations says."""
    return {"on_duty": _("On duty: {n}"), "here": _("The station is here")}
