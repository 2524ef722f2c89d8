"""What the director's page asks for the commands of the room. Pure."""

from typing import Annotated
from uuid import UUID

from coordination.casework.texts import Given, Line, Short
from coordination.incident.reunification.vocabulary import ReunificationRole
from coordination.reunification.vocabulary import StudentStep
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _


class ReunificationBegun(Given):
    """Open a reunification at one of the school's sites, or at another place."""

    reunification_site_id: Annotated[UUID | None, Asked(_("Reunification site"))] = None
    place: Annotated[Short, Asked(_("Another place"))] = ""


class PlaceOpened(Given):
    """Open a further site, or move."""

    reunification_site_id: Annotated[UUID | None, Asked(_("Reunification site"))] = None
    place: Annotated[Short, Asked(_("Another place"))] = ""
    instead_of: Annotated[UUID | None, Asked(_("Instead of"))] = None


class PlaceClosed(Given):
    place_id: Annotated[UUID, Asked(is_hidden=True)]


class ReasonSaid(Given):
    reason: Annotated[Line, Asked(_("Reason"))]


class ClosingSaid(Given):
    """Close it; why, where the sum does not close."""

    reason: Annotated[Short, Asked(_("Why, if the sum does not close"))] = ""


class RoleGiven(Given):
    participant_id: Annotated[UUID, Asked(_("Person"), begins_empty=True)]
    role: Annotated[ReunificationRole, Asked(_("Role"), begins_empty=True)]


class RoleTaken(Given):
    role: Annotated[ReunificationRole, Asked(_("Role"), begins_empty=True)]


class RoleEnded(Given):
    role_id: Annotated[UUID, Asked(is_hidden=True)]


class StepTapped(Given):
    """A step that needs nothing but a tap."""

    step: Annotated[StudentStep, Asked(is_hidden=True)]
