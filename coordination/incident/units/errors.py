"""What is refused about units, as clients read it. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class OnlyRespondersHaveUnits(CoordinationError):
    code, status, title = "only_responders_have_units", 403, "Only responders check units in."
    sentence = _("Only responders check units in.")


class UnitNotFound(CoordinationError):
    code, status, title = "incident_unit_not_found", 404, _("There is no such unit in this incident.")


class UnitOfOthers(CoordinationError):
    """Who checked it in or leads it speaks for it, dispatch, and those with a command role."""

    code, status, title = "unit_of_others", 403, "Another participant speaks for this unit."
    sentence = _("Another person speaks for this unit: who checked it in, dispatch, or command.")


class UnitIsCheckedIn(CoordinationError):
    code, status, title = "unit_checked_in", 409, "A unit of this agency and callsign is checked in."
    sentence = _("A unit of this callsign is checked in.")


class UnitEntersNoHotZone(CoordinationError):
    """Direct threat is for law enforcement alone (NFPA 3000)."""

    code, status, title = "unit_enters_no_hot_zone", 409, "Only law enforcement works in a hot zone."
    sentence = _("Only law enforcement works in a hot zone.")


class UnitNeedsEscort(CoordinationError):
    code, status, title = "unit_needs_escort", 409, "In a warm zone this unit needs an escort of law enforcement."
    sentence = _("In a warm zone this unit needs an escort of law enforcement.")


class UnitEscortsNoOne(CoordinationError):
    code, status, title = "unit_escorts_no_one", 409, "An escort is another unit, of law enforcement, in the same zone."
    sentence = _("An escort is another unit, of law enforcement, that works in the same zone.")


class UnitJoinsNoContactTeam(CoordinationError):
    """A contact team goes to the threat; medics follow as a rescue task force (NFPA 3000)."""

    code, status, title = "unit_joins_no_contact_team", 409, "Only law enforcement is in a contact team."
    sentence = _("Only law enforcement is in a contact team: medics go in as a rescue task force.")


class EscortStillNeeded(CoordinationError):
    code, status, title = "escort_still_needed", 409, "The unit escorts another one in a warm zone."
    sentence = _("This unit escorts another one in a warm zone: assign that one first.")


class UnitDeparted(CoordinationError):
    code, status, title = "unit_departed", 409, "The unit has departed; check it in again."
    sentence = _("This unit has departed: check it in again.")


class UnitPlaceNotSaid(CoordinationError):
    code, status, title = "unit_place_not_said", 422, _("Say the room that the unit is in, or a point with its words.")
    sentence = _("Say the room that the unit is in, or a point with its words.")
